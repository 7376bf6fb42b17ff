// What the door answers, big enough for arm's length: a plate, and a sound that goes with it.

import { NoNetwork, SentAway } from "./asking.js";
import { count } from "./guests.js";
import { door, hint, ledger, say, words } from "./page.js";
import { plate } from "./plates.js";
import { sound } from "./sound.js";

const HELD = 4000; // milliseconds: a ticket held up a little longer is not a second visit

const result = door.querySelector("[data-result]");
const seen = new Map(); // whom a frame or a photo was about, and when last

// Whether this was seen a moment ago; looking again keeps the moment alive. Each person has a
// moment of their own: somebody checked in by name meanwhile does not end that of a ticket.
// What counts is when a picture was taken, however slowly its answer came.
export function isHeld(about, taken = performance.now()) {
  const held = taken - (seen.get(about) ?? -HELD) < HELD;
  seen.set(about, performance.now());
  return held;
}

// Where the answer was slow, whoever still holds the ticket up has not come a second time.
export const goOn = (about) => seen.set(about, performance.now());

// Nobody has heard of it yet after all.
export const letGo = (about) => seen.delete(about);

// `taken` is when a frame of the film was taken; nothing for whatever somebody meant.
export function show(html, taken) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const drawn = page.querySelector("[data-code]");
  if (!drawn) return explain(page);
  const undo = drawn.querySelector("form[action*='/undo/']")?.getAttribute("action").split("/").at(-1);
  ledger?.hear(drawn.dataset.code, drawn.dataset.about, undo);
  present(drawn, taken);
  count(true);
}

export function present(drawn, taken) {
  const held = isHeld(drawn.dataset.about, taken);
  if (taken !== undefined && held) return;
  result.replaceChildren(drawn);
  sound(drawn.dataset.tone);
}

// Said when something could not be done; `text` says what to do instead.
export function sorry(text, isFrame = false) {
  const drawn = plate(words, "UNREAD", null, text);
  drawn.dataset.about = text;
  present(drawn, isFrame ? performance.now() : undefined);
}

// A whole page instead of a plate: a refusal. Its first words say which.
function explain(page) {
  const found = page.querySelectorAll(".flashes .notice");
  if (found.length) result.replaceChildren(...found);
  count(true);
}

export function fail(error, isFrame = false) {
  if (error instanceof SentAway) return leave(error.where);
  const byName = error instanceof NoNetwork && ledger?.isReady;
  // Errors of a browser have words of their own that nobody at a door understands.
  const known = [say.sayLarge, say.sayNotAllowed, say.sayAgain].includes(error.message);
  const text = byName ? say.sayByName : known ? error.message : say.sayOffline;
  hint.textContent = text;
  if (!isFrame) sorry(text);
}

// This phone may no longer keep the door. What it wrote down stays on it until it is handed in.
let isLeaving = false;
export const asksBeforeLeaving = () => !isLeaving && Boolean(ledger?.waiting.length);

function leave(where) {
  if (isLeaving) return;
  isLeaving = true;
  ledger?.close();
  location.assign(where === "/sign-in" ? `${where}?next=${encodeURIComponent(location.pathname)}` : where);
}
