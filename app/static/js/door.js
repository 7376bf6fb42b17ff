// The door. Whatever the answer, scanning goes on; without a camera the photo and the list remain,
// without a network the roster on this phone, and what it writes down is handed in later.

import { Camera, lighter } from "./door/camera.js";
import { Ledger } from "./door/ledger.js";
import { newId } from "./door/names.js";
import { button, plate, sound } from "./door/plates.js";

const door = document.querySelector("[data-door]");
const result = door.querySelector("[data-result]");
const photo = door.querySelector("[data-photo]");
const picture = photo.querySelector("input[type=file]");
const device = door.querySelector("#device");
const wanted = door.querySelector("input[type=search]");
const badge = door.querySelector("[data-unsent]");
const say = door.dataset;
const words = JSON.parse(document.querySelector("[data-words]").dataset.words);

const HELD = 4000; // milliseconds: a ticket held up a little longer is not a second visit
const COUNT_EVERY = 5000;
const HAND_IN_EVERY = 10_000;
const READ_EVERY = 60_000;
const OLD = 10 * 60_000; // milliseconds: from here on the roster's age is a warning
const SHOWN = 200;

const seen = new Map(); // whom a frame or a photo was about, and when last
let isOffline = false;

const ledger = Ledger.isPossible ? new Ledger(say.slug, say, tell) : null;

class NoNetwork extends Error {}

async function post(address, fields) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("csrf_token", say.token);
  body.set("id", newId());
  body.set("device", device.value);
  const answer = await fetchTwice(address, { method: "POST", body, headers: { "X-Requested-With": "door" } });
  goesOnline();
  if (answer.status === 204) return "";
  if (answer.status === 413) throw new Error(say.sayLarge);
  if (!answer.ok) throw new Error(say.sayOffline);
  return answer.text();
}

function goesOnline() {
  if (!isOffline) return;
  isOffline = false;
  camera.hint.textContent = say.sayReady;
  tell();
  handIn();
}

// An answer that got lost is asked for again: the same id is the same attempt.
async function fetchTwice(address, options) {
  for (const pause of [400, 0]) {
    try {
      return await fetch(address, options);
    } catch {
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  isOffline = true;
  throw new NoNetwork(say.sayOffline);
}

// Whether this was seen a moment ago; looking again keeps the moment alive. Each person has a
// moment of their own: somebody checked in by name meanwhile does not end that of a ticket.
function isHeld(about) {
  const now = performance.now();
  const held = now - (seen.get(about) ?? -HELD) < HELD;
  seen.set(about, now);
  return held;
}

function show(html, isFrame = false) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const drawn = page.querySelector("[data-code]");
  if (!drawn) return explain(page);
  ledger?.hear(drawn.dataset.code, drawn.dataset.about);
  present(drawn, isFrame);
  count(true);
}

function present(drawn, isFrame = false) {
  const held = isHeld(drawn.dataset.about);
  if (isFrame && held) return;
  result.replaceChildren(drawn);
  sound(drawn.dataset.tone);
  if (!isFrame) result.scrollIntoView({ block: "nearest" });
}

// A whole page instead of a plate: a refusal, or the way to sign in. Its first words say which.
function explain(page) {
  const found = page.querySelectorAll(".flashes .notice");
  if (found.length) result.replaceChildren(...found);
  list();
}

function fail(error) {
  // Errors of the network have words of their own that nobody at a door understands.
  const nothing = ledger?.isReady && !camera.detector ? say.sayByName : say.sayOffline;
  const text = error.message === say.sayLarge ? say.sayLarge : nothing;
  camera.hint.textContent = text;
  if (!camera.isOff) return;
  const line = document.createElement("p");
  line.textContent = text;
  result.replaceChildren(line);
}

// A ticket, read here. Without a network the roster on this phone decides.
async function scan(text) {
  if (isHeld(text)) return;
  try {
    show(await post(say.scan, { ticket: text }), true);
  } catch (error) {
    seen.delete(text); // nobody has heard of it yet
    if (!(error instanceof NoNetwork) || !ledger?.isReady) throw error;
    isHeld(text);
    await write({ kind: "in", person: await ledger.holder(text), fields: { ticket: text, method: "qr" } });
  }
}

// Write down here what cannot be handed in now, and say what the server would say.
async function write(wish) {
  await writeDown(wish);
  figures(ledger.counts.present, ledger.counts.expected);
}

async function writeDown({ kind, person, fields, early }) {
  if (kind !== "in") {
    await ledger.write(kind, { registration: person?.r, method: "name", ...fields }, device.value);
    const code = { undo: "UNDONE", fee: "PAID", out: "LEFT", walk_in: "OK" }[kind];
    return present(plate(words, code, person ?? { n: fields.name, r: "" }, words.unsent));
  }
  const code = ledger.decide(person, early);
  const isIn = code === "OK" || code === "FEE_DUE";
  const record = isIn && (await ledger.write("in", { registration: person.r, early, ...fields }, device.value));
  present(plate(words, code, person, noteOn(code, person), presses(code, record)));
}

function noteOn(code, person) {
  const came = person?.i ? new Date(person.i).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : "";
  const parts = { ALREADY: [came], FEE_DUE: [words.fee(person?.f), person?.s] }[code] ?? [person?.s];
  return [...parts, words.unsent].filter(Boolean).join(" · ");
}

words.fee = (amount) => words.yen.replace("0", Number(amount ?? 0).toLocaleString());

function presses(code, record) {
  if (code === "NOT_CONFIRMED") return words.mayWalkIn ? [{ kind: "walk_in", label: words.letIn }] : [];
  if (code === "TOO_EARLY") return [{ kind: "in", label: words.letIn, early: true }];
  const undo = { kind: "undo", label: words.undo, undoes: record?.id };
  if (code === "FEE_DUE") return [{ kind: "fee", label: words.paid }, undo];
  return code === "OK" ? [undo] : [];
}

async function count(isNews = false) {
  if (document.hidden) return;
  try {
    const { present: here, expected } = await (await fetch(say.count)).json();
    goesOnline();
    const others = door.querySelector("[data-present]").textContent !== String(here);
    figures(here, expected);
    if (isNews || others) await list();
  } catch {
    isOffline = true;
    if (ledger?.isReady) figures(ledger.counts.present, ledger.counts.expected);
    tell();
  }
}

function figures(here, expected) {
  door.querySelector("[data-present]").textContent = here;
  door.querySelector("[data-expected]").textContent = expected;
  const dial = door.querySelector("progress");
  dial.max = expected || 1;
  dial.value = here;
}

let asked = 0;
async function list() {
  const number = ++asked;
  if (isOffline && ledger?.isReady) return listHere();
  try {
    const answer = await fetch(`${say.guests}?q=${encodeURIComponent(wanted.value)}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const guests = page.querySelector("[data-guests]");
    // A slow answer to an older question must not undo a newer one.
    if (guests && number === asked) door.querySelector("ul[data-guests]").replaceWith(guests);
  } catch (error) {
    isOffline = true;
    if (ledger?.isReady) listHere();
    else fail(error);
  }
}

// The list from the roster on this phone.
function listHere() {
  const { shown, more } = ledger.found(wanted.value, SHOWN);
  const rows = shown.map((person) => {
    const row = document.querySelector("template[data-guest]").content.firstElementChild.cloneNode(true);
    const isHere = person.p === "present";
    row.classList.toggle("arrived", isHere);
    row.querySelector(".name").textContent = person.n;
    row.querySelector(".reading").textContent = person.y;
    row.querySelector("small").textContent = person.s;
    const press = isHere
      ? { kind: "undo", label: words.undo, undoes: person.e, classes: "button plain" }
      : { kind: "in", label: words.checkIn, classes: "button soft" };
    row.append(button(press, person));
    return row;
  });
  const guests = door.querySelector("ul[data-guests]");
  guests.replaceChildren(...rows);
  if (more) guests.append(Object.assign(document.createElement("li"), { className: "fine", textContent: words.more.replace("0", more) }));
}

// What has not been handed in yet, what was refused, and how old the roster is.
function tell() {
  if (!ledger) return;
  const waiting = ledger.waiting.length;
  const age = ledger.readAt ? Date.now() - ledger.readAt : 0;
  badge.hidden = !waiting && !ledger.rejected.length && !(isOffline && ledger.isReady);
  badge.querySelector("[data-number]").textContent = waiting ? words.waiting.replace("0", waiting) : words.offline;
  badge.querySelector("[data-age]").textContent = isOffline || age > OLD ? words.age.replace("0", Math.floor(age / 60_000)) : "";
  const refused = ledger.rejected.map((record) => {
    const line = document.createElement("li");
    const who = ledger.byName?.get(record.registration)?.n ?? record.name ?? record.ticket ?? "";
    line.textContent = `${who}: ${record.answer.verdict} `;
    line.append(button({ kind: "forget", label: words.noted, undoes: record.id, classes: "button plain" }));
    return line;
  });
  badge.querySelector("[data-refused]").replaceChildren(...refused);
}

async function handIn() {
  if (!ledger?.waiting.length) return;
  try {
    await ledger.handIn();
    goesOnline();
    await count(true);
  } catch {
    tell(); // it stays on this phone, and is tried again
  }
}

const camera = new Camera(door.querySelector("[data-camera]"), say, {
  read: scan,
  send: async (frame) => {
    const html = await post(say.scan, { photo: frame, frame: "1" });
    if (html) show(html, true);
  },
  failed: fail,
});

// One tap instead of two: the label becomes the button, and choosing a photo sends it.
photo.querySelector("[data-send-photo]").hidden = true;
picture.classList.add("visually-hidden");
photo.querySelector("label").classList.add("button", "outline", "wide");
picture.addEventListener("change", async () => {
  const [file] = picture.files;
  if (!file) return;
  photo.classList.add("is-busy");
  try {
    show(await post(say.scan, { photo: await lighter(file) }));
  } catch (error) {
    fail(error);
  } finally {
    photo.classList.remove("is-busy");
    picture.value = "";
  }
});

// What a button means, whether the server drew it or this phone.
function meant(form) {
  const fields = Object.fromEntries(new FormData(form));
  const { kind, registration, undoes, early } = form.dataset;
  if (kind) return { kind, person: ledger?.byName?.get(registration), early: Boolean(early), fields: undoes ? { undoes } : {} };
  const [, path, id] = form.action.match(/\/door\/([a-z-]+)(?:\/([^/]+))?/) ?? [];
  const known = { scans: "in", undo: "undo", fees: "fee", departures: "out", "walk-ins": "walk_in" }[path];
  if (!known || (path === "walk-ins" && id)) return null;
  const person = ledger?.byName?.get(fields.registration);
  if (path === "undo") return { kind: known, person: ledger?.people.find((one) => one.e === id), fields: { undoes: id } };
  const named = path === "walk-ins" && !person ? { name: fields.name, reading: fields.reading } : {};
  return { kind: known, person, early: fields.early === "1", fields: named };
}

const ADDRESSES = { in: say.scan, fee: say.fees, out: say.departures, walk_in: say.walkIns };

// Buttons on plates and in the list answer without leaving the camera.
door.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.getAttribute("role") === "search") {
    event.preventDefault();
    return list();
  }
  if (form === photo) return;
  event.preventDefault();
  const wish = meant(form);
  if (wish?.kind === "forget") return ledger.forget(wish.fields.undoes);
  try {
    if (form.dataset.kind) await sendHere(wish);
    else show(await post(form.action, new FormData(form)));
    if (!form.dataset.kind && wish?.kind === "walk_in") form.reset();
  } catch (error) {
    if (!(error instanceof NoNetwork) || !wish || !ledger?.isReady) return fail(error);
    await write(wish);
    list();
  }
});

// A button this phone drew: the server answers it as its own, unless it has not heard of it yet.
async function sendHere({ kind, person, fields, early }) {
  const isKnown = !fields.undoes || !ledger.waiting.some((record) => record.id === fields.undoes);
  if (!isKnown) throw new NoNetwork();
  const address = kind === "undo" ? say.undo.replace(/[^/]+$/, fields.undoes) : ADDRESSES[kind];
  show(await post(address, { registration: person?.r ?? "", ...(early ? { early: "1" } : {}) }));
}

let typing = 0;
wanted.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(list, isOffline ? 0 : 150);
});

// What this door is called is kept on the device alone.
device.closest("[data-device]").hidden = false;
try {
  device.value = localStorage.getItem("door") ?? "";
  device.addEventListener("change", () => localStorage.setItem("door", device.value.trim()));
} catch {
  // A private window remembers nothing.
}

// Leaving with something not handed in asks first.
window.addEventListener("beforeunload", (event) => {
  if (ledger?.waiting.length) event.preventDefault();
});
window.addEventListener("online", handIn);

// The page and what it is made of stay on this phone, so that it opens without a network.
async function keepPage() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await navigator.serviceWorker.register(say.worker, { scope: "/events/" });
  const parts = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  const assets = [...new Set(parts.filter((path) => path.startsWith("/assets/")))];
  const cache = await caches.open("door");
  await Promise.allSettled([location.pathname, ...assets].map((path) => cache.add(path)));
}

setInterval(count, COUNT_EVERY);
camera.start();
if (ledger) {
  ledger.open().then(() => (ledger.waiting.length ? handIn() : tell())).catch(() => {});
  keepPage().catch(() => {});
  setInterval(handIn, HAND_IN_EVERY);
  setInterval(() => document.hidden || isOffline || ledger.refresh().catch(() => {}), READ_EVERY);
}
