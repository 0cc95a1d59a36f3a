// What pages do by themselves. An entry of a list has no listeners: one for the document finds what was meant.
const near = (event, selector) => event.target.closest?.(selector);
let ask;

// Says something beside a control, to those who listen too.
function say(control, words) {
  let status = control.parentNode.querySelector(":scope > [role=status]");
  if (!status) {
    status = document.createElement("span");
    status.role = "status";
    control.parentNode.append(status);
  }
  // A status must be there before it says something; the same words again are said again.
  status.textContent = "";
  setTimeout(() => (status.textContent = words), 50);
}

const write = async (text) => navigator.clipboard.writeText(text);

function copyText(button) {
  const pre = button.closest("details, section").querySelector("pre");
  const title = (button.closest("article") ?? document).querySelector("h3, h1").textContent;
  write(pre.textContent).then(
    () => say(button, `Copied the BibTeX of ${title}`),
    () => {
      getSelection().selectAllChildren(pre);
      say(button, "Copying failed; the text is selected instead");
    },
  );
}

function copyLink(button) {
  const [address, ...ids] = ask.chosen("").split("\n");
  const words = { 0: "this search", 1: "this publication" }[ids.length];
  const which = address.includes("?") ? "these" : "all";
  write(new URL(address, location).href).then(
    () => say(button, `Copied the link to ${words ?? `${which} ${ids.length} publications`}`),
    () => say(button, "Copying failed; the address of this page is the link"),
  );
}

async function take(button) {
  try {
    const { base } = document.getElementById("fp:boot").dataset;
    const [address, ...ids] = ask.chosen("").split("\n");
    const [answer, tools] = await Promise.all([fetch(base + "content.json", { cache: "force-cache" }), frontispiece.tools()]);
    if (!answer.ok) throw answer.status;
    const [name, text] = tools.exported(await answer.text(), ids, address.split("?")[1] ?? "", button.value);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = name;
    link.click();
    setTimeout(URL.revokeObjectURL, 60_000, link.href);
    say(button, `Downloaded ${name}`);
  } catch (error) {
    console.warn("Frontispiece could not make the file:", error);
    say(button, "The file could not be made: a part of this site could not be fetched. Try again or reload the page.");
  }
}

// Light, dark, or as the system has it; early.js applies it before the next page is drawn.
const theme = document.documentElement.dataset;
function showTheme() {
  for (const button of document.querySelectorAll("[data-do=theme]")) {
    button.ariaPressed = button.value === (theme.theme ?? "system");
  }
}

const actions = {
  theme({ value }) {
    theme.theme = value;
    showTheme();
    try {
      localStorage.setItem("theme", value);
    } catch {
      // For this page only, then.
    }
  },
  copy: copyText,
  link: copyLink,
  take,
  print: () => window.print(),
  keys: () => document.getElementById("fp:keys").showModal(),
  unfold(button) {
    button.setAttribute("aria-expanded", true);
    button.nextElementSibling.querySelector("a").focus();
  },
};

// The picture of years: a press chooses a year, Shift or dragging a range, arrows move.
const YEAR = ".years button";
// Where a range begins, and where one is being dragged from.
let first, dragged;
const between = (from, to) => (from.value < to.value ? `${from.value}..${to.value}` : `${to.value}..${from.value}`);

function choose(from, to) {
  const group = to.closest(".years");
  group.value = from === to ? to.value : between(from, to);
  group.dispatchEvent(new Event("choose"));
}

function mark(from, to) {
  const [low, high] = to ? between(from, to).split("..") : [];
  for (const year of document.querySelectorAll(YEAR)) year.toggleAttribute("data-meant", year.value >= low && year.value <= high);
}

function move(event) {
  const year = near(event, YEAR);
  if (!year || event.ctrlKey || event.metaKey || event.altKey) return;
  const years = [...year.parentNode.children];
  const step = getComputedStyle(year).direction === "rtl" ? -1 : 1;
  const at = years.indexOf(year);
  const to = { ArrowLeft: at + step, ArrowRight: at - step, Home: years.length - 1, End: 0 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = years[to] ?? year;
  next.focus();
  if (!event.shiftKey) first = next;
  else if (next !== year) choose(years.includes(first) ? first : (first = year), next);
}

const listeners = {
  click(event) {
    const button = near(event, "[data-do]");
    if (button) actions[button.dataset.do](button);
    const year = near(event, YEAR);
    if (!year) return;
    if (event.shiftKey && first?.isConnected) return choose(first, year);
    first = year;
    if (year.ariaDisabled !== "true") choose(year, year);
  },
  // Before the view follows.
  input({ target }) {
    if (!target.matches("[type=search]")) return;
    typed = performance.now();
    clearTimeout(pause);
    pause = setTimeout(speak, PAUSE);
  },
  // Those of keys do not bubble.
  toggle({ target }) {
    const code = target.matches("[data-bibtex]") && target.querySelector("code");
    if (code && !code.firstChild) code.textContent = ask.bibtex(target.dataset.bibtex);
  },
  focusin(event) {
    const year = near(event, YEAR);
    if (!year) return;
    for (const other of year.parentNode.children) other.tabIndex = other === year ? 0 : -1;
  },
  pointerdown(event) {
    dragged = event.pointerType !== "touch" && !event.button && !event.shiftKey && near(event, YEAR);
  },
  pointerover(event) {
    const year = near(event, YEAR);
    if (dragged && year) mark(dragged, year !== dragged && year);
  },
  pointerup(event) {
    const year = near(event, YEAR);
    if (dragged && year && year !== dragged) choose((first = dragged), year);
    listeners.pointercancel();
  },
  pointercancel() {
    if (dragged) mark();
    dragged = undefined;
  },
  keydown(event) {
    const search = document.getElementById("fp:search");
    const { key, target } = event;
    if (key === "Escape" && target === search && search.value && !event.isComposing) {
      event.preventDefault();
      search.value = "";
      search.dispatchEvent(new Event("input", { bubbles: true }));
    }
    move(event);
    const types = target.matches?.("input:not([type=checkbox]), textarea, select") || target.isContentEditable;
    if (types || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (key === "/" && search?.matches(":enabled")) search.focus();
    else if (key === "?" && document.getElementById("fp:keys")) actions.keys();
    else return;
    event.preventDefault();
  },
};

// Matches of the search stand out, where the browser can do that without a change to the page.
const matches = typeof Highlight === "function" && new Highlight();
const TEXTS = ".results :is(h3, .authors, .venue, .markdown)";
// What they are of, and what is still to be looked through; nothing before a new search for them has begun.
let words = null;
let parts;
let turn = 0;

// What is to be seen comes first.
const soon = () => requestAnimationFrame(() => setTimeout(look, 0, turn));

function find(changes) {
  if (!matches) return;
  // The address may be late, the box is not.
  const now = document.getElementById("fp:search")?.value;
  const fills = ({ target, removedNodes }) => target.matches(".publications") && !removedNodes.length;
  if (now !== words || !changes.every(fills)) {
    words = now;
    parts = undefined;
    turn += 1;
    soon();
  } else if (parts && words?.trim()) {
    const waits = parts.length;
    for (const { addedNodes } of changes) for (const node of addedNodes) parts.push(...node.querySelectorAll(TEXTS));
    if (!waits) soon();
  }
}

// Piece by piece: a long list must not keep the visitor waiting.
function look(mine) {
  if (mine !== turn) return;
  if (!parts) {
    // Not before: those that stand there would go and come again.
    matches.clear();
    parts = words?.trim() ? [...document.querySelectorAll(TEXTS)] : [];
  }
  const start = performance.now();
  while (parts.length && performance.now() - start < 8) {
    const texts = document.createTreeWalker(parts.shift(), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const ends = ask.marks(text.data).split(" ");
      for (let at = 0; at + 1 < ends.length; at += 2) {
        matches.add(new StaticRange({ startContainer: text, startOffset: ends[at], endContainer: text, endOffset: ends[at + 1] }));
      }
    }
  }
  if (parts.length) setTimeout(look, 0, mine);
}

// How many there are is seen at every key, but heard only when the visitor pauses: until then a region keeps its old
// words, and style sheets show the new ones (`data-words`). Who listens is told of a change after the observers are.
const REGIONS = "main :is(#fp\\:status, [aria-live])";
const PAUSE = 700;
// What each region says, and in which node: another one is the view's.
const said = new WeakMap();
let typed = -PAUSE;
let pause;

function put(region, words) {
  const node = document.createTextNode(words);
  region.replaceChildren(node);
  said.set(region, { words, node });
}

function hold(regions) {
  for (const region of regions) {
    const known = said.get(region);
    if (known && region.firstChild === known.node) continue;
    const words = region.textContent;
    const waits = known && words !== known.words && performance.now() - typed < PAUSE;
    region.ariaBusy = waits ? "true" : null;
    if (waits) {
      region.dataset.words = words;
      put(region, known.words);
    } else {
      delete region.dataset.words;
      said.set(region, { words, node: region.firstChild });
    }
  }
}

function speak() {
  for (const region of document.querySelectorAll("[data-words]")) {
    region.ariaBusy = null;
    put(region, region.dataset.words);
    delete region.dataset.words;
  }
}

// Begins to serve the page; `bibtex`, `marks` and `chosen` ask the module.
export function begin(bibtex, marks, chosen) {
  ask = { bibtex, marks, chosen };
  showTheme();
  const early = ["toggle", "input"];
  for (const [kind, listener] of Object.entries(listeners)) document.addEventListener(kind, listener, early.includes(kind));
  if (matches) CSS.highlights.set("match", matches);
  const all = () => document.querySelectorAll(REGIONS);
  // Other words change the list, or at least the chip that names them.
  const observer = new MutationObserver((changes) => {
    const changed = [...new Set(changes.map(({ target }) => target))];
    // To look for regions in a long list takes long: they come with the page, and change themselves.
    hold(changed.some(({ id }) => id === "fp:main") ? all() : changed.filter((target) => target.matches(REGIONS)));
    const others = changes.filter(({ target }) => !said.has(target));
    if (others.length) find(others);
  });
  observer.observe(document.getElementById("fp:app"), { childList: true, subtree: true });
  hold(all());
  find([]);
}
