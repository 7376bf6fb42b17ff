// Opens a kept ticket where there is no network. It keeps nothing itself: the page of the ticket
// does, and says so, so that nobody is told of a ticket that is not here.

const CACHE = "tickets";
const PATIENCE = 3000; // milliseconds: a network that is worse than none
const TICKET = /^\/t\/[^/]+$/;
const WHATEVER_IT_VARIES_BY = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && TICKET.test(pathname)) event.respondWith(ticket(request, pathname));
  else if (pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

async function ticket(request, path) {
  const kept = await goodTicket(path);
  try {
    const answer = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    return kept && answer.status >= 500 ? kept : answer;
  } catch {
    return kept ?? nothingHere();
  }
}

async function goodTicket(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path, WHATEVER_IT_VARIES_BY);
  if (!kept || Date.now() < Date.parse(kept.headers.get("X-Kept-Until"))) return kept;
  await cache.delete(path, WHATEVER_IT_VARIES_BY);
  return undefined;
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, WHATEVER_IT_VARIES_BY)) ?? fetch(request);
}

function nothingHere() {
  const words = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kizuna</title>
<p lang="ja">接続できません。このスマートフォンには参加証が保存されていないか、期限が過ぎています。受付ではお名前をお伝えください。</p>
<p lang="en">No connection, and this ticket is not kept on this phone, or no longer. Your name is enough at the door.</p>`;
  return new Response(words, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

function late() {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
}
