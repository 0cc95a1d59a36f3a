// Actions of buttons with `data-action`. The items of a list have no listeners of their own: one listener on the document
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

// Returns the URL of the list and the ids of the publications that it shows.
function selection() {
  const [url, ...ids] = currentSelection("").split("\n");
  return { url, ids };
}

function copyLink(button) {
  const { url, ids } = selection();
  const few = { 0: "this search", 1: "this publication" }[ids.length];
  const which = url.includes("?") ? "these" : "all";
  writeClipboard(new URL(url, location).href).then(
    () => announce(button, `Copied the link to ${few ?? `${which} ${ids.length} publications`}`),
    () => announce(button, "Copying failed; copy the link from the address bar instead"),
  );
}

async function download(button) {
  try {
    const { url, ids } = selection();
    const [name, text] = await exported(ids, url.split("?")[1] ?? "", button.value);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = name;
    link.click();
    setTimeout(URL.revokeObjectURL, 60_000, link.href);
    announce(button, `Downloaded ${name}`);
  } catch (error) {
    console.warn("Frontispiece could not create the file:", error);
    announce(button, "Could not create the file, because a part of this site could not be fetched. Try again or reload the page.");
  }
}

// Plays or pauses the video of a button, above its image.
function setPlaying(button, isPlaying) {
  let video = button.querySelector("video");
  if (!video) {
    video = document.createElement("video");
    button.append(Object.assign(video, { muted: true, loop: true, playsInline: true, src: button.dataset.video }));
  }
  if (isPlaying) video.play().catch(() => {});
  else video.pause();
  button.classList.toggle("is-playing", isPlaying);
}

const actions = {
  // The color scheme: light, dark, or that of the system.
  theme({ value }) {
    document.documentElement.dataset.theme = value;
    frontispiece.showTheme();
    try {
      localStorage.setItem("theme", value);
    } catch {
      // Without storage, the color scheme applies until the page is closed or reloaded.
    }
  },
  "copy-bibtex": copyBibtex,
  "copy-link": copyLink,
  download,
  play: (button) => setPlaying(button, !button.classList.contains("is-playing")),
  print: () => window.print(),
  "show-shortcuts": () => document.getElementById("fp:shortcuts").showModal(),
  // Closes the filters on a phone, and moves the focus to the button that opened them, which precedes the list.
  "close-filters": () => {
    const toggle = document.querySelector(".toggle-filters");
    toggle.click();
    toggle.focus();
  },
  "show-authors": (button) => {
    button.setAttribute("aria-expanded", true);
    button.nextElementSibling.querySelector("a").focus();
  },
};

// `selected` returns the URL of the current list, then the ids of its publications, one on each line.
export function install(selected) {
  currentSelection = selected;
  frontispiece.showTheme();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-action]");
    if (button) actions[button.dataset.action](button);
  });
  // A mouse plays the video below it, unless the visitor prefers reduced motion.
  const reducesMotion = matchMedia("(prefers-reduced-motion: reduce)");
  for (const type of ["pointerover", "pointerout"]) {
    document.addEventListener(type, ({ target, pointerType }) => {
      const button = target.closest?.("[data-action=play]");
      if (button && pointerType === "mouse" && !reducesMotion.matches) setPlaying(button, type === "pointerover");
    });
  }
  const fillBibtex = (block) => showBibtex(block).catch(() =>
    announce(block.querySelector("button"), "The BibTeX could not be fetched; press the button to try again"),
  );
  // `toggle` does not bubble.
  document.addEventListener("toggle", ({ target }) => target.matches("[data-bibtex]") && fillBibtex(target), true);
  // Those that the visitor opened before the start.
  document.querySelectorAll("[data-bibtex][open]").forEach(fillBibtex);
}
