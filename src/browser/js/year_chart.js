// The year chart: a click selects a year, Shift+click or dragging selects a range, and the arrow keys move the focus.
const YEAR = ".year-chart button";
const yearOf = (event) => event.target.closest?.(YEAR);
// The year at which a range begins, and the year at which a drag began.
let anchor, dragStart;

const rangeOf = (from, to) => (from.value < to.value ? `${from.value}..${to.value}` : `${to.value}..${from.value}`);

// Tells the view which year or range was selected.
function select(from, to) {
  const group = to.closest(".year-chart");
  group.value = from === to ? to.value : rangeOf(from, to);
  group.dispatchEvent(new Event("yearselect"));
}

// Marks the years of a range while the visitor drags; without years, removes the marks.
function markRange(from, to) {
  const [low, high] = to ? rangeOf(from, to).split("..") : [];
  for (const year of document.querySelectorAll(YEAR)) {
    year.toggleAttribute("data-in-range", year.value >= low && year.value <= high);
  }
}

const listeners = {
  click(event) {
    const year = yearOf(event);
    if (!year) return;
    if (event.shiftKey && anchor?.isConnected) return select(anchor, year);
    anchor = year;
    if (year.ariaDisabled !== "true") select(year, year);
  },
  // Roving tabindex: Tab reaches the year that had the focus last.
  focusin(event) {
    const year = yearOf(event);
    if (!year) return;
    for (const other of year.parentNode.children) other.tabIndex = other === year ? 0 : -1;
  },
  pointerdown(event) {
    dragStart = event.pointerType !== "touch" && !event.button && !event.shiftKey && yearOf(event);
  },
  pointerover(event) {
    const year = yearOf(event);
    if (dragStart && year) markRange(dragStart, year !== dragStart && year);
  },
  pointerup(event) {
    const year = yearOf(event);
    if (dragStart && year && year !== dragStart) select((anchor = dragStart), year);
    listeners.pointercancel();
  },
  pointercancel() {
    if (dragStart) markRange();
    dragStart = undefined;
  },
  keydown(event) {
    const year = yearOf(event);
    if (!year || event.ctrlKey || event.metaKey || event.altKey) return;
    // The newest year comes first in the document and is drawn last.
    const years = [...year.parentNode.children];
    const older = getComputedStyle(year).direction === "rtl" ? -1 : 1;
    const index = years.indexOf(year);
    const target = { ArrowLeft: index + older, ArrowRight: index - older, Home: years.length - 1, End: 0 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = years[target] ?? year;
    next.focus();
    if (!event.shiftKey) anchor = next;
    else if (next !== year) select(years.includes(anchor) ? anchor : (anchor = year), next);
  },
};

export function install() {
  for (const [type, listener] of Object.entries(listeners)) document.addEventListener(type, listener);
}
