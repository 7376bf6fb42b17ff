// What stays on this phone: the page, the list, and what could not be handed in yet.

import { asksBeforeLeaving, fail } from "./answers.js";
import { network, SentAway } from "./asking.js";
import { count, list } from "./guests.js";
import { clock, door, ledger, say, words } from "./page.js";
import { button } from "./plates.js";
import { forget } from "./store.js";

const OLD = 10 * 60_000; // milliseconds: from here on the roster's age is a warning

const badge = door.querySelector("[data-unsent]");
const kept = door.querySelector("[data-kept]");

// What has not been handed in yet, what was refused, and how old the roster is.
export function tell() {
  if (!ledger) return;
  const waiting = ledger.waiting.length;
  const age = ledger.readAt ? Date.now() - ledger.readAt : 0;
  badge.hidden = !waiting && !ledger.rejected.length && !(network.isOff && ledger.isReady);
  badge.querySelector("[data-number]").textContent = waiting ? words.waiting.replace("0", waiting) : network.isOff ? words.offline : "";
  badge.querySelector("[data-age]").textContent = network.isOff || age > OLD ? words.age.replace("0", Math.floor(age / 60_000)) : "";
  badge.querySelector("[data-trouble]").textContent = ledger.isFrail ? words.frail : ledger.isStuck && waiting ? words.stuck : "";
  badge.querySelector("[data-refused]").replaceChildren(...ledger.rejected.map(refused));
}

function refused(record) {
  const line = document.createElement("li");
  const who = ledger.byName?.get(record.registration)?.n ?? record.name ?? words.unknown;
  line.textContent = `${clock(record.occurred_at)} ${who}: ${record.answer.verdict} `;
  line.append(button({ kind: "forget", label: words.noted, undoes: record.id, classes: "button plain small" }));
  return line;
}

export async function handIn() {
  if (!ledger?.waiting.length) return;
  try {
    await ledger.handIn();
    await count(true);
  } catch (error) {
    if (error instanceof SentAway) return fail(error);
    tell(); // it stays on this phone, and is tried again
  }
}

// The page and what it is made of stay on this phone, so that it opens without a network.
async function keepPage() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return false;
  await navigator.serviceWorker.register(say.worker, { scope: "/events/" });
  const cache = await caches.open("door");
  const parts = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  const assets = [...new Set(parts.filter((path) => path.startsWith("/assets/")))];
  // Once the worker runs, it keeps the page by itself, each time it is opened.
  const isPageKept = navigator.serviceWorker.controller && (await has(cache, location.pathname));
  await Promise.all([...(isPageKept ? [] : [location.pathname]), ...assets].map((path) => add(cache, path)));
  await forgetOldParts(cache, assets);
  return true;
}

const has = async (cache, path) => Boolean(await cache.match(path, { ignoreVary: true }));

async function add(cache, path) {
  const isPart = path.startsWith("/assets/");
  if (!isPart || !(await has(cache, path))) await cache.add(path);
}

// Each version of a script has an address of its own; those of last month are of no use.
async function forgetOldParts(cache, assets) {
  const now = performance.timeOrigin - 7 * 24 * 3600_000;
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/assets/") || assets.includes(pathname)) continue;
    const made = new Date((await cache.match(request))?.headers.get("Date") ?? 0);
    if (made < now) await cache.delete(request);
  }
}

async function tellKept(isPageKept) {
  if (!isPageKept || !ledger?.isReady) {
    kept.textContent = words.notKept;
    return;
  }
  const day = ledger.forgetsAt.toLocaleString([], { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
  kept.textContent = words.kept.replace("{num}", ledger.people.length).replace("{day}", day);
  kept.dataset.isKept = "1";
}

// The network has gone, or has come back.
function changed() {
  tell();
  if (network.isOff) return list();
  handIn();
  count(true);
}

export async function keep() {
  window.addEventListener("beforeunload", (event) => asksBeforeLeaving() && event.preventDefault());
  if (!ledger) return tellKept(false);
  ledger.onChange = tell;
  network.changed = changed;
  window.addEventListener("online", () => count(true));
  await forget((until) => Date.now() > until).catch(() => {});
  const isPageKept = keepPage().catch(() => false);
  await ledger.open().catch((error) => error instanceof SentAway && fail(error));
  tell();
  handIn();
  await tellKept(await isPageKept);
  // Without this a phone short of room may throw away what nobody has handed in yet.
  navigator.storage?.persist?.().catch(() => {});
}

export const refresh = () => document.hidden || network.isOff || ledger.refresh().catch(() => {});
