// Fetches the Markdown files that a profile names. Resolves to a list with the bytes of each file, or with the reason why
// there are none, which continues a sentence after its path.
export function fetchFiles(base, paths) {
  return Promise.all(paths.map((path) => fetchFile(base + path.split("/").map(encodeURIComponent).join("/"))));
}

async function fetchFile(url) {
  try {
    const response = await fetch(url, { cache: "no-cache" });
    // A development server answers requests for unknown files with the page.
    const isPage = response.headers.get("content-type")?.startsWith("text/html");
    if (response.status === 404 || isPage) return "which does not exist";
    if (!response.ok) return `for which the server answered ${response.status}`;
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    return "which could not be fetched";
  }
}
