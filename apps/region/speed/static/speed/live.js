/* The live side of the hall and of the console: a websocket that comes back by itself, and the evening's own clock. */
(() => {
  "use strict";
  const SAMPLES = 30;

  /* How far this computer's clock is from the server's: of many messages the one that was fastest on its way tells best. */
  const offsets = [];
  const serverNow = () => Date.now() + (offsets.length ? Math.max(...offsets) : 0);
  const measure = (at) => {
    offsets.push(at - Date.now());
    if (offsets.length > SAMPLES) offsets.shift();
  };

  const connect = (root, texts, hear) => {
    const line = root.querySelector("[data-connection]");
    let tries = 0;
    const open = () => {
      const socket = new WebSocket(root.dataset.live);
      socket.addEventListener("open", () => {
        if (tries) { line.textContent = texts.back; setTimeout(() => { if (!tries) line.hidden = true; }, 3000); }
        tries = 0;
        root.dataset.connected = "yes";
      });
      socket.addEventListener("message", (event) => {
        const content = JSON.parse(event.data);
        if (content.at) measure(content.at);
        hear(content);
      });
      socket.addEventListener("close", () => {
        delete root.dataset.connected;
        tries += 1;
        line.hidden = false;
        line.textContent = texts.lost;
        /* All browsers of an event lose a process at once: they come back one after another. */
        setTimeout(open, Math.min(2000, 300 * 2 ** Math.min(tries, 3)) * (0.5 + Math.random()));
      });
    };
    open();
  };

  /* What the clock says now: the last word of the server, counted on. */
  const clockNow = (clock, at) => {
    const running = !clock.paused && (clock.phase === "round" || clock.phase === "break");
    return { ...clock, left: Math.max(0, clock.left - (running ? Math.max(0, serverNow() - at) : 0)) };
  };
  const two = (number) => String(number).padStart(2, "0");
  const asTime = (left) => {
    const seconds = Math.ceil(left / 1000);
    return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const phaseText = (clock, rounds, texts) => {
    const values = { n: clock.round, rounds };
    const text = { before: texts.before, round: texts.round, break: texts.break, over: texts.over }[clock.phase];
    return clock.paused ? `${fill(text, values)}. ${texts.paused}` : fill(text, values);
  };
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const showClock = (root, clock, rounds, texts) => {
    put(root.querySelector("[data-phase]"), phaseText(clock, rounds, texts));
    const counts = clock.phase === "round" || clock.phase === "break";
    put(root.querySelector("[data-left]"), counts ? asTime(clock.left) : "");
    root.querySelector("[data-bar]").value = counts && clock.length ? Math.round(1000 * (1 - clock.left / clock.length)) : 0;
  };

  window.estafetaHall = { connect, clockNow, showClock, fill, put };
})();
