// Stores the site for offline visits. The build writes the constant `site` (service_worker.rs): the hash of each file,
// and in `name` a hash of all files and of this script, so that files of two builds are never mixed.
//
// When online, pages and content come from the network as if there were no service worker. Only files with a hash in
// their name come from the cache. When offline, the app builds every page over `site.page`.
const kept = (address) => caches.match(address, { cacheName: site.name });

addEventListener("install", (event) => {
  const load = async ([address, integrity]) => {
    const response = await fetch(address, { integrity, cache: "no-cache" });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    // The response is copied: some hosts redirect from offline.html to offline, and a redirected response cannot answer
    // a navigation (Fetch, "HTTP fetch", step 6).
    return [address, new Response(await response.blob(), { headers: response.headers })];
  };
  // Stores all files or none. During a deployment, a file of another build fails its integrity check.
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

// Runs when no page of the previous build is open any more.
addEventListener("activate", (event) => {
  const forget = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(site.kind) && name !== site.name);
    await Promise.all(old.map((name) => caches.delete(name)));
    // The browser requests the page while the service worker starts.
    await registration.navigationPreload?.enable();
  };
  event.waitUntil(forget());
});

const fromHost = async (event) => (await event.preloadResponse) ?? fetch(event.request);
// Answers from the cache if the network fails. If the file is not cached either, the browser reports the network
// failure.
const orCached = (address) => async (failure) => (await kept(address)) ?? Promise.reject(failure);

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    // The names of other files, such as PDFs, have an extension.
    if (!/\.[^/]*$/.test(pathname)) event.respondWith(fromHost(event).catch(orCached(site.page)));
  } else if (Object.hasOwn(site.files, pathname) && !search && request.cache !== "reload") {
    event.respondWith(
      site.hashed.includes(pathname)
        ? kept(pathname).then((response) => response ?? fetch(request))
        : fetch(request).catch(orCached(pathname)),
    );
  }
});
