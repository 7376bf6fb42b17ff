// The list of who is expected, and how many have come: from the server, or from this phone.

import { get, network, SentAway } from "./asking.js";
import { fail } from "./answers.js";
import { door, ledger, say, words } from "./page.js";
import { button } from "./plates.js";

const SHOWN = 14; // a phone shows no more at a time, and drawing them is what a search costs

export const wanted = door.querySelector("input[type=search]");

let asked = 0;

export async function list() {
  const number = ++asked;
  if (network.isOff && ledger?.isReady) return listHere();
  try {
    const answer = await get(`${say.guests}?q=${encodeURIComponent(wanted.value)}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const guests = page.querySelector("[data-guests]");
    // A slow answer to an older question must not undo a newer one.
    if (guests && number === asked) door.querySelector("ul[data-guests]").replaceWith(guests);
  } catch (error) {
    if (!(error instanceof SentAway) && ledger?.isReady) listHere();
    else fail(error, true);
  }
}

// The list from the roster on this phone.
function listHere() {
  const { shown, more } = ledger.found(wanted.value, SHOWN);
  const rows = shown.map(row);
  const left = more || shown.length ? words.more.replace("0", more) : words.nobody;
  if (more || !shown.length) rows.push(Object.assign(document.createElement("li"), { className: "fine", textContent: left }));
  door.querySelector("ul[data-guests]").replaceChildren(...rows);
}

function row(person) {
  const drawn = document.querySelector("template[data-guest]").content.firstElementChild.cloneNode(true);
  const isHere = person.p === "present";
  drawn.classList.toggle("arrived", isHere);
  drawn.querySelector(".name").textContent = person.n;
  drawn.querySelector(".reading").textContent = person.y;
  drawn.querySelector("small").textContent = person.s;
  const presses = isHere
    ? [
        { kind: "out", label: words.goneHome, classes: "button plain" },
        { kind: "undo", label: words.undo, undoes: person.e, classes: "button plain" },
      ]
    : [{ kind: "in", label: words.checkIn, classes: "button soft" }];
  const actions = document.createElement("div");
  actions.className = "actions";
  // What the server let in may have a number this phone has not heard of yet.
  actions.append(...presses.filter((press) => press.kind !== "undo" || press.undoes).map((press) => button(press, person)));
  drawn.append(isHere ? actions : actions.firstElementChild);
  return drawn;
}

export async function count(isNews = false) {
  if (document.hidden && !isNews) return;
  try {
    const { present, expected } = await (await get(say.count)).json();
    const others = door.querySelector("[data-present]").textContent !== String(present);
    figures(present, expected);
    if (isNews || others) await list();
  } catch (error) {
    if (error instanceof SentAway) return fail(error);
    figuresHere();
  }
}

export function figuresHere() {
  if (ledger?.isReady) figures(ledger.counts.present, ledger.counts.expected);
}

function figures(present, expected) {
  door.querySelector("[data-present]").textContent = present;
  door.querySelector("[data-expected]").textContent = expected;
  const dial = door.querySelector("progress");
  dial.max = expected || 1;
  dial.value = present;
}
