// One other person: «perfect negotiation» of WebRTC. The server has said who of the two is polite.

const RESTART_MS = 3000;
const TOGETHER_MS = 60; // addresses found in so short a time are told together

export class Peer {
  constructor({ polite, ice, send, onStream, onState }) {
    Object.assign(this, { polite, send, onState });
    this.pc = new RTCPeerConnection({ ...ice, bundlePolicy: "max-bundle" });
    this.found = [];
    this.stream = new MediaStream();
    this.senders = {};
    this.making = false;
    this.ignoring = false;
    this.answering = false;
    // Signals are taken one after another: a candidate must not overtake its description.
    this.queue = Promise.resolve();
    this.pc.addEventListener("negotiationneeded", () => this.offer());
    this.pc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate) this.tell(candidate.toJSON());
    });
    this.pc.addEventListener("track", ({ track }) => {
      for (const old of this.stream.getTracks()) if (old.kind === track.kind) this.stream.removeTrack(old);
      this.stream.addTrack(track);
      onStream(this.stream);
    });
    this.pc.addEventListener("connectionstatechange", () => this.changed());
    // A channel of its own keeps the connection, and its quality, even where nobody has a camera.
    this.pc.createDataChannel("alive", { negotiated: true, id: 0 });
  }

  tell(candidate) {
    this.found.push(candidate);
    this.telling ??= setTimeout(() => {
      this.telling = null;
      this.send({ candidates: this.found.splice(0) });
    }, TOGETHER_MS);
  }

  async offer() {
    try {
      this.making = true;
      await this.pc.setLocalDescription();
      this.send({ description: this.pc.localDescription });
    } catch (error) {
      if (this.pc.signalingState !== "closed") console.warn(error);
    } finally {
      this.making = false;
    }
  }

  take(data) {
    this.queue = this.queue.then(() => this.takeOne(data)).catch((error) => {
      if (this.pc.signalingState !== "closed") console.warn(error);
    });
  }

  async takeOne({ description, candidates }) {
    for (const candidate of candidates ?? []) {
      try {
        await this.pc.addIceCandidate(candidate);
      } catch (error) {
        if (!this.ignoring) throw error;
      }
    }
    if (!description) return;
    const ready = !this.making && (this.pc.signalingState === "stable" || this.answering);
    const collision = description.type === "offer" && !ready;
    this.ignoring = !this.polite && collision;
    if (this.ignoring) return;
    this.answering = description.type === "answer";
    await this.pc.setRemoteDescription(description);
    this.answering = false;
    if (description.type === "offer") {
      await this.pc.setLocalDescription();
      this.send({ description: this.pc.localDescription });
    }
  }

  // A track of a kind, or null: what went out before is replaced without a new negotiation.
  async put(kind, track) {
    const sender = this.senders[kind];
    if (sender) await sender.replaceTrack(track);
    else if (track) this.senders[kind] = this.pc.addTrack(track);
  }

  changed() {
    const state = this.pc.connectionState;
    clearTimeout(this.patience);
    if (state === "failed") this.pc.restartIce();
    if (state === "disconnected") this.patience = setTimeout(() => this.pc.restartIce(), RESTART_MS);
    this.onState(state);
  }

  close() {
    clearTimeout(this.patience);
    clearTimeout(this.telling);
    this.pc.close();
  }
}
