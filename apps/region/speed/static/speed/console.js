/* The console: presence as it changes, the rest of the page fetched anew when something has changed. */
(() => {
  "use strict";
  const { connect, clockNow, showClock, put } = window.estafetaHall;

  const start = (root) => {
    const texts = root.querySelector("[data-texts]").dataset;
    const content = JSON.parse(document.getElementById("hall-content").textContent);
    let clock = content.clock;
    let at = content.at;
    let phase = "";
    let here = null;

    const showPresence = () => {
      if (!here) return;
      document.querySelectorAll("[data-person]").forEach((cell) => {
        const place = here.has(`${cell.dataset.person}@room`) ? "inRoom" : here.has(cell.dataset.person) ? "here" : "away";
        cell.dataset.place = place;
        put(cell, texts[place]);
      });
    };
    /* Not while somebody is choosing in it: what they see stays under their hand. */
    const fetchAnew = () => {
      const part = document.getElementById("console");
      if (part.contains(document.activeElement) && document.activeElement.matches("select, input, textarea")) return;
      window.htmx.trigger(part, "hall:changed");
    };
    const turn = () => {
      const now = clockNow(clock, at);
      showClock(root, now, content.rounds, texts);
      const key = `${now.phase}-${now.round}-${now.paused}`;
      if (phase && key !== phase) fetchAnew();
      phase = key;
    };
    document.addEventListener("htmx:afterSettle", showPresence);
    turn();
    setInterval(turn, 250);
    let first = true;
    connect(root, texts, (message) => {
      if (message.type === "tick") { clock = message; at = message.at; }
      if (message.type === "here") { here = new Set(message.names); showPresence(); }
      if (message.type === "state") {
        clock = message.clock;
        at = message.at;
        if (!first) fetchAnew();
        first = false;
      }
      turn();
    });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-console]").forEach(start));
})();
