// Writing down on this phone what cannot be handed in now, saying what the server would say.

import { NoNetwork, post } from "./asking.js";
import { present, show } from "./answers.js";
import { figuresHere, list } from "./guests.js";
import { clock, device, ledger, say, words, yen } from "./page.js";
import { plate } from "./plates.js";

const ADDRESSES = { in: say.scan, fee: say.fees, out: say.departures, walk_in: say.walkIns };
const SAID = { undo: "UNDONE", fee: "PAID", out: "LEFT", walk_in: "OK" };
const LETS_IN = ["OK", "FEE_DUE"];

// A ticket held up without a network: the roster decides. `id` is that of the scan that got lost.
export async function admitHere(text, id) {
  const person = await ledger.holder(text);
  const code = ledger.decide(person);
  if (LETS_IN.includes(code) && words.asksFirst) {
    return present(plate(words, "ASK", person, noteOn("OK", person), [{ kind: "in", label: words.checkIn, classes: "button wide" }]));
  }
  await write({ kind: "in", person, fields: { ticket: text, method: "qr", id } });
}

export async function write(wish) {
  if (wish.kind === "in") await writeArrival(wish);
  else {
    const record = await ledger.write(wish.kind, { registration: wish.person?.r, method: "name", ...wish.fields }, device.value);
    const who = wish.person ?? { n: wish.fields.name, r: record.id };
    present(plate(words, SAID[wish.kind], who, words.unsent));
  }
  figuresHere();
  list();
}

async function writeArrival({ person, fields, early, isSure }) {
  const code = isSure && !person ? "OK" : ledger.decide(person, early);
  const arrival = { registration: person?.r, early, method: "name", ...fields };
  const record = LETS_IN.includes(code) && (await ledger.write("in", arrival, device.value));
  present(plate(words, code, person, noteOn(code, person), presses(code, record, fields.ticket)));
}

function noteOn(code, person) {
  const notes = {
    ALREADY: [person?.i && clock(person.i)],
    FEE_DUE: [yen(person?.f), person?.s],
    NOT_CONFIRMED: [words.states[person?.t]],
    REMOVED: [],
    UNKNOWN: [words.notHere.replace("{time}", clock(ledger.readAt))],
  };
  return [...(notes[code] ?? [person?.s]), LETS_IN.includes(code) && words.unsent].filter(Boolean).join(" · ");
}

function presses(code, record, ticket) {
  if (code === "NOT_CONFIRMED") return words.mayWalkIn ? [{ kind: "walk_in", label: words.letIn }] : [];
  if (code === "TOO_EARLY") return [{ kind: "in", label: words.letIn, early: true }];
  // Somebody may have registered after this phone last heard the list.
  if (code === "UNKNOWN") return ticket?.includes("/t/") ? [{ kind: "in", label: words.checkLater, ticket }] : [];
  const undo = { kind: "undo", label: words.undo, undoes: record?.id };
  if (code === "FEE_DUE") return [{ kind: "fee", label: words.paid }, undo];
  return code === "OK" ? [undo] : [];
}

// What a button means, whether the server drew it or this phone.
export function meant(form) {
  const fields = Object.fromEntries(new FormData(form));
  const { kind, registration, undoes, early, ticket } = form.dataset;
  if (kind) {
    const given = { ...(undoes && { undoes }), ...(ticket && { ticket, method: "qr" }) };
    return { kind, person: ledger?.byName?.get(registration), early: Boolean(early), isSure: Boolean(ticket), fields: given };
  }
  const [, path, id] = form.getAttribute("action").match(/\/door\/([a-z-]+)(?:\/([^/]+))?/) ?? [];
  const known = { scans: "in", undo: "undo", fees: "fee", departures: "out", "walk-ins": "walk_in" }[path];
  if (!known || (path === "walk-ins" && id)) return null;
  const person = ledger?.byName?.get(fields.registration);
  if (path === "undo") return { kind: known, person: ledger?.people.find((one) => one.e === id), fields: { undoes: id } };
  const named = path === "walk-ins" && !person ? { name: fields.name, reading: fields.reading } : {};
  return { kind: known, person, early: fields.early === "1", fields: named };
}

// A button this phone drew: the server answers it as its own, unless it has not heard of it yet.
export async function sendHere({ kind, person, fields, early }, id) {
  const isKnown = !fields.undoes || !ledger.waiting.some((record) => record.id === fields.undoes);
  if (!isKnown) throw new NoNetwork(say.sayOffline);
  const address = kind === "undo" ? say.undo.replace(/[^/]+$/, fields.undoes) : ADDRESSES[kind];
  const about = fields.ticket ? { ticket: fields.ticket, sure: "1" } : { registration: person?.r ?? "" };
  show(await post(address, { ...about, ...(early && { early: "1" }) }, id));
}
