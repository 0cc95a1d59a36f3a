// Starts the module on the prerendered page: at once on pages that need it, and elsewhere when the visitor uses the page.
// If the start fails, a banner says so, and the page stays as it is.
// Parts: banner; inputs before the start; requests; functions for the module; errors; start.
const boot = document.getElementById("fp:boot");
const { base, markdown, module, wasm, integrity, worker } = boot.dataset;
const root = document.getElementById("fp:app");
// If the browser lacks a global, an element whose id is its name takes its place (HTML, "Named access on the Window
// object"), and authors choose the ids of publications. So this tests for a function.
const isSupported = typeof globalThis.WebAssembly?.instantiate === "function";
// "starting", "started" or "stopped"
boot.dataset.state = isSupported ? "starting" : "stopped";
const hasState = (state) => boot.dataset.state === state;
// The path and the query of the content on the screen, as long as no module changes it.
const address = () => location.pathname + location.search;
let shownAddress = address();

// Shows a message above the page, in place of the last one. Those of the module have a label and an action of
// their own.
//
// The banner is in an element of its own, because rules with "+" or "~", which browsers themselves have for MathML, concern all
// elements that follow a new one.
const place = document.getElementById("fp:banner");
let banner;
// Whether the banner has a message of the module, which the module hides again.
let isNotice = false;
function showBanner(message, label = "Reload", action = () => location.reload()) {
  if (!banner) {
    banner = document.createElement("div");
    banner.className = "banner";
    banner.setAttribute("role", "alert");
    const button = document.createElement("button");
    button.type = "button";
    banner.append(document.createElement("p"), button);
    place.append(banner);
  }
  const [text, button] = banner.children;
  text.textContent = message;
  button.textContent = label;
  button.onclick = () => action();
}

function hideBanner() {
  banner?.remove();
  banner = undefined;
  isNotice = false;
}

function fail(error) {
  if (place.className) return;
  place.className = "stopped";
  boot.dataset.state = "stopped";
  shownAddress = address();
  console.warn("Frontispiece stopped:", error);
  setControlsEnabled(false);
  showFullList();
  showBanner(
    isSupported
      ? "The interactive features of this page have stopped or could not be loaded. Links still work."
      : "The interactive features of this page need WebAssembly, which this browser does not support or has disabled.",
  );
}

// Tells the visitor after some seconds that the start takes long, although nothing has failed.
function reportDelay() {
  const report = () => {
    if (!hasState("starting")) return;
    showFullList();
    if (banner) return;
    showBanner("The interactive features of this page are still loading. This is taking longer than usual…");
  };
  const delay = 4_500;
  // A timer would wait until the module has read a long list, because its next step after `scheduler.yield` comes first.
  globalThis.scheduler?.postTask?.(report, { delay, priority: "user-blocking" }) ?? setTimeout(report, delay);
}

// Controls that need the module are prerendered as disabled. Visitors can use them before the module has started.
function setControlsEnabled(isEnabled) {
  for (const control of root.querySelectorAll("fieldset, button, input, select")) control.disabled = !isEnabled;
}

// Marks the button of the color scheme that the visitor has selected. before_paint.js applies it before a page is painted.
function showTheme() {
  for (const button of document.querySelectorAll("[data-action=theme]")) {
    button.ariaPressed = button.value === (document.documentElement.dataset.theme ?? "system");
  }
}

// The file for a URL with filters contains the full list, which before_paint.js hides. If the module is late or fails,
// the full list is shown with a note that says so.
const note = new Text(" (the filters in the URL are not applied)");
function showFullList() {
  if (!classes.contains("filtered")) return;
  classes.remove("filtered");
  document.getElementById("fp:status")?.append(note);
}

// Inputs of the visitor before the module has started: the focus, typed text, checked boxes and clicks.
const touchedElements = new Set();
let savedInputs = [];
const touch = (element) => hasState("starting") && root.contains(element) && touchedElements.add(element);
addEventListener("input", (event) => touch(event.target), true);
addEventListener("click", (event) => touch(event.target.closest?.("button")), true);

function selectorOf(element) {
  const selector = [element.localName];
  for (const attribute of ["id", "name", "value", "href"]) {
    if (element.hasAttribute(attribute)) selector.push(`[${attribute}="${CSS.escape(element.getAttribute(attribute))}"]`);
  }
  return selector.join("");
}

// Saves a selector and a position for each of these elements, by which they are found after the page is rendered again.
function saveInputs() {
  const used = new Set(touchedElements);
  if (root.contains(document.activeElement)) used.add(document.activeElement);
  savedInputs = [...used].map((old) => {
    const selector = selectorOf(old);
    const position = [...root.querySelectorAll(selector)].indexOf(old);
    return { old, selector, position, hadFocus: old === document.activeElement };
  });
}

function restoreInputs() {
  for (const { old, selector, position, hadFocus } of savedInputs) {
    const now = root.contains(old) ? old : root.querySelectorAll(selector)[position];
    if (!now) continue;
    if (hadFocus && now !== document.activeElement) now.focus({ preventScroll: true });
    if (!touchedElements.has(old)) continue;
    if (old.localName === "button") {
      now.click();
    } else if (old.type === "checkbox") {
      const wanted = old.checked;
      now.checked = now === old ? now.defaultChecked : now.checked;
      if (now.checked !== wanted) now.click();
    } else {
      const { selectionStart, selectionEnd } = old;
      now.value = old.value;
      now.setSelectionRange?.(selectionStart, selectionEnd);
      now.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

// Starts the requests for the content and the Markdown while the module is loading. Only once.
const sent = {};
function startFetches() {
  // The build names no Markdown if the content has errors.
  for (const [url, cache] of [[base + "content.json", "no-cache"], [markdown, "default"]]) {
    if (!url) continue;
    const controller = new AbortController();
    const response = fetch(url, { cache, signal: controller.signal });
    response.catch(() => {});
    sent[url] = { response, controller };
  }
}

// The Content Security Policy allows one Trusted Types policy, for the URL of the service worker.
const policy = worker && globalThis.trustedTypes?.createPolicy?.("worker", { createScriptURL: () => worker });

// Registers the service worker, which stores the site for offline visits.
function registerServiceWorker() {
  if (!worker || !navigator.serviceWorker) return;
  const registered = navigator.serviceWorker.register(policy?.createScriptURL("") ?? worker);
  registered.catch((error) => console.info("Frontispiece cannot be stored for offline visits:", error));
}

// Functions that the module (bootstrap.rs) and its scripts call.
globalThis.frontispiece = {
  // Returns the response to a request of `startFetches`, once. A second instance of the module sends a request of its own. For
  // a clone of the response, the browser would keep the whole body in memory.
  prefetched(url, signal) {
    const prefetched = sent[url];
    delete sent[url];
    signal.addEventListener("abort", () => prefetched?.controller.abort());
    return prefetched?.response;
  },
  // Loads the second module, which only some visits need.
  tools: () =>
    withRetry((url) => import(url), base + "tools.js", "?" + Date.now()).then((tools) => tools.default().then(() => tools)),
  // Reads a profile that was changed since the build or has errors.
  read(text) {
    // The Markdown is of no use. As long as nothing reads it, browsers keep its connection.
    sent[markdown]?.controller.abort();
    prefetch("styles");
    return frontispiece.tools().then((tools) => tools.read(text));
  },
  // Loads the files that a view needs: a chunk, or "" for none, and the whole style sheet.
  loadFiles(chunk, needsStyles) {
    const isSplit = chunkNames.includes(chunk);
    const files = Promise.all([isSplit && loadChunk(chunk), needsStyles && fetchOnce("styles")]).catch(async (error) => {
      // Throws a TypeError if the connection has failed. Otherwise only the file cannot be loaded.
      await fetch(base, { method: "HEAD", cache: "no-store" });
      throw new Error(error);
    });
    if (hasState("starting")) {
      reportDelay();
      return files;
    }
    // A visitor who waits for a page gets it from the host instead.
    const late = new Promise((_, reject) => setTimeout(reject, 4_000, new Error("late")));
    return Promise.race([files, late]);
  },
  fail,
  pause: () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done)),
  // A panic ends the module, but not its timers.
  showNotice(message, retry) {
    if (hasState("stopped")) return;
    showBanner(message, "Retry", retry);
    isNotice = true;
  },
  waitForRetry: (message, milliseconds) => new Promise((resolve) => {
    frontispiece.showNotice(message, () => resolve(true));
    if (milliseconds) setTimeout(resolve, milliseconds, false);
  }),
  // Keeps the message that the start takes long, which is true until the start.
  hideNotice: () => isNotice && !hasState("stopped") && hideBanner(),
  saveInputs,
  showFullList,
  showTheme,
  started() {
    boot.dataset.state = "started";
    performance.mark("started");
    classes.remove("filtered");
    hideBanner();
    note.remove();
    restoreInputs();
    prefetchTarget(document.querySelector("a:is(:hover, :focus)"));
    // Later, so that its requests do not compete with those of the page.
    setTimeout(registerServiceWorker, 2_000);
  },
};

// Handles a panic of the module, which is a trap (`RuntimeError`) in the event or promise that called it. Before the
// start, the cause may be a translation or an extension that has changed the prerendered page. Then a new instance of
// the module starts, once, and renders the page again.
function onTrap(event, error) {
  if (!isSupported || !(error instanceof WebAssembly.RuntimeError)) return;
  event.preventDefault();
  if (hasState("starting") && root.dataset.contentHash) {
    console.warn("Frontispiece renders the page again:", error);
    delete root.dataset.contentHash;
    prefetch("styles");
    startModule("#again");
  } else {
    fail(error);
  }
}
addEventListener("error", (event) => onTrap(event, event.error));
addEventListener("unhandledrejection", (event) => onTrap(event, event.reason));

// Before the start is complete and after a failure, no handler of the module runs, and the browser handles links. For an entry
// of the history that the module has written, the browser changes the URL but not the document, so the page is loaded again.
for (const kind of ["click", "input", "change", "submit", "keydown", "toggle", "popstate", "pagehide", "pageshow"]) {
  addEventListener(kind, (event) => {
    if (hasState("started") || event.composedPath().includes(banner)) return;
    if (kind === "popstate" && address() !== shownAddress) location.reload();
    if (hasState("starting")) event.stopPropagation();
    else event.stopImmediatePropagation();
  }, true);
}

// Loads a file by a function. If that fails, loads it once more by another URL, because a browser does not request a failed
// module again, and bypasses the HTTP cache, which may hold a broken file.
const withRetry = (load, url, retryQuery) =>
  load(url).catch(() =>
    fetch(url + retryQuery, { cache: "reload" })
      .then((response) => response.text())
      .then(() => load(url + retryQuery)),
  );

// Loads the whole style sheet. The rules in a page are those that its own elements need, or all, as on a page with the search.
//
// Browsers apply a style sheet some time before the event `load`. If the rules in the page were removed after that, browsers would
// compute the style and the layout of the whole page twice. So the style sheet applies to no device until its `load` event.
function loadStyles() {
  const whole = document.querySelector("link[data-styles]");
  if (!whole?.disabled || document.querySelector("style[data-whole]")) return Promise.resolve();
  const load = (href) => new Promise((resolve, reject) => {
    const link = whole.cloneNode();
    const onEnd = (event) => {
      // A file with another type than text/css has no rules.
      if (event.type === "load" && link.sheet.cssRules.length) {
        // A change of the attribute would request the file again.
        link.sheet.media.mediaText = "all";
        document.getElementById("fp:page-styles")?.remove();
        return resolve();
      }
      link.remove();
      reject(new Error(`found no style sheet at ${href}`));
    };
    // Browsers load style sheets that do not apply with low priority.
    Object.assign(link, { href, media: "not all", fetchPriority: "high", onload: onEnd, onerror: onEnd });
    link.removeAttribute("disabled");
    // Before the style sheet for print, because the layers have the order in which they appear.
    whole.after(link);
  });
  return withRetry(load, whole.href, "?again");
}

// The code of some pages is in chunks of the module, which share its memory and its functions (tools/split-module.mjs). Only a
// release has chunks.
const attributeOf = (chunk) => `data-chunk-${chunk}`;
const chunkNames = ["list", "publication"].filter((name) => boot.hasAttribute(attributeOf(name)));
function fetchChunk(name) {
  const get = (cache) =>
    fetch(boot.getAttribute(attributeOf(name)), { priority: "low", cache })
      .then((response) => response.arrayBuffer())
      .then((bytes) => WebAssembly.compile(bytes));
  return get("default").catch(() => get("reload"));
}
const loadChunk = async (name) => WebAssembly.instantiate(await fetchOnce(name), { "": await instance });

// Fetches a chunk or the whole style sheet, unless it was fetched before.
const fetched = {};
const failed = new Set();
function fetchOnce(name) {
  fetched[name] ??= name === "styles" ? loadStyles() : fetchChunk(name);
  fetched[name].catch(() => {
    failed.add(name);
    // The next call tries again.
    delete fetched[name];
  });
  return fetched[name];
}

// Starts to fetch the chunk of a page by its path, as `Route::chunk` (src/route/mod.rs) names it.
function prefetchChunk(path) {
  const [, folder, below] = /^(cv|publications)\/(.*?)(?:index\.html)?$/.exec(path) ?? [];
  const name = below && !below.startsWith("page/") ? "publication" : "list";
  if (folder && chunkNames.includes(name)) prefetch(name);
}
const prefetch = (name) => failed.has(name) || fetchOnce(name);

// Starts to fetch the files that the target of a link needs, if it is another page of the site.
function prefetchTarget(link) {
  const path = link?.pathname;
  if (link?.origin !== location.origin || !path.startsWith(base) || path === location.pathname || /\.[^/]*$/.test(path)) return;
  prefetch("styles");
  prefetchChunk(path.slice(base.length));
}
for (const type of ["pointerover", "focusin"]) {
  addEventListener(type, ({ target }) => hasState("started") && prefetchTarget(target.closest?.("a")));
}
addEventListener("online", () => failed.clear());

// Starts the module. Each fragment gives an instance of its own.
let instance;
function startModule(fragment) {
  const get = (cache) => fetch(wasm, { integrity, priority: "low", cache });
  // Bypasses the HTTP cache if it holds a broken file.
  const binary = get("default").catch(() => get("reload"));
  binary.catch(() => {});
  const glue = withRetry((url) => import(url + fragment), module, "?again");
  instance = glue.then((loaded) => loaded.default({ module_or_path: binary }));
  instance.catch(fail);
}

// Starts everything, once.
let hasBegun = false;
function begin() {
  if (hasBegun) return;
  hasBegun = true;
  setControlsEnabled(true);
  startFetches();
  startModule("");
  if (!root.dataset.path) prefetch("styles");
  prefetchChunk(location.pathname.slice(base.length));
  reportDelay();
}

// Begins when the visitor first uses the page. A tap on a link, which also moves the focus, is no such use, because it opens
// another page. Neither is the pointermove that Chromium sends for a mouse that rests above a new page.
const uses = ["pointermove", "pointerdown", "click", "keydown", "focusin", "scroll"];
function onUse({ type, target, movementX, movementY }) {
  if (["pointerdown", "click", "focusin"].includes(type) && target.closest?.("a")) return;
  if (type === "pointermove" && !movementX && !movementY) return;
  for (const use of uses) removeEventListener(use, onUse, true);
  painted.then(begin);
}

const hasSearch = () => document.getElementById("fp:search");

// Whether the page needs the module at once: it has the search, or was not prerendered for this URL.
function needsModule() {
  const { path } = root.dataset;
  const isPrerendered = path && base + path.slice(1) === shownAddress;
  return !isPrerendered || hasSearch();
}

// Not in before_paint.js, because the first observer takes more than half of the time of that script.
new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint")[0] && resolvePainted()).observe({
  type: "paint",
  buffered: true,
});
if (!isSupported) {
  fail("no WebAssembly");
} else if (needsModule()) {
  // Not earlier, because that would delay the first paint.
  painted.then(begin);
} else {
  setControlsEnabled(true);
  showTheme();
  for (const use of uses) addEventListener(use, onUse, true);
  // Also without any use, for changes of content.json since the build, and because the files of this build are on the
  // host only until the next deployment.
  setTimeout(begin, 10_000);
}
