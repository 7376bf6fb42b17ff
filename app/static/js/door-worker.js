// Keeps the page of the door and what it is made of, so that it opens in a cellar.

const CACHE = "door";
const PATIENCE = 4000; // milliseconds: a network that is worse than none
const DOOR = /^\/events\/[^/]+\/door$/;
const WHATEVER_IT_VARIES_BY = { ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && DOOR.test(pathname)) event.respondWith(page(request, pathname));
  else if (pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

async function page(request, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path, WHATEVER_IT_VARIES_BY);
  try {
    const answer = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    if (answer.ok) await cache.put(path, answer.clone());
    else if (answer.status < 500) await cache.delete(path); // no longer this phone's door
    else if (kept) return kept;
    return answer;
  } catch {
    return kept ?? Response.error(); // the browser says itself that there is no network
  }
}

// An asset's address changes with its content, so what is kept is right.
async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, WHATEVER_IT_VARIES_BY);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

function late() {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}
