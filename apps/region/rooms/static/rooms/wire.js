// The live connection: a websocket that comes back by itself, and says how it stands.

const BEAT_MS = 10000;
const SILENT_MS = 22000;
const DELAYS_MS = [300, 700, 1500, 3000, 5000];
const ENDS = { 4401: "out", 4403: "out", 4404: "out", 4409: "replaced", 4429: "out" };

export class Wire {
  constructor(url, { onMessage, onState }) {
    Object.assign(this, { url, onMessage, onState, tries: 0, ended: false });
    window.addEventListener("offline", () => this.cut());
    window.addEventListener("online", () => this.retry(0));
  }

  open() {
    if (this.ended || this.socket) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.heard = Date.now();
    socket.addEventListener("open", () => {
      this.tries = 0;
      this.beat = setInterval(() => this.keepAlive(), BEAT_MS);
      this.onState("open");
    });
    socket.addEventListener("message", (event) => {
      this.heard = Date.now();
      this.onMessage(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (this.socket === socket) this.lost(event.code);
    });
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(frame) {
    if (this.isOpen) this.socket.send(JSON.stringify(frame));
    return this.isOpen;
  }

  // Whoever ends it knows why: no coming back.
  end(state) {
    this.ended = true;
    clearTimeout(this.waiting);
    clearInterval(this.beat);
    this.socket?.close();
    this.onState(state);
  }

  // The network is gone: a socket may notice it only after minutes.
  cut() {
    const socket = this.socket;
    if (!socket) return;
    this.lost(1006);
    socket.close();
  }

  keepAlive() {
    if (Date.now() - this.heard > SILENT_MS) this.cut();
    else this.send({ type: "alive" });
  }

  lost(code) {
    this.socket = null;
    clearInterval(this.beat);
    if (this.ended) return;
    if (ENDS[code]) {
      this.end(ENDS[code]);
      return;
    }
    this.onState("lost");
    this.retry(DELAYS_MS[Math.min(this.tries, DELAYS_MS.length - 1)]);
    this.tries += 1;
  }

  retry(after) {
    clearTimeout(this.waiting);
    if (this.ended || this.socket || !navigator.onLine) return;
    this.waiting = setTimeout(() => this.admitted().then((may) => may && this.open()), after);
  }

  // A refused handshake looks like a broken network: the page itself says which it is.
  async admitted() {
    if (this.tries < 2) return true;
    try {
      const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" });
      if (answer.status === 404 || answer.status === 403 || answer.type === "opaqueredirect") {
        this.end("out");
        return false;
      }
    } catch {
      // No network yet: the next try will tell.
    }
    return true;
  }
}
