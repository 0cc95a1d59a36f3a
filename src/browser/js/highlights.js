// Highlights the matches of the search by the CSS Custom Highlight API, which leaves the document as it is.
const TEXTS = ".results :is(h3, .authors, .venue, .markdown)";
// The search whose matches are highlighted, and the elements that are still to be searched.
let query = null;
let pending;
// Each new search has a number, so that a scheduled chunk of an older search does nothing.
let generation = 0;
let highlight, matchesIn;

// After the next paint: the list itself comes first.
const schedule = () => requestAnimationFrame(() => setTimeout(highlightChunk, 0, generation));

// Starts again if the search or the list has changed; a list that only grows keeps its highlights.
function refresh(changes) {
  // The address may be written later than the text of the box.
  const now = document.getElementById("fp:search")?.value;
  const isAddition = ({ target, removedNodes }) => target.matches(".publications") && !removedNodes.length;
  if (now !== query || !changes.every(isAddition)) {
    query = now;
    pending = undefined;
    generation += 1;
    schedule();
  } else if (pending && query?.trim()) {
    const isScheduled = pending.length;
    for (const { addedNodes } of changes) for (const node of addedNodes) pending.push(...node.querySelectorAll(TEXTS));
    if (!isScheduled) schedule();
  }
}

// Searches for at most 8 ms at a time, so that a long list does not block the page.
function highlightChunk(scheduledBy) {
  if (scheduledBy !== generation) return;
  if (!pending) {
    // Not earlier: the old highlights would disappear before the new ones are there.
    highlight.clear();
    pending = query?.trim() ? [...document.querySelectorAll(TEXTS)] : [];
  }
  const start = performance.now();
  while (pending.length && performance.now() - start < 8) {
    const texts = document.createTreeWalker(pending.shift(), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const offsets = matchesIn(text.data).split(" ");
      for (let at = 0; at + 1 < offsets.length; at += 2) {
        const [startOffset, endOffset] = offsets.slice(at);
        highlight.add(new StaticRange({ startContainer: text, startOffset, endContainer: text, endOffset }));
      }
    }
  }
  if (pending.length) setTimeout(highlightChunk, 0, scheduledBy);
}

// Starts again, although neither the search nor the list has changed.
export function highlightAgain() {
  query = null;
  if (highlight) refresh([]);
}

// `matches` returns the offsets of the matches in a text: start and end in turn, separated by spaces.
export function install(matches) {
  if (typeof Highlight !== "function") return;
  matchesIn = matches;
  highlight = new Highlight();
  CSS.highlights.set("match", highlight);
  const observer = new MutationObserver((changes) => {
    // Live regions change at every key, without a change to the list.
    const others = changes.filter(({ target }) => !target.matches("#fp\\:status, [aria-live]"));
    if (others.length) refresh(others);
  });
  observer.observe(document.getElementById("fp:app"), { childList: true, subtree: true });
  refresh([]);
}
