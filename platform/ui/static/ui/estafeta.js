/* Small behaviours of the design system. Everything is found by data attributes; pages write no script for them. */
(() => {
  "use strict";
  const me = document.currentScript;
  const texts = () => (document.getElementById("ui-texts") || { dataset: {} }).dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, selector, handler) =>
    document.addEventListener(type, (event) => {
      const target = event.target instanceof Element ? event.target.closest(selector) : null;
      if (target) handler(event, target);
    });
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* ---- toasts ---- */
  const toast = (text) => {
    const region = document.getElementById("toasts");
    if (!region) return;
    const box = make("div", { className: "toast-note", textContent: text });
    region.append(box);
    setTimeout(() => box.remove(), 6000);
  };

  /* ---- theme ---- */
  const markTheme = () => {
    const dark = window.estafeta.theme.current() === "dark";
    all("[data-theme-toggle]").forEach((button) => button.setAttribute("aria-pressed", String(dark)));
  };
  on("click", "[data-theme-toggle]", () =>
    window.estafeta.theme.choose(window.estafeta.theme.current() === "dark" ? "light" : "dark"));
  document.addEventListener("theme:changed", () => { markTheme(); redrawCharts(); });

  /* ---- the drawer on a phone ---- */
  const drawer = (open) => {
    const sidebar = document.getElementById("sidebar");
    const opener = document.querySelector("[data-drawer-open]");
    if (!sidebar || !opener || sidebar.classList.contains("is-open") === open) return;
    sidebar.classList.toggle("is-open", open);
    opener.setAttribute("aria-expanded", String(open));
    all(".drawer-shade").forEach((shade) => { shade.hidden = !open; });
    all("main, .topbar").forEach((part) => { part.inert = open; });
    (open ? sidebar.querySelector("button, a") : opener).focus();
  };
  on("click", "[data-drawer-open]", () => drawer(true));
  on("click", "[data-drawer-close]", () => drawer(false));
  matchMedia("(min-width: 62rem)").addEventListener("change", () => drawer(false));

  /* ---- menus, dialogs, messages ---- */
  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drawer(false);
    all("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("toggle", (event) => {
    const panel = event.target instanceof Element && event.target.matches("details[data-menu]") && event.target.querySelector(".menu-panel");
    if (!panel || !event.target.open) return;
    if (panel.getBoundingClientRect().right > document.documentElement.clientWidth) panel.classList.add("menu-end");
    if (panel.getBoundingClientRect().left < 0) panel.classList.remove("menu-end");
  }, true);
  on("click", "[data-open]", (event, button) => {
    const dialog = document.querySelector(button.dataset.open);
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
  on("click", "[data-dismiss]", (event, button) => button.closest(".note").remove());

  /* ---- asking once ---- */
  const confirmed = new WeakSet();
  const ask = (text, danger) => new Promise((resolve) => {
    const dialog = document.getElementById("confirm-dialog");
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("[data-confirm-text]").textContent = text;
    yes.classList.toggle("btn-danger", danger);
    yes.classList.toggle("btn-primary", !danger);
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-confirm]") : null;
    if (!button || confirmed.has(button) || !button.dataset.confirm) return;
    event.preventDefault();
    event.stopPropagation();
    ask(button.dataset.confirm, "danger" in button.dataset).then((yes) => {
      if (!yes) { button.focus(); return; }
      confirmed.add(button);
      button.click();
      confirmed.delete(button);
    });
  }, true);

  /* ---- forms: double submits, unsaved changes, drafts ---- */
  const busy = (form, state) => all("button[type=submit], button:not([type])", form).forEach((button) => {
    button.disabled = state;
    if (state && button === form.lastSubmitter) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  });
  const isWrite = (form) => form.method === "post" && !("plain" in form.dataset);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !isWrite(form)) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.lastSubmitter = event.submitter;
    delete form.dataset.changed;
    if (form.dataset.draft) sessionStorage.setItem(`sent:${draftKey(form)}`, location.pathname);
    /* After this turn: a disabled button would not be sent along. */
    setTimeout(() => busy(form, true));
  });
  const free = (root) => all("form[data-sent]", root).forEach((form) => { delete form.dataset.sent; busy(form, false); });
  window.addEventListener("pageshow", () => free(document));
  document.addEventListener("htmx:afterRequest", () => free(document));

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    if ("dirty" in form.dataset) form.dataset.changed = "yes";
    if (form.dataset.draft) keepDraft(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (all("form[data-changed]").some((form) => !form.dataset.draft)) event.preventDefault();
  });

  const owner = () => (document.body.dataset.account || "");
  const draftKey = (form) => `draft:${owner()}:${location.host}:${form.dataset.draft}`;
  const draftable = (field) => field.name && !/^(csrfmiddlewaretoken|idempotency_key)$/.test(field.name)
    && !/^(password|file|hidden|submit|button)$/.test(field.type);
  const readForm = (form) => {
    const kept = {};
    [...form.elements].filter(draftable).forEach((field) => {
      const list = (kept[field.name] ||= []);
      if (/^(checkbox|radio)$/.test(field.type)) { if (field.checked) list.push(field.value); }
      else if (field.multiple) list.push(...[...field.selectedOptions].map((option) => option.value));
      else list.push(field.value);
    });
    return kept;
  };
  const writeForm = (form, kept) => {
    const places = {};
    [...form.elements].filter(draftable).forEach((field) => {
      const values = kept[field.name];
      if (!values) return;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
      else { const place = (places[field.name] = (places[field.name] ?? -1) + 1); field.value = values[place] ?? field.value; }
    });
  };
  const store = (action) => { try { return action(localStorage); } catch (error) { return error instanceof DOMException ? null : (() => { throw error; })(); } };
  const waiting = new WeakMap();
  const keepDraft = (form) => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => store((box) => box.setItem(draftKey(form), JSON.stringify(readForm(form)))), 300));
  };
  const offerDraft = (form, kept) => {
    const before = readForm(form);
    writeForm(form, kept);
    const discard = make("button", { type: "button", className: "btn btn-sm btn-outline-secondary", textContent: texts().draftDiscard });
    const notice = make("div", { className: "note note-info" },
      make("div", { className: "note-body", textContent: texts().draftRestored }), discard);
    notice.setAttribute("role", "status");
    discard.addEventListener("click", () => {
      store((box) => box.removeItem(draftKey(form)));
      writeForm(form, before);
      notice.remove();
    });
    form.prepend(notice);
  };
  const forms = (root) => all("form[data-draft]", root).forEach((form) => {
    const key = draftKey(form);
    sessionStorage.removeItem(`sent:${key}`);
    const kept = store((box) => box.getItem(key));
    /* A form that came back with errors already holds what was typed. */
    if (!kept || form.querySelector(".error-summary, .is-wrong") || document.getElementById("refusal")) return;
    if (JSON.stringify(readForm(form)) !== kept) offerDraft(form, JSON.parse(kept));
  });
  /* Whoever uses this computer next finds no drafts. */
  on("submit", "form[data-signs-out]", () => store((box) =>
    Object.keys(box).filter((key) => key.startsWith("draft:")).forEach((key) => box.removeItem(key))));
  /* A draft was sent and we are on another page now: it has succeeded. */
  const clearSent = () => Object.keys(sessionStorage).filter((key) => key.startsWith("sent:draft:")).forEach((key) => {
    if (sessionStorage.getItem(key) === location.pathname) return;
    store((box) => box.removeItem(key.slice(5)));
    sessionStorage.removeItem(key);
  });

  /* ---- dates: text in Russian order and the browser's own calendar ---- */
  const two = (number) => String(number).padStart(2, "0");
  const fromIso = (value) => {
    const [day, time] = value.split("T");
    const [year, month, date] = day.split("-");
    return `${date}.${month}.${year}${time ? ` ${time.slice(0, 5)}` : ""}`;
  };
  const toIso = (value, kind) => {
    const parts = value.match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2}):(\d{2}))?$/);
    if (!parts) return "";
    const day = `${parts[3]}-${two(parts[2])}-${two(parts[1])}`;
    return kind === "date" ? day : `${day}T${two(parts[4] || 0)}:${parts[5] || "00"}`;
  };
  const icon = () => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("class", "icon");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M3.5 0a.5.5 0 0 1 .5.5V1h8V.5a.5.5 0 0 1 1 0V1h1a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2h1V.5a.5.5 0 0 1 .5-.5M1 4v10a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V4z");
    svg.append(path);
    return svg;
  };
  const datePickers = (root) => all("input[data-date]:not([data-ready])", root).forEach((input) => {
    input.dataset.ready = "yes";
    const picker = make("input", { type: input.dataset.date, className: "picker", tabIndex: -1 });
    picker.setAttribute("aria-hidden", "true");
    const button = make("button", { type: "button", className: "btn-bare" }, icon());
    const label = input.labels && input.labels[0] ? `: ${input.labels[0].textContent.replace("*", "").trim()}` : "";
    button.setAttribute("aria-label", `${texts().pickDate}${label}`);
    const frame = make("div", { className: "with-picker" });
    input.before(frame);
    frame.append(input, picker, button);
    button.addEventListener("click", () => { picker.value = toIso(input.value, input.dataset.date); picker.showPicker(); });
    picker.addEventListener("change", () => {
      if (!picker.value) return;
      input.value = fromIso(picker.value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  /* ---- lists ---- */
  const countSelected = () => all("form[data-bulk]").forEach((form) => {
    const number = all("input[name=selected]:checked").filter((box) => box.form === form).length;
    form.hidden = !number;
    form.querySelector("[data-bulk-count]").textContent = number ? `${texts().selected} ${number}` : "";
  });
  on("change", "input[name=selected]", countSelected);
  on("change", "input[data-select-all]", (event, master) => {
    all("input[name=selected]", master.closest("table")).forEach((box) => { box.checked = master.checked; });
    countSelected();
  });

  /* The address stays short, and screen readers hear what a filter found. */
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches(".filterbar")) return;
    [...event.formData.entries()].filter(([, value]) => value === "").forEach(([name]) => event.formData.delete(name));
  });
  document.addEventListener("htmx:afterSettle", () => {
    const status = document.getElementById("list-status");
    const found = document.querySelector("#list .list-count, #list .empty-title");
    if (status && found) status.textContent = found.textContent;
  });

  /* ---- htmx: lost connections ---- */
  const connection = (element, text) => {
    const line = element && element.querySelector && element.querySelector("[data-connection]");
    if (!line) return false;
    line.hidden = !text;
    line.textContent = text;
    return true;
  };
  const lost = (event) => { if (!connection(event.detail.elt, texts().lost)) toast(texts().lost); };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.matches("[data-recovers]")) lost(event); else toast(texts().failed);
  });

  /* ---- charts ---- */
  let library = null;
  const echarts = () => library ||= new Promise((resolve, reject) => {
    document.head.append(make("script", { src: me.dataset.charts, onload: () => resolve(window.echarts), onerror: reject }));
  });
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const look = () => {
    const axis = { axisLine: { lineStyle: { color: token("line-strong") } }, axisLabel: { color: token("text-muted") },
      splitLine: { lineStyle: { color: token("line") } }, nameTextStyle: { color: token("text-muted") } };
    return {
      color: [1, 2, 3, 4, 5, 6].map((number) => token(`chart-${number}`)),
      backgroundColor: "transparent",
      textStyle: { fontFamily: token("font"), color: token("text") },
      legend: { textStyle: { color: token("text") } },
      categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: axis, timeAxis: axis,
      bar: { barMaxWidth: 36 },
      radar: { axisName: { color: token("text") }, splitLine: { lineStyle: { color: token("line") } }, splitArea: { show: false }, axisLine: { lineStyle: { color: token("line") } } },
      tooltip: { backgroundColor: token("surface"), borderColor: token("line"), textStyle: { color: token("text") } },
    };
  };
  const draw = (box, module) => {
    const source = document.querySelector(box.dataset.chart);
    if (!source) return;
    const old = module.getInstanceByDom(box);
    if (old) old.dispose();
    const chart = module.init(box, look(), { renderer: "svg" });
    const option = JSON.parse(source.textContent);
    chart.setOption({
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      ...option,
      /* Drawn text, not HTML: the policy forbids inline styles. */
      tooltip: { trigger: "axis", ...option.tooltip, renderMode: "richText" },
      aria: { enabled: true, label: { enabled: false }, decal: { show: true }, ...option.aria },
    });
  };
  const charts = (root) => {
    const boxes = all("[data-chart]", root);
    if (boxes.length) echarts().then((module) => boxes.forEach((box) => {
      draw(box, module);
      new ResizeObserver(() => { const chart = module.getInstanceByDom(box); if (chart) chart.resize(); }).observe(box);
    }));
  };
  const redrawCharts = () => { if (library) library.then((module) => all("[data-chart]").forEach((box) => draw(box, module))); };

  /* ---- start, and again for what htmx brings ---- */
  const ready = (root) => { datePickers(root); forms(root); charts(root); countSelected(); };
  document.addEventListener("DOMContentLoaded", () => {
    clearSent();
    markTheme();
    ready(document);
    const first = document.querySelector("[data-focus]");
    if (first) first.focus();
  });
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) ready(event.detail.elt); });
  Object.assign(window.estafeta, { toast, ask });
})();
