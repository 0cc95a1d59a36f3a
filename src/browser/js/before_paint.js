// Runs before the first paint. Applies the color scheme that the visitor has selected.
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  // Without storage, the color scheme of the system applies.
}
const classes = document.documentElement.classList;
// If the URL has filters, hides the full list until the module has rendered the filtered one.
if (/[?&](q|year|venue|topic|author|type|has|role|sort|page)=[^&]/.test(location.search)) {
  classes.add("filtered");
}
// Resolves after the first paint of content, which boot.js reports, or after 2 s, because a hidden tab is never painted.
let resolvePainted;
const painted = new Promise((resolve) => {
  resolvePainted = resolve;
  setTimeout(resolve, 2_000);
});
// Until then, base.css keeps all images but the first outside of the window.
classes.add("unpainted");
painted.then(() => classes.remove("unpainted"));
