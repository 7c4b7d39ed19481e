// The service worker of one event's door. It lies below that page's address, so its scope is that page and nothing else.
// It keeps the page and what the page is made of; people's data it never keeps (they lie in IndexedDB, see check-in-store.js).

const PAGE = new URL(self.registration.scope).pathname;
const CACHE = `einlass ${PAGE}`;
const PATIENCE = 4000;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep, event.source));
  if (event.data?.forget) event.waitUntil(caches.delete(CACHE));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === PAGE) event.respondWith(page(event.request));
    return;
  }
  if (!url.pathname.startsWith(PAGE)) event.respondWith(part(event.request));
});

// The addresses the page was made of, and the page itself.
async function keep(addresses, client) {
  const cache = await caches.open(CACHE);
  const wanted = [...new Set([PAGE, ...addresses])];
  const kept = await Promise.allSettled(wanted.map((address) => cache.add(new Request(address, { cache: "reload" }))));
  client?.postMessage({ kept: kept.filter((one) => one.status === "fulfilled").length, wanted: wanted.length });
}

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return (await caches.match(PAGE, { cacheName: CACHE })) ?? Response.error();
  }
}

async function part(request) {
  const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
  return kept ?? fetch(request);
}
