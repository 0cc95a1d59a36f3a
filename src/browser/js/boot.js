// Starts the module over the page as it was written. Where that fails, the page says so and stays as it is.
const boot = document.getElementById("fp:boot");
const { base, markdown, module, wasm, integrity, worker } = boot.dataset;
const root = document.getElementById("fp:app");
const classes = document.documentElement.classList;
// An element whose id is the name of a global that the browser lacks becomes that global (HTML, "Named access on the
// Window object"), and ids of publications are free. So what is called is looked at first.
const able = typeof globalThis.WebAssembly?.instantiate === "function";
// "starting", "started" or "stopped"
boot.dataset.state = able ? "starting" : "stopped";
const is = (state) => boot.dataset.state === state;

// Above the page, in place of what was said there before. What the module says itself (notice.rs) stands before it,
// and style sheets show only the first.
let banner;
function say(words) {
  banner?.remove();
  banner = document.createElement("div");
  banner.className = "banner";
  banner.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => location.reload());
  banner.append(text, reload);
  root.before(banner);
}

function fail(error) {
  if (document.getElementById("fp:stopped")) return;
  boot.dataset.state = "stopped";
  console.warn("Frontispiece stopped:", error);
  enable(false);
  reveal();
  // What the module has said waits for an answer that it cannot take any more.
  for (const old of document.querySelectorAll(".banner")) old.remove();
  say(
    able
      ? "The interactive part of this page has stopped or could not be loaded. Links still work."
      : "The interactive part of this page needs WebAssembly, which this browser does not offer or has switched off.",
  );
  banner.id = "fp:stopped";
}

// Nothing has failed, but something does not come.
function wait() {
  if (!is("starting")) return;
  reveal();
  say("The interactive part of this page has not started yet: something is late. Still waiting…");
}

// What needs the module is written disabled. It may be used as soon as the module is on its way.
function enable(on) {
  for (const control of root.querySelectorAll("fieldset, button, input, select")) control.disabled = !on;
}

// A page whose address filters the list was written with the whole list, and hides it (early.js). Where the
// module is late or fails, the whole list is better than none, if it says what it is.
const note = new Text("; what the address asks for is not applied");
function reveal() {
  if (!classes.contains("filtered")) return;
  classes.remove("filtered");
  document.getElementById("fp:status")?.append(note);
}

// What the visitor does before the module has started: the focus, what is typed, ticked and pressed.
const touched = new Set();
let kept = [];
const touch = (element) => is("starting") && root.contains(element) && touched.add(element);
addEventListener("input", (event) => touch(event.target), true);
addEventListener("click", (event) => touch(event.target.closest?.("button")), true);

function nameOf(element) {
  const name = [element.localName];
  for (const attribute of ["id", "name", "value", "href"]) {
    if (element.hasAttribute(attribute)) name.push(`[${attribute}="${CSS.escape(element.getAttribute(attribute))}"]`);
  }
  return name.join("");
}

// Notes which elements those are, by what they will be found again in a page that is built anew.
function keep() {
  const used = new Set(touched);
  if (root.contains(document.activeElement)) used.add(document.activeElement);
  kept = [...used].map((old) => {
    const name = nameOf(old);
    return { old, name, place: [...root.querySelectorAll(name)].indexOf(old), focus: old === document.activeElement };
  });
}

function restore() {
  for (const { old, name, place, focus } of kept) {
    const now = root.contains(old) ? old : root.querySelectorAll(name)[place];
    if (!now) continue;
    if (focus && now !== document.activeElement) now.focus({ preventScroll: true });
    if (!touched.has(old)) continue;
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

// Asked for while the module is still on its way, and once only.
let content, prepared;
const controller = new AbortController();
function ask() {
  content = fetch(base + "content.json", { cache: "no-cache", signal: controller.signal });
  // The build names no Markdown where the content has mistakes.
  prepared = markdown ? fetch(markdown).then((answer) => (answer.ok ? answer.arrayBuffer() : undefined)) : undefined;
  for (const promise of [content, prepared]) promise?.catch(() => {});
}

// The page lets one text become the address of a program, by a policy that is made once: now.
const policy = worker && globalThis.trustedTypes?.createPolicy?.("worker", { createScriptURL: () => worker });

// From now on the browser keeps the site for visits without a connection (worker.js), where it keeps anything.
function settle() {
  if (!worker || !navigator.serviceWorker) return;
  const registered = navigator.serviceWorker.register(policy?.createScriptURL("") ?? worker);
  registered.catch((error) => console.info("Frontispiece is not kept for visits without a connection:", error));
}

// What the module calls.
globalThis.frontispiece = {
  content(signal) {
    signal.addEventListener("abort", () => controller.abort());
    return content.then((answer) => answer.clone());
  },
  prepared: () => Promise.resolve(prepared).catch(() => {}),
  // A second module, with what only some visits need.
  tools: () => importOf(base + "tools.js", "?" + Date.now()).then((tools) => tools.default().then(() => tools)),
  // For a profile that was changed since the build, or has mistakes.
  read: (text) => frontispiece.tools().then((tools) => tools.read(text)),
  pause: () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done)),
  keep,
  reveal,
  renewHead(tags) {
    for (const old of document.head.querySelectorAll('[data-prerendered="page"]')) old.remove();
    for (let at = 0; at < tags.length; at += 2) {
      const meta = document.createElement("meta");
      meta.name = tags[at];
      meta.content = tags[at + 1];
      meta.dataset.prerendered = "page";
      document.head.append(meta);
    }
    // Zotero looks again: https://www.zotero.org/support/dev/exposing_metadata
    document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true, cancelable: true }));
  },
  started() {
    boot.dataset.state = "started";
    performance.mark("started");
    classes.remove("filtered");
    banner?.remove();
    note.remove();
    restore();
    // When nothing of it can be in the way.
    setTimeout(settle, 2_000);
  },
};

// A panic of the module ends in a trap, inside whatever event or promise it was called from. Before it has taken
// the page over (something may have changed what was written: a translation, an extension), it starts afresh
// once and builds the page anew.
function trap(event, error) {
  if (!able || !(error instanceof WebAssembly.RuntimeError)) return;
  event.preventDefault();
  if (is("starting") && root.dataset.content) {
    console.warn("Frontispiece builds the page anew:", error);
    delete root.dataset.content;
    start("#anew");
  } else {
    fail(error);
  }
}
addEventListener("error", (event) => trap(event, event.error));
addEventListener("unhandledrejection", (event) => trap(event, event.reason));

// After a stop no handler of the module runs any more: links and buttons are the browser's again.
for (const kind of ["click", "input", "change", "submit", "keydown", "toggle", "popstate", "pagehide", "pageshow"]) {
  addEventListener(kind, (event) => {
    if (!is("stopped") || event.composedPath().includes(banner)) return;
    if (kind === "popstate") location.reload();
    else event.stopImmediatePropagation();
  }, true);
}

// A module; where it fails, once more the same file under another name, since a browser does not ask twice for one that
// failed, and past what it keeps, perhaps for long.
const importOf = (name, again, fragment = "") =>
  import(name + fragment).catch(() =>
    fetch(name + again, { cache: "reload" })
      .then((answer) => answer.text())
      .then(() => import(name + again + fragment)),
  );

// Another fragment makes another instance of the module.
function start(fragment) {
  const get = (cache) => fetch(wasm, { integrity, priority: "low", cache });
  // Once more where it was broken on the way, perhaps long ago and kept so.
  const binary = get("default").catch(() => get("reload"));
  binary.catch(() => {});
  const glue = importOf(module, "?again", fragment);
  glue.then((loaded) => loaded.default({ module_or_path: binary })).catch(fail);
}

// When the page has been painted, so that nothing of this holds that up; there is no painting in a hidden tab.
function begin() {
  if (content) return;
  enable(true);
  ask();
  start("");
  setTimeout(wait, 4_500);
}

if (able) {
  new PerformanceObserver(begin).observe({ type: "paint", buffered: true });
  setTimeout(begin, 500);
} else {
  fail("no WebAssembly");
}
