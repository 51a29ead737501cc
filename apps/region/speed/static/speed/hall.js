/* The hall: whom I meet now and next. All content comes from the server, the rounds pass by its clock. */
(() => {
  "use strict";
  const { connect, clockNow, showClock, fill, put } = window.estafetaHall;
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const kept = (name, value) => {
    try {
      if (value !== undefined) localStorage.setItem(`hall:${name}`, value);
      return localStorage.getItem(`hall:${name}`);
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  };

  const start = (root) => {
    const texts = root.querySelector("[data-texts]").dataset;
    const part = (name) => root.querySelector(`[data-${name}]`);
    let content = JSON.parse(document.getElementById("hall-content").textContent);
    let clock = content.clock;
    let at = content.at;
    let phase = "";

    /* ---- the gong: three falling partials, no file ---- */
    let sound = null;
    const gongIsOn = () => kept("gong") !== "off";
    const ready = () => { sound ||= new AudioContext(); if (sound.state === "suspended") sound.resume(); };
    document.addEventListener("pointerdown", ready);
    document.addEventListener("keydown", ready);
    const gong = () => {
      if (!gongIsOn() || !sound || sound.state !== "running") return;
      [220, 331, 447].forEach((pitch, number) => {
        const tone = sound.createOscillator();
        const volume = sound.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.2 / (number + 1), sound.currentTime);
        volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 2.5);
        tone.connect(volume).connect(sound.destination);
        tone.start();
        tone.stop(sound.currentTime + 2.6);
      });
    };
    const toggle = (name, usual) => {
      const box = part(`${name}-switch`);
      box.checked = (kept(name) || usual) === "on";
      box.addEventListener("change", () => kept(name, box.checked ? "on" : "off"));
    };
    toggle("gong", "on");
    toggle("move", "off");

    /* ---- parts ---- */
    const person = (line) => {
      const box = make("div", { className: "hall-person" },
        make("p", { className: "hall-name", textContent: line.name }),
        make("p", { className: "hint", textContent: line.school }));
      if (line.themes.length) box.append(make("p", { textContent: `${texts.themes}: ${line.themes.join(", ")}` }));
      if (line.wish) box.append(make("p", { textContent: `«${line.wish}»` }));
      return box;
    };
    const button = (url, text, variant) => make("a", { className: `btn btn-sm btn-${variant}`, href: url, textContent: text });
    const url = (pattern, meeting) => pattern.replace("/0/", `/${meeting}/`);

    const isOver = (line) => clock.phase === "over" || line.round < clock.round || (line.round === clock.round && clock.phase === "over");
    const showNow = () => {
      const playing = clock.phase === "round";
      const number = clock.phase === "before" ? 1 : clock.round;
      const now = clock.phase === "over" ? [] : content.lines.filter((line) => line.round === number);
      put(part("now-title"), clock.phase === "over" ? texts.over : playing ? texts.meetNow : texts.meetNext);
      const nobody = content.me.waits ? texts.waits : clock.phase === "over" ? "" : texts.nobody;
      part("now").replaceChildren(...(now.length ? now.map(person) : [make("p", { textContent: nobody })]));
      part("meet").hidden = !(playing && now.length);
      const next = clock.phase === "over" ? null : content.lines.find((line) => line.round > number);
      put(part("next"), next ? fill(texts.next, { n: next.round, name: next.name, school: next.school }) : "");
    };
    const showLines = () => {
      const items = content.lines.map((line) => make("li", { className: "row-item" },
        make("p", {}, make("strong", { textContent: fill(texts.lineRound, { n: line.round }) }), ` · ${line.name}, ${line.school}`)));
      part("lines").replaceChildren(...(items.length ? items : [make("li", { textContent: texts.noMeetings })]));
    };
    /* The latest meeting that is over comes first: it is asked about while it is fresh. */
    const showAfter = () => {
      const cards = content.lines.filter(isOver).reverse().map((line) => {
        const tools = make("div", { className: "row-gap" });
        if (!line.given) tools.append(button(url(root.dataset.feedback, line.meeting), texts.feedback, "primary"));
        if (!line.wished) tools.append(button(url(root.dataset.goOn, line.meeting), texts.goOn, "outline-secondary"));
        const said = [line.given ? texts.given : "", line.wished ? texts.wished : ""].filter(Boolean).join(" ");
        const card = make("section", { className: "card" },
          make("h2", { className: "card-heading", textContent: fill(texts.after, line) }));
        if (said) card.append(make("p", { className: "hint", textContent: said }));
        if (tools.children.length) card.append(tools);
        return card;
      });
      part("after").replaceChildren(...cards);
    };
    const showWords = () => {
      part("said").replaceChildren(...content.said.map((said) => make("li", { className: "row-item" }, make("strong", { textContent: said.text }))));
      part("calls").replaceChildren(...content.calls.map((call) => {
        const line = make("li", { className: "row-item" },
          make("p", { textContent: call.kind === "help" ? texts.helpAsked : `${texts.asked}: ${call.text}` }));
        if (call.answer) line.append(make("p", {}, make("strong", { textContent: `→ ${call.answer}` })));
        return line;
      }));
      part("help").hidden = content.calls.some((call) => call.kind === "help" && !call.done);
    };
    const showAll = () => { showNow(); showLines(); showAfter(); showWords(); };

    /* ---- time ---- */
    const turn = () => {
      const now = clockNow(clock, at);
      showClock(root, now, content.rounds, texts);
      const key = `${now.phase}-${now.round}`;
      if (key === phase) return;
      const first = phase === "";
      phase = key;
      showAll();
      if (first) return;
      gong();
      const text = now.phase === "round" ? fill(texts.roundBegins, { n: now.round }) : now.phase === "over" ? texts.over : texts.roundEnds;
      window.estafeta.toast(text);
      root.classList.remove("hall-struck");
      requestAnimationFrame(() => root.classList.add("hall-struck"));
      if (now.phase === "round" && kept("move") === "on" && !part("meet").hidden) part("meet").requestSubmit();
    };
    const hear = (message) => {
      if (message.type === "tick") { clock = message; at = message.at; }
      if (message.type === "state") {
        const fresh = message.said.filter((said) => !content.said.some((known) => known.id === said.id));
        content = message;
        clock = message.clock;
        at = message.at;
        showAll();
        fresh.forEach((said) => window.estafeta.toast(said.text));
      }
      turn();
    };
    turn();
    setInterval(turn, 250);
    connect(root, texts, hear);
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-hall]").forEach(start));
})();
