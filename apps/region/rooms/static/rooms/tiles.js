// Pictures of the others: a tile each, with the name and what cannot be seen in a picture.

export class Tiles {
  constructor(place, template, texts) {
    Object.assign(this, { place, template, texts, tiles: new Map() });
  }

  add(sid, name, state) {
    this.remove(sid);
    const tile = this.template.content.firstElementChild.cloneNode(true);
    tile.querySelector("[data-name]").textContent = name;
    tile.querySelector("[data-initials]").textContent = name.split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("");
    const video = document.createElement("video");
    video.autoplay = video.playsInline = true;
    video.setAttribute("aria-label", this.texts.picture.replace("{name}", name));
    tile.prepend(video);
    this.tiles.set(sid, tile);
    this.place.append(tile);
    this.count();
    this.state(sid, state);
  }

  show(sid, stream) {
    const video = this.tiles.get(sid)?.querySelector("video");
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    video.play().catch((error) => error.name === "NotAllowedError" && this.askToPlay(video));
  }

  // Some browsers play sound only after a click.
  askToPlay(video) {
    const button = video.parentElement.querySelector("[data-play]");
    button.hidden = false;
    button.addEventListener("click", () => video.play().then(() => (button.hidden = true)), { once: true });
  }

  state(sid, { microphone, camera, screen }) {
    const tile = this.tiles.get(sid);
    if (!tile) return;
    tile.dataset.picture = camera || screen ? "on" : "off";
    tile.dataset.screen = screen ? "on" : "off";
    const words = [microphone ? "" : this.texts.is_muted, camera || screen ? "" : this.texts.is_hidden, screen ? this.texts.is_sharing : ""];
    tile.querySelector("[data-words]").textContent = words.filter(Boolean).join(", ");
  }

  connection(sid, state) {
    const tile = this.tiles.get(sid);
    if (tile) tile.dataset.connection = state;
  }

  remove(sid) {
    this.tiles.get(sid)?.remove();
    this.tiles.delete(sid);
    this.count();
  }

  count() {
    this.place.dataset.count = Math.min(this.tiles.size, 4);
  }
}
