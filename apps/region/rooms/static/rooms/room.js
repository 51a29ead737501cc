// The room's page: before coming in devices are chosen and tried, inside people see, hear and write to each other.

import { Devices, meter } from "./devices.js";
import { Peer } from "./peer.js";
import { judge, measure } from "./quality.js";
import { Chat, Notes } from "./talk.js";
import { Tiles } from "./tiles.js";
import { Wire } from "./wire.js";

const QUALITY_MS = 4000;

const find = (selector) => document.querySelector(selector);
const root = find("#room");
const texts = JSON.parse(find("#room-texts").textContent);
const say = (words) => {
  const status = find("#room-status");
  if (status.textContent !== words) status.textContent = words;
};

const others = new Map(); // sid -> card of who is there
const peers = new Map(); // sid -> Peer
const early = new Map(); // sid -> signals that came before its card
let inside = null; // what the server answered to our coming in; null again while the line is new
let seat = ""; // our own
let wantsIn = false;

const devices = new Devices({ onChange: devicesChanged, onTrouble: troubled });
const tiles = new Tiles(find("#room-tiles"), find("#room-tile"), texts);
const wire = new Wire(root.dataset.live, { onMessage: heard, onState: wireChanged });
const send = (frame) => wire.send(frame);
const chat = new Chat(find("#room-chat"), { send, texts, own: () => seat });
const notes = new Notes(find("#room-notes"), { send, texts });

// ---- the live connection

function wireChanged(state) {
  if (state === "open") {
    // Another line has another id: what was told of the others (who is polite to whom) was told to the old one.
    inside = null;
    others.clear();
    if (wantsIn) comeIn();
    return;
  }
  // Media between the browsers goes on as long as it can; who is there is told anew when the line is back.
  if (state === "lost") say(navigator.onLine ? texts.lost : texts.offline);
  else if (state !== "done") over(texts[state]);
}

function comeIn() {
  send({ type: "join", record: find("#room-record").checked });
}

const HANDLERS = {
  joined: (frame) => {
    inside = frame;
    seat = frame.seat;
    closePeers();
    root.dataset.phase = "inside";
    chat.restore(frame.chat);
    notes.take(frame.notes);
    for (const card of others.values()) meet(card);
    tellState();
    describe();
  },
  here: (card) => {
    for (const [sid, known] of others) if (known.seat === card.seat && sid !== card.from) forget(sid);
    others.set(card.from, card);
    if (inside) meet(card);
    describe();
  },
  gone: ({ from }) => {
    const card = others.get(from);
    forget(from);
    if (card && inside) say(texts.left.replace("{name}", card.name));
    else describe();
  },
  signal: ({ from, data }) => {
    if (peers.has(from)) peers.get(from).take(data);
    else early.set(from, [...(early.get(from) ?? []), data]);
  },
  state: ({ from, state }) => {
    const card = others.get(from);
    if (!card) return;
    card.state = state;
    tiles.state(from, state);
  },
  said: (line) => {
    const isNew = chat.add(line);
    if (line.seat !== seat && isNew) find("#room-said").textContent = `${line.name}: ${line.text}`;
  },
  notes: (frame) => notes.take(frame),
  notes_kept: ({ number }) => notes.keptAs(number),
  notes_differ: (frame) => notes.differ(frame),
  ended: ({ name, url }) => {
    find("#room-record-link").href = url;
    find("#room-after").hidden = false;
    over(texts.ended.replace("{name}", name));
  },
  out: () => wire.end("out"),
  error: ({ code }) => window.estafeta?.toast(texts[`error_${code}`] ?? texts.error),
  alive: () => {},
};

function heard(frame) {
  HANDLERS[frame.type]?.(frame);
}

// ---- the others

function meet(card) {
  if (peers.has(card.from)) return;
  tiles.add(card.from, card.name, card.state);
  const peer = new Peer({
    polite: card.polite,
    ice: inside.ice,
    send: (data) => send({ type: "signal", to: card.from, data }),
    onStream: (stream) => tiles.show(card.from, stream),
    onState: (state) => {
      tiles.connection(card.from, state);
      if (state === "connected") say(texts.connected.replace("{name}", card.name));
      else if (state === "disconnected" || state === "failed") say(texts.restoring.replace("{name}", card.name));
    },
  });
  peers.set(card.from, peer);
  peer.put("audio", devices.audio);
  peer.put("video", devices.video);
  for (const data of early.get(card.from) ?? []) peer.take(data);
  early.delete(card.from);
}

function forget(sid) {
  peers.get(sid)?.close();
  peers.delete(sid);
  early.delete(sid);
  others.delete(sid);
  tiles.remove(sid);
  if (!peers.size) find("#room-quality").textContent = "";
}

// After a cut all begins anew: until then the old pictures may go on.
function closePeers() {
  for (const [sid, peer] of peers) {
    peer.close();
    tiles.remove(sid);
  }
  peers.clear();
}

function describe() {
  const names = [...others.values()].map((card) => card.name).join(", ");
  if (!inside) find("#room-who").textContent = names ? texts.waits.replace("{name}", names) : texts.nobody;
  else if (!names) say(texts.waiting);
  else if (![...peers.values()].some((peer) => peer.pc.connectionState === "connected")) say(texts.connecting);
}

// ---- one's own camera, microphone, screen

function tellState() {
  const state = { microphone: devices.isHeard, camera: Boolean(devices.camera), screen: Boolean(devices.screen) };
  if (inside) send({ type: "state", ...state });
}

let stopMeter = null;
let measured = null;

function devicesChanged() {
  const own = find("#room-own");
  const stream = devices.video ? new MediaStream([devices.video]) : null;
  if (own.srcObject?.getTracks()[0] !== devices.video) own.srcObject = stream;
  root.dataset.camera = devices.video ? "on" : "off";
  for (const peer of peers.values()) {
    peer.put("audio", devices.audio);
    peer.put("video", devices.video);
  }
  if (measured !== devices.audio) {
    stopMeter?.();
    measured = devices.audio;
    const level = find("#room-level");
    level.value = 0;
    stopMeter = measured ? meter(measured, (value) => (level.value = value)) : null;
  }
  label("#room-mic", devices.isHeard ? "on" : "off", !devices.audio);
  label("#room-camera", devices.camera ? "on" : "off");
  label("#room-screen", devices.screen ? "on" : "off", !navigator.mediaDevices?.getDisplayMedia);
  tellState();
  fillLists();
}

function label(selector, state, isDisabled = false) {
  const button = find(selector);
  button.dataset.state = state;
  button.disabled = isDisabled;
  button.querySelector("[data-label]").textContent = button.dataset[state];
}

function troubled(kind, word) {
  const place = find(`#room-trouble-${kind === "audio" ? "audio" : "video"}`);
  place.textContent = word ? texts[`${kind}_${word}`] : "";
}

async function fillLists() {
  for (const [kind, selector] of [["audioinput", "#room-audio"], ["videoinput", "#room-video"]]) {
    const select = find(selector);
    const found = await devices.list(kind);
    const known = [...select.options].slice(1, -1).map((option) => option.value);
    if (found.map((device) => device.deviceId).join() === known.join()) continue;
    const chosen = select.value;
    select.replaceChildren(
      select.options[0],
      ...found.map((device, index) => new Option(device.label || `${texts[kind]} ${index + 1}`, device.deviceId)),
      select.options[select.options.length - 1],
    );
    if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
  }
}

// ---- buttons

find("#room-audio").addEventListener("change", (event) => devices.useMicrophone(event.target.value));
find("#room-video").addEventListener("change", (event) => devices.useCamera(event.target.value));
find("#room-mic").addEventListener("click", () => devices.mute(devices.isHeard));
find("#room-camera").addEventListener("click", () => {
  const select = find("#room-video");
  if (!devices.camera && select.value === "none") select.value = "";
  devices.useCamera(devices.camera ? "none" : select.value);
});
find("#room-screen").addEventListener("click", () => (devices.screen ? devices.unshare() : devices.share()));
find("#room-join").addEventListener("click", () => {
  wantsIn = true;
  root.dataset.phase = "inside";
  say(texts.connecting);
  if (wire.isOpen) comeIn();
  find("#room-heading").focus();
});
find("#room-leave").addEventListener("click", () => {
  send({ type: "leave" });
  wire.end("done");
  location.assign(root.dataset.back);
});
find("#room-end-yes").addEventListener("click", () => {
  find("#room-end").close();
  send({ type: "end" });
});
find("#room-again").addEventListener("click", () => location.reload());

function over(words) {
  wantsIn = false;
  inside = null;
  for (const sid of [...others.keys()]) forget(sid);
  devices.stop();
  root.dataset.phase = "over";
  say(words);
  if (!wire.ended) wire.end("done");
}

// ---- quality, in words

const WORST = ["good", "fair", "poor"];
setInterval(async () => {
  let worst = -1;
  for (const peer of peers.values()) {
    if (peer.pc.connectionState !== "connected") continue;
    peer.measured = measure(await peer.pc.getStats(), peer.measured);
    worst = Math.max(worst, WORST.indexOf(judge(peer.measured)));
  }
  const words = worst < 0 ? "" : texts[`quality_${WORST[worst]}`];
  const place = find("#room-quality");
  if (place.textContent !== words) place.textContent = words;
}, QUALITY_MS);

window.addEventListener("pagehide", () => devices.stop());
describe();
wire.open();
devices.useMicrophone("").then(() => devices.useCamera(""));
