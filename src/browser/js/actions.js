// Actions of buttons with `data-do`. The items of a list have no listeners of their own: one listener on the document
// finds the button.
import { exported, showBibtex } from "./references.js";

let currentSelection;

// Shows a message beside a control. Screen readers announce it.
function announce(control, message) {
  let status = control.parentNode.querySelector(":scope > [role=status]");
  if (!status) {
    status = document.createElement("span");
    status.role = "status";
    control.parentNode.append(status);
  }
  // A live region must exist before its text changes. Clearing it first makes an equal message be announced again.
  status.textContent = "";
  setTimeout(() => (status.textContent = message), 50);
}

const writeClipboard = async (text) => navigator.clipboard.writeText(text);

async function copyBibtex(button) {
  const block = button.closest("[data-bibtex]");
  const title = (button.closest("article") ?? document).querySelector("h3, h1").textContent;
  const text = await showBibtex(block).catch(() => {});
  if (text === undefined) return announce(button, "The BibTeX could not be fetched; try again or reload the page");
  writeClipboard(text).then(
    () => announce(button, `Copied the BibTeX of ${title}`),
    () => {
      getSelection().selectAllChildren(block.querySelector("pre"));
      announce(button, "Copying failed; the text is selected instead");
    },
  );
}

// Returns the address of the list and the ids of the publications that it shows.
function selection() {
  const [address, ...ids] = currentSelection("").split("\n");
  return { address, ids };
}

function copyLink(button) {
  const { address, ids } = selection();
  const few = { 0: "this search", 1: "this publication" }[ids.length];
  const which = address.includes("?") ? "these" : "all";
  writeClipboard(new URL(address, location).href).then(
    () => announce(button, `Copied the link to ${few ?? `${which} ${ids.length} publications`}`),
    () => announce(button, "Copying failed; the address of this page is the link"),
  );
}

async function download(button) {
  try {
    const { address, ids } = selection();
    const [name, text] = await exported(ids, address.split("?")[1] ?? "", button.value);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = name;
    link.click();
    setTimeout(URL.revokeObjectURL, 60_000, link.href);
    announce(button, `Downloaded ${name}`);
  } catch (error) {
    console.warn("Frontispiece could not make the file:", error);
    announce(button, "The file could not be made: a part of this site could not be fetched. Try again or reload the page.");
  }
}

// The color scheme: light, dark, or that of the system. before_paint.js applies it before a page is painted.
const rootData = document.documentElement.dataset;
function showTheme() {
  for (const button of document.querySelectorAll("[data-do=theme]")) {
    button.ariaPressed = button.value === (rootData.theme ?? "system");
  }
}

const actions = {
  theme({ value }) {
    rootData.theme = value;
    showTheme();
    try {
      localStorage.setItem("theme", value);
    } catch {
      // Without storage the choice holds for this page only.
    }
  },
  copy: copyBibtex,
  link: copyLink,
  take: download,
  print: () => window.print(),
  keys: () => document.getElementById("fp:keys").showModal(),
  // Closes the filters of a phone. The button that opened them gets the focus; the list follows it.
  done() {
    const toggle = document.querySelector(".toggle");
    toggle.click();
    toggle.focus();
  },
  unfold(button) {
    button.setAttribute("aria-expanded", true);
    button.nextElementSibling.querySelector("a").focus();
  },
};

// `selected` returns the address of the current list, then the ids of its publications, one on each line.
export function install(selected) {
  currentSelection = selected;
  showTheme();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-do]");
    if (button) actions[button.dataset.do](button);
  });
  // `toggle` does not bubble.
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches("[data-bibtex]")) return;
    const copy = target.querySelector("button");
    showBibtex(target).catch(() => announce(copy, "The BibTeX could not be fetched; press the button to try again"));
  }, true);
}
