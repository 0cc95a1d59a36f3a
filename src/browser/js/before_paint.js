// Runs before the first paint. Applies the color scheme that the visitor has selected.
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  // Without storage, the color scheme of the system applies.
}
// If the URL has filters, hides the full list until the module has rendered the filtered one.
if (/[?&](q|year|venue|topic|author|type|has|role|sort|page)=[^&]/.test(location.search)) {
  document.documentElement.classList.add("filtered");
}
