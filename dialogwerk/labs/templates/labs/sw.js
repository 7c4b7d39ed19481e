// Carries the pages of the live room without network: pages from the network while it answers, else as last seen;
// static files (their names hold a hash) from the cache. Sending and listening are not its business.
const CACHE = "lab-{{ version }}";
const FILES = {{ files|safe }};
const PATIENCE = 4000;
const KEPT = { ignoreSearch: true, ignoreVary: true }; // a page is kept under its path, whatever its headers were

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => Promise.allSettled(FILES.map((file) => cache.add(file)))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (!name.startsWith("lab-") || name === CACHE) continue;
      const [old, now] = [await caches.open(name), await caches.open(CACHE)];
      for (const request of await old.keys()) {
        if (isPage(new URL(request.url)) && !(await now.match(request))) await now.put(request, await old.match(request));
      }
      await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// The page that brought the worker was loaded before it; it asks to be kept too.
self.addEventListener("message", (event) => {
  const address = new URL(event.data.keep, location.origin);
  if (isPage(address)) event.waitUntil(caches.open(CACHE).then((cache) => cache.add(address.pathname)).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("{{ static_url }}")) event.respondWith(fromCache(request));
  else if (request.mode === "navigate" && isPage(address)) event.respondWith(fromNetwork(request));
});

function isPage(address) {
  return /^\/labor\/[A-Za-z0-9]{6}\/([a-z]+\/)?$/.test(address.pathname);
}

async function fromCache(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, KEPT);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) cache.put(request, response.clone()).catch(() => {});
  return response;
}

async function fromNetwork(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok && response.type === "basic" && !response.redirected) await cache.put(request, response.clone()).catch(() => {});
    return response.status >= 500 ? (await cache.match(request, KEPT)) ?? response : response;
  } catch (error) {
    const kept = await cache.match(request, KEPT);
    if (kept) return kept;
    throw error;
  }
}
