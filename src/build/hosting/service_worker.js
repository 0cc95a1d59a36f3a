// Keeps the site for visits without a connection. The build writes what stands in `site` (worker.rs): of each file its
// hash, and in `name` that of them all and of this program, so that files of two builds are never mixed.
//
// With a connection, pages and content come from the host as if this were not here; only files that are named by what
// is in them are taken from what is kept. Without one, every page is built by the module over `site.page`.
const kept = (address) => caches.match(address, { cacheName: site.name });

addEventListener("install", (event) => {
  const load = async ([address, integrity]) => {
    const response = await fetch(address, { integrity, cache: "no-cache" });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    // A copy: some hosts lead from offline.html to offline, and a response that was redirected answers no navigation
    // (Fetch, "HTTP fetch", step 6).
    return [address, new Response(await response.blob(), { headers: response.headers })];
  };
  // All or none: a file of another build, while one build takes the place of another on the host, is refused.
  const keep = async () => {
    const all = await Promise.all(Object.entries(site.files).map(load));
    const cache = await caches.open(site.name);
    await Promise.all(all.map(([address, response]) => cache.put(address, response))).catch(async (failure) => {
      await caches.delete(site.name);
      throw failure;
    });
  };
  event.waitUntil(keep());
});

// When no page of the build before is open any more.
addEventListener("activate", (event) => {
  const forget = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(site.kind) && name !== site.name);
    await Promise.all(old.map((name) => caches.delete(name)));
    // The host is asked for a page while this starts.
    await registration.navigationPreload?.enable();
  };
  event.waitUntil(forget());
});

const fromHost = async (event) => (await event.preloadResponse) ?? fetch(event.request);
// What the host does not give; where that is not kept either, its failure is the browser's to tell.
const without = (address) => async (failure) => (await kept(address)) ?? Promise.reject(failure);

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    // Files that are no pages, a PDF say, have an end to their names.
    if (!/\.[^/]*$/.test(pathname)) event.respondWith(fromHost(event).catch(without(site.page)));
  } else if (Object.hasOwn(site.files, pathname) && !search && request.cache !== "reload") {
    event.respondWith(
      site.hashed.includes(pathname)
        ? kept(pathname).then((response) => response ?? fetch(request))
        : fetch(request).catch(without(pathname)),
    );
  }
});
