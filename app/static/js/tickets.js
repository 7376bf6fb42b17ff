// One's own ticket stays on this phone until after the event, and no longer than one is signed in.

import { stayAwake } from "./awake.js";

const CACHE = "tickets";
const WORKER = "/ticket-worker.js";
const canKeep = "serviceWorker" in navigator && "caches" in window;

// Keep the ticket `place` speaks of. Resolves once it opens without a network.
async function keep(place) {
  const { ticket: path, owner, until } = place.dataset;
  await running(await navigator.serviceWorker.register(WORKER, { scope: "/t/" }));
  const answer = await fetch(path, { cache: "no-store" });
  const html = await answer.text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const isTheirs = page.querySelector("[data-ticket]")?.dataset.owner === owner;
  if (!answer.ok || answer.redirected || !isTheirs) throw new Error("not this ticket");
  const cache = await caches.open(CACHE);
  await Promise.all(partsOf(page).map((part) => keepPart(cache, part)));
  const kept = html.replace("<html ", `<html data-kept="${new Date().toISOString()}" `);
  await cache.put(path, new Response(kept, { headers: headersOf(answer, owner, until) }));
}

// A worker that is not running yet opens nothing.
function running({ installing, waiting, active }) {
  const worker = active ?? waiting ?? installing;
  if (worker.state === "activated") return worker;
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new Error("replaced"));
    });
  });
}

// What the page is made of: what it names itself, and the modules those have asked for.
function partsOf(page) {
  const named = [...page.querySelectorAll("link[href^='/assets/'], script[src^='/assets/']")].map(
    (part) => part.getAttribute("href") ?? part.getAttribute("src"),
  );
  const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  return [...new Set([...named, ...loaded.filter((path) => path.startsWith("/assets/"))])];
}

async function keepPart(cache, path) {
  if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path);
}

function headersOf(answer, owner, until) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set("X-Kept-For", owner);
  headers.set("X-Kept-Until", until);
  return headers;
}

// Tickets of other people, of evenings that are over, and what is no ticket any more leave here.
export async function purge({ reader, gone }) {
  if (!canKeep || !(await caches.has(CACHE))) return;
  const cache = await caches.open(CACHE);
  const tickets = [];
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/t/")) continue;
    const { headers } = await cache.match(request, { ignoreVary: true });
    const isOver = Date.now() >= Date.parse(headers.get("X-Kept-Until"));
    const isForeign = reader !== undefined && headers.get("X-Kept-For") !== reader;
    if (isOver || isForeign || pathname === gone) await cache.delete(request, { ignoreVary: true });
    else tickets.push(pathname);
  }
  if (!tickets.length) await caches.delete(CACHE);
}

async function tell(place) {
  const keptAt = document.documentElement.dataset.kept;
  if (keptAt) {
    place.textContent = place.dataset.sayAsOf.replace("{time}", new Date(keptAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
    place.dataset.state = "copy";
    return;
  }
  try {
    await keep(place);
    place.textContent = place.dataset.sayKept;
    place.dataset.state = "kept";
  } catch {
    place.textContent = place.dataset.sayNotKept;
    place.dataset.state = "not-kept";
  }
}

// The code alone, on white, as large as the screen, which stays on.
function enlarge(button) {
  const large = document.querySelector("[data-large]");
  button.hidden = false;
  button.addEventListener("click", () => {
    large.showModal();
    stayAwake();
  });
  large.addEventListener("click", () => large.close());
}

const place = document.querySelector("[data-ticket]");
const { me } = document.body.dataset;
const isTicketPage = location.pathname.startsWith("/t/");
const gone = isTicketPage && !place ? location.pathname : undefined;

purge({ reader: document.documentElement.dataset.kept ? undefined : me, gone })
  .catch(() => {})
  .then(() => place && tell(place));
if (place && isTicketPage) stayAwake();
for (const button of document.querySelectorAll("[data-enlarge]")) enlarge(button);
