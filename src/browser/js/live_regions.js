// Announces the number of results when the visitor pauses, not at every key. Until then a live region keeps its old
// text, and the style sheets show the new one (`data-pending`).
const REGIONS = "main :is(#fp\\:status, [aria-live])";
const PAUSE_MS = 700;
// The text that each region announced last, and its node. If the region has another node, the view has changed it.
const announced = new WeakMap();
let lastInput = -PAUSE_MS;
let timer;

function setText(region, text) {
  const node = document.createTextNode(text);
  region.replaceChildren(node);
  announced.set(region, { text, node });
}

// Puts the old text back into regions that changed while the visitor types.
function defer(regions) {
  for (const region of regions) {
    const last = announced.get(region);
    if (last && region.firstChild === last.node) continue;
    const text = region.textContent;
    const isDeferred = last && text !== last.text && performance.now() - lastInput < PAUSE_MS;
    region.ariaBusy = isDeferred ? "true" : null;
    if (isDeferred) {
      region.dataset.pending = text;
      setText(region, last.text);
    } else {
      delete region.dataset.pending;
      announced.set(region, { text, node: region.firstChild });
    }
  }
}

function announceDeferred() {
  for (const region of document.querySelectorAll("[data-pending]")) {
    region.ariaBusy = null;
    setText(region, region.dataset.pending);
    delete region.dataset.pending;
  }
}

export function install() {
  // In the capture phase, so that this runs before the view changes the regions.
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[type=search]")) return;
    lastInput = performance.now();
    clearTimeout(timer);
    timer = setTimeout(announceDeferred, PAUSE_MS);
  }, true);
  const regions = () => document.querySelectorAll(REGIONS);
  const observer = new MutationObserver((changes) => {
    const changed = [...new Set(changes.map(({ target }) => target))];
    // Searching a long list for regions is slow. They appear with a page and then change themselves.
    defer(changed.some(({ id }) => id === "fp:main") ? regions() : changed.filter((target) => target.matches(REGIONS)));
  });
  observer.observe(document.getElementById("fp:app"), { childList: true, subtree: true });
  defer(regions());
}
