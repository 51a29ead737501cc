/* Runs before the first paint, so that a chosen or a system's dark theme never flashes white. */
(() => {
  "use strict";
  const root = document.documentElement;
  const script = document.currentScript;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    const match = document.cookie.match(/(?:^|; )theme=(light|dark)/);
    return match ? match[1] : "";
  };
  const apply = () => {
    root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("theme:changed"));
  };
  const choose = (theme) => {
    const domain = script && script.dataset.cookieDomain;
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax${domain ? `;domain=${domain}` : ""}${secure}`;
    apply();
  };
  apply();
  system.addEventListener("change", apply);
  window.estafeta = { theme: { choose, current: () => root.dataset.bsTheme } };
})();
