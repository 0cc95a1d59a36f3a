// Keyboard shortcuts: "/" moves the focus to the search box, "?" opens the list of shortcuts, Escape clears the box.
export function install() {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const search = document.getElementById("fp:search");
    if (key === "Escape" && target === search && search.value && !event.isComposing) {
      event.preventDefault();
      search.value = "";
      search.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const isTextField = target.matches?.("input:not([type=checkbox]), textarea, select") || target.isContentEditable;
    if (isTextField || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const dialog = document.getElementById("fp:shortcuts");
    if (key === "/" && search?.matches(":enabled")) search.focus();
    else if (key === "?" && dialog) dialog.showModal();
    else return;
    event.preventDefault();
  });
}
