// Loads the module. Where that fails, or where the module stops, the page says so and stays as it is.
const boot = document.getElementById("boot");

function fail(error) {
  if (document.getElementById("stopped")) return;
  console.warn("Frontispiece stopped:", error);
  const banner = document.createElement("div");
  banner.id = "stopped";
  banner.className = "banner";
  banner.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = typeof WebAssembly === "object"
    ? "The interactive part of this page has stopped or could not be loaded. Links still work."
    : "The interactive part of this page needs WebAssembly, which this browser does not offer or has switched off.";
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => location.reload());
  banner.append(words, reload);
  document.body.prepend(banner);
}

// For Markdown that was not read ahead of time: a second module with the parser.
globalThis.frontispieceMarkdown = (texts) =>
  import(boot.dataset.base + "markdown.js").then((module) => module.default().then(() => module.prepare(texts)));

// A panic of the module ends in a trap, inside whatever event or promise it was called from.
const trapped = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
addEventListener("error", (event) => trapped(event.error) && fail(event.error));
addEventListener("unhandledrejection", (event) => trapped(event.reason) && fail(event.reason));

if (typeof WebAssembly === "object") {
  import(boot.dataset.module)
    .then((module) => module.default({ module_or_path: boot.dataset.wasm }))
    .catch(fail);
} else {
  fail("no WebAssembly");
}
