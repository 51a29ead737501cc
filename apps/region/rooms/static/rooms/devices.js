// Camera, microphone and screen: choosing, testing, switching off, and words for what the browser refuses.

const WORDS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Devices {
  constructor({ onChange, onTrouble }) {
    Object.assign(this, { onChange, onTrouble, audio: null, camera: null, screen: null });
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.onChange());
  }

  // What others are to see: the shared screen before the camera.
  get video() {
    return this.screen ?? this.camera;
  }

  get isHeard() {
    return Boolean(this.audio?.enabled);
  }

  async list(kind) {
    const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    return all.filter((device) => device.kind === kind && device.deviceId);
  }

  async useMicrophone(deviceId) {
    this.audio?.stop();
    this.audio = null;
    if (deviceId !== "none") this.audio = await this.ask("audio", { ...SOUND, ...chosen(deviceId) });
    this.onChange();
  }

  async useCamera(deviceId) {
    this.camera?.stop();
    this.camera = null;
    if (deviceId !== "none") this.camera = await this.ask("video", { ...PICTURE, ...chosen(deviceId) });
    this.onChange();
  }

  mute(isMuted) {
    if (this.audio) this.audio.enabled = !isMuted;
    this.onChange();
  }

  async share() {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
      this.screen = stream.getVideoTracks()[0];
      this.screen.addEventListener("ended", () => this.unshare());
    } catch (error) {
      // Who changes one's mind in the browser's own window has decided, nothing has failed.
      if (error.name !== "NotAllowedError") this.onTrouble("screen", "busy");
    }
    this.onChange();
  }

  unshare() {
    this.screen?.stop();
    this.screen = null;
    this.onChange();
  }

  async ask(kind, wish) {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.onTrouble(kind, "insecure");
      return null;
    }
    try {
      const [track] = (await navigator.mediaDevices.getUserMedia({ [kind]: wish })).getTracks();
      track.addEventListener("ended", () => this.onTrouble(kind, "gone"));
      this.onTrouble(kind, "");
      return track;
    } catch (error) {
      this.onTrouble(kind, WORDS[error.name] ?? "busy");
      return null;
    }
  }

  stop() {
    for (const track of [this.audio, this.camera, this.screen]) track?.stop();
  }
}

function chosen(deviceId) {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

// Shows how loud a track is, from 0 to 1; the answer stops it.
export function meter(track, show) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state === "suspended") context.resume();
    analyser.getFloatTimeDomainData(wave);
    const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length;
    show(Math.min(1, Math.sqrt(power) * 4));
  }, 100);
  return () => {
    clearInterval(timer);
    context.close();
  };
}
