// Chat and shared notes. What was typed is never lost: unsent lines are sent again, two texts of notes are both shown.

const SAVE_MS = 1200;

export class Chat {
  constructor(root, { send, texts, own }) {
    Object.assign(this, { send, texts, own, waiting: new Map() });
    this.list = root.querySelector("[data-lines]");
    this.empty = root.querySelector("[data-no-lines]");
    this.input = root.querySelector("textarea");
    root.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const key = crypto.randomUUID();
    this.waiting.set(key, text);
    this.add({ key, text, seat: this.own(), name: "", at: new Date().toISOString() }).classList.add("is-waiting");
    this.send({ type: "say", key, text });
    this.input.value = "";
  }

  // After a cut: what the server has, then again what it may not have.
  restore(lines) {
    for (const line of lines) this.add(line);
    for (const [key, text] of this.waiting) this.send({ type: "say", key, text });
  }

  add(line) {
    const known = this.list.querySelector(`[data-key="${line.key}"]`);
    if (known) {
      known.classList.remove("is-waiting");
      this.waiting.delete(line.key);
      return known;
    }
    const item = document.createElement("li");
    item.dataset.key = line.key;
    item.className = "room-line";
    const head = document.createElement("p");
    head.className = "room-line-head";
    const said = new Date(line.at);
    const day = said.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "long" };
    const at = said.toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit" });
    head.textContent = `${line.seat === this.own() ? this.texts.you : line.name} · ${at}`;
    const body = document.createElement("p");
    body.className = "room-line-text";
    body.textContent = line.text;
    item.append(head, body);
    this.list.append(item);
    this.empty.hidden = true;
    this.list.scrollTop = this.list.scrollHeight;
    return item;
  }
}

export class Notes {
  constructor(root, { send, texts }) {
    Object.assign(this, { send, texts, base: 0, kept: "", sent: null });
    this.text = root.querySelector("textarea");
    this.state = root.querySelector("[data-notes-state]");
    this.other = root.querySelector("[data-notes-other]");
    this.theirs = root.querySelector("[data-notes-theirs]");
    this.who = root.querySelector("[data-notes-who]");
    this.text.addEventListener("input", () => {
      this.say(this.texts.notes_typing);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), SAVE_MS);
    });
    this.text.addEventListener("blur", () => this.save());
    root.querySelector("[data-notes-join]").addEventListener("click", () => {
      const own = this.text.value;
      this.settle(own.includes(this.theirs.textContent) ? own : `${this.theirs.textContent}\n\n${own}`);
    });
    root.querySelector("[data-notes-take]").addEventListener("click", () => this.settle(this.theirs.textContent));
  }

  get isChanged() {
    return this.text.value !== this.kept;
  }

  save() {
    clearTimeout(this.timer);
    if (!this.isChanged || !this.other.hidden || this.sent !== null) return;
    if (this.send({ type: "note", base: this.base, text: this.text.value })) this.sent = this.text.value;
  }

  // The state after coming in, or another's version: taken over unless something of one's own is not kept yet.
  take({ number, text, name }) {
    this.sent = null;
    if (number === this.base) {
      this.save();
      return;
    }
    if (!this.isChanged || this.text.value === text) {
      this.accept(number, text);
      if (name) this.say(this.texts.notes_by.replace("{name}", name));
    } else this.differ({ number, text, name });
  }

  keptAs(number) {
    this.accept(number, this.sent, true);
    this.sent = null;
    this.say(this.texts.notes_kept);
    this.save();
  }

  differ({ number, text, name }) {
    this.sent = null;
    this.base = number;
    this.kept = text;
    this.theirs.textContent = text;
    this.who.textContent = this.texts.notes_differ.replace("{name}", name);
    this.other.hidden = false;
    this.say("");
  }

  settle(text) {
    this.other.hidden = true;
    this.text.value = text;
    this.text.focus();
    if (!this.isChanged) this.say(this.texts.notes_kept);
    this.save();
  }

  accept(number, text, isOwn = false) {
    this.base = number;
    this.kept = text;
    if (!isOwn) this.text.value = text;
  }

  say(words) {
    this.state.textContent = words;
  }
}
