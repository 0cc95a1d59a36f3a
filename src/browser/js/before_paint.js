// Before anything is drawn: the theme that the visitor has chosen …
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  // Where the browser keeps nothing, the system's theme holds.
}
// … and no whole list where the address asks for a part of it, until the module has drawn that part.
if (/[?&](q|year|venue|topic|author|type|has|role|sort|page)=[^&]/.test(location.search)) {
  document.documentElement.classList.add("filtered");
}
