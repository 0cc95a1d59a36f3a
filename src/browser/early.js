// Hides the whole list where the address asks for a part of it, until the module has drawn that part.
if (/[?&](q|year|venue|topic|author|type|has|role|sort|page)=[^&]/.test(location.search)) {
  document.documentElement.classList.add("filtered");
}
