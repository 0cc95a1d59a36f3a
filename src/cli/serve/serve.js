// Only `frontispiece serve` adds this script to pages. It reloads the page when the site has changed, and keeps the state of
// the page. The filters are in the URL.
(() => {
  const { version } = document.currentScript.dataset;
  const KEY = "frontispiece serve";

  const sheet = new CSSStyleSheet();
  // The app lists the errors that it has found itself. The messages of the server include them.
  sheet.replaceSync(`
    #fp\\:messages { background: var(--panel); border-radius: var(--radius); margin: 1rem; padding: 0.8rem 1rem; }
    #fp\\:messages.diagnostics { background: var(--warn); }
    #fp\\:messages > * + * { margin-block-start: 0.5rem; }
    #fp\\:messages ~ #fp\\:app .diagnostics { display: none; }
    @media print { #fp\\:messages { display: none; } }
  `);
  document.adoptedStyleSheets.push(sheet);

  // A page that nobody sees needs no connection. Browsers allow only six connections to a server.
  let events;
  function connect() {
    events?.close();
    events = undefined;
    if (document.hidden) return;
    events = new EventSource("/.frontispiece/events");
    events.onmessage = ({ data }) => {
      if (data === version) return;
      events.close();
      save();
      location.reload();
    };
  }
  addEventListener("pageshow", connect);
  addEventListener("pagehide", () => events?.close());
  document.addEventListener("visibilitychange", connect);

  function selectorOf(element) {
    const named = ["id", "name", "value", "href"].filter((name) => element.hasAttribute(name));
    return element.localName + named.map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`).join("");
  }

  const allDetails = () => [...document.querySelectorAll("details")];

  function save() {
    const active = document.activeElement;
    const state = { url: location.href, top: scrollY, open: allDetails().map((details) => details.open) };
    if (active && active !== document.body) {
      const selector = selectorOf(active);
      state.focus = {
        selector,
        position: [...document.querySelectorAll(selector)].indexOf(active),
        // Only fields for text have a selection.
        text: typeof active.selectionStart === "number" ? active.value : undefined,
        selection: [active.selectionStart, active.selectionEnd, active.selectionDirection],
      };
    }
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // Without storage, the state is lost.
    }
  }

  function takeState() {
    try {
      const state = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return state?.url === location.href ? state : undefined;
    } catch {
      return undefined;
    }
  }

  function restoreFocus({ selector, position, text, selection }) {
    const element = document.querySelectorAll(selector)[position];
    if (!element || element.disabled) return;
    if (element !== document.activeElement) element.focus({ preventScroll: true });
    if (text === undefined) return;
    if (element.value !== text) element.value = text;
    element.setSelectionRange(...selection);
  }

  // Restores the state in every frame until the app has started and laid out its list, because the app may render the page
  // again. Ends as soon as the author does something.
  function restore(state) {
    let isUsed = false;
    let framesLeft = 10;
    // Starts the app, which may otherwise wait until the page is used.
    dispatchEvent(new Event("scroll"));
    for (const type of ["keydown", "pointerdown", "input", "wheel", "touchmove"]) {
      addEventListener(type, () => (isUsed = true), { capture: true, once: true });
    }
    const details = allDetails();
    if (details.length === state.open.length) details.forEach((one, index) => (one.open = state.open[index]));
    const step = () => {
      if (isUsed) return;
      if (state.focus) restoreFocus(state.focus);
      // Rounded, because a browser may scroll to a fraction of a pixel.
      if (Math.round(scrollY) !== Math.round(state.top)) scrollTo(0, state.top);
      if (document.getElementById("fp:boot")?.dataset.state !== "starting") framesLeft -= 1;
      if (framesLeft > 0) requestAnimationFrame(step);
    };
    step();
  }

  const state = takeState();
  if (state) addEventListener("DOMContentLoaded", () => restore(state));
})();
