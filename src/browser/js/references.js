// References for other programs: the BibTeX of publications, and the tags in <head> and the COinS in lists that Zotero and
// similar tools read. The build has written all of them, so the module need not contain the code that makes them. If the
// profile was changed since the build, the second module makes the BibTeX.
const { base, markdown } = document.getElementById("fp:boot").dataset;
let isBuilt;

// `built` is true if the build has written the pages of the current profile.
export function install(built) {
  isBuilt = built;
}

// Returns publications as an export file: its name and its text. `format` is the file extension.
export async function exported(ids, query, format) {
  // The browser has stored the files for the module.
  const cached = (url) => fetch(url, { cache: "force-cache" });
  const [response, tools, documents] = await Promise.all([
    cached(base + "content.json"),
    frontispiece.tools(),
    // Without it, formulas are exported as TeX. The build names none if the content has errors.
    markdown ? cached(markdown).then((response) => (response.ok ? response.text() : "")).catch(() => "") : "",
  ]);
  if (!response.ok) throw response.status;
  return tools.exported(await response.text(), ids, query, format, documents);
}

// Returns the file that the build has written. Some hosts answer with a web page if a file is missing.
async function bibtexFile(id) {
  const response = await fetch(`${base}publications/${id}/${id}.bib`);
  if (!response.ok || response.headers.get("Content-Type")?.includes("html")) throw response.status;
  return response.text();
}

async function bibtexOf(id) {
  const text = isBuilt && (await bibtexFile(id).catch(() => {}));
  return (text || (await exported([id], "", "bib"))[1]).trim();
}

// Writes the BibTeX into an element with `data-bibtex`, unless it is there. Returns the text.
export async function showBibtex(element) {
  const code = element.querySelector("code");
  if (!code.firstChild) {
    const text = await bibtexOf(element.dataset.bibtex);
    code.textContent ||= text;
  }
  return code.textContent;
}

// Returns the document at a path as the build has written it, or nothing. An XMLHttpRequest parses HTML without running
// it, so it needs no Trusted Types policy.
const prerendered = (path) =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = "document";
    request.onloadend = () => done(request.status === 200 ? request.response : undefined);
    request.send();
  });

const pageTags = (head) => head.querySelectorAll('[data-prerendered="page"]');

// Tells Zotero to read the page again: https://www.zotero.org/support/dev/exposing_metadata
const announce = () =>
  document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true, cancelable: true }));

// Replaces the tags of another page after client-side navigation. `publication` is true on the page of a publication.
export async function renewHead(publication) {
  for (const tag of pageTags(document.head)) tag.remove();
  const { pathname } = location;
  const block = document.querySelector("section[data-bibtex]");
  if (block) showBibtex(block).catch(() => {});
  const page = publication && isBuilt && (await prerendered(pathname));
  if (location.pathname !== pathname) return;
  if (page) document.head.append(...pageTags(page.head));
  announce();
}

// The COinS of publications by id, the next page of the list that may have more, and how many pages may be fetched.
const coins = new Map();
let nextPage = `${base}publications/`;
let pagesLeft = 5;
let timer;

// Adds the COinS to entries of a list that the module has rendered, once the list has not changed for a second. Phones have
// no program that reads them.
export function listChanged() {
  clearTimeout(timer);
  if (isBuilt && !matchMedia("(hover: none) and (pointer: coarse)").matches) timer = setTimeout(addCoins, 1_000);
}

async function addCoins() {
  const lacking = () => [...document.querySelectorAll("article > .Z3988:not([title])")];
  if (!lacking().length) return;
  for (;;) {
    for (const span of lacking()) {
      const title = coins.get(span.parentElement.id);
      if (title) span.title = title;
    }
    if (!lacking().length || !nextPage || !pagesLeft) break;
    pagesLeft -= 1;
    const page = await prerendered(nextPage);
    for (const span of page?.querySelectorAll(".Z3988") ?? []) coins.set(span.parentElement.id, span.title);
    nextPage = page?.querySelector(".pager [rel=next]")?.getAttribute("href");
  }
  announce();
}
