// The door's own book: everybody on the list, what was written down here, and handing it in.

import { dropRecords, dropRoster, allRosters, keepRecord, keepRoster, recordsOf, rosterOf } from "./store.js";
import { folded, newId, print, tokenIn } from "./names.js";

const DOORS_OPEN = 2 * 3600_000; // milliseconds before the beginning
const KEPT_AFTER = 24 * 3600_000; // milliseconds after the end
const BATCH = 100;
const ARRIVALS = ["in", "walk_in"];
const CAME = ["OK", "FEE_DUE", "ALREADY"];

export class Ledger {
  constructor(slug, paths, onChange) {
    this.slug = slug;
    this.paths = paths;
    this.onChange = onChange;
    this.people = [];
    this.waiting = [];
    this.rejected = [];
    this.readAt = null;
    this.isHandingIn = false;
  }

  get isReady() {
    return this.readAt !== null;
  }

  // Whether what is needed is here at all: no phone keeps anything in a private window.
  static get isPossible() {
    return "indexedDB" in window && Boolean(window.crypto?.subtle);
  }

  async open() {
    await purge();
    const kept = await rosterOf(this.slug);
    if (kept) this.take(kept);
    await this.readRecords();
    await this.refresh().catch(() => {});
  }

  async refresh() {
    const answer = await fetch(this.paths.roster, { headers: { "X-Requested-With": "door" } });
    if (!answer.ok || answer.redirected) throw new Error("no roster");
    const roster = { slug: this.slug, ...(await answer.json()) };
    await keepRoster(roster);
    this.take(roster);
    this.onChange();
  }

  take(roster) {
    this.roster = roster;
    this.readAt = new Date(roster.at);
    this.people = roster.people;
    this.byPrint = new Map(roster.people.map((person) => [person.h, person]));
    this.byName = new Map(roster.people.map((person) => [person.r, person]));
    for (const record of this.waiting) this.apply(record);
  }

  async readRecords() {
    const kept = await recordsOf(this.slug);
    this.waiting = kept.filter((record) => !record.answer).sort((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1));
    this.rejected = kept.filter((record) => record.answer);
    for (const record of this.waiting) this.apply(record);
    this.onChange();
  }

  async holder(text) {
    return this.byPrint.get(await print(tokenIn(text)));
  }

  found(text, most) {
    const wanted = folded(text, this.roster?.variants ?? {});
    const fits = (person) => person.t === "confirmed" && person.k.includes(wanted);
    const all = this.people.filter(fits);
    return { shown: all.slice(0, most), more: Math.max(0, all.length - most) };
  }

  get counts() {
    const expected = this.people.filter((person) => person.t === "confirmed").length;
    return { present: this.people.filter((person) => person.p === "present").length, expected };
  }

  // What the server would say, as far as the roster knows.
  decide(person, isEarlyAllRight = false) {
    if (!person) return "UNKNOWN";
    if (person.t === "removed") return "REMOVED";
    if (person.t !== "confirmed") return "NOT_CONFIRMED";
    if (person.p === "present") return "ALREADY";
    const opens = new Date(this.roster.starts) - DOORS_OPEN;
    if (Date.now() < opens && !isEarlyAllRight) return "TOO_EARLY";
    return person.f ? "FEE_DUE" : "OK";
  }

  // Write one line down. It is on the disk when this returns.
  async write(kind, fields, device) {
    const record = {
      id: newId(),
      slug: this.slug,
      kind,
      occurred_at: new Date().toISOString(),
      device,
      offline: true,
      ...fields,
    };
    await keepRecord(record);
    this.waiting.push(record);
    this.apply(record);
    this.onChange();
    return record;
  }

  apply(record) {
    const person = this.byName?.get(record.registration);
    if (record.kind === "undo") return this.takeBack(record.undoes);
    if (!person) return;
    if (ARRIVALS.includes(record.kind)) {
      person.p = "present";
      person.i ??= record.occurred_at;
      person.e = record.id;
    } else if (record.kind === "out") person.p = "left";
    else if (record.kind === "fee") person.f = 0;
  }

  takeBack(id) {
    const person = this.people.find((one) => one.e === id);
    if (person) Object.assign(person, { p: "not_arrived", i: null, e: null });
  }

  // What an answer of the server says about somebody, so that the list here is right at once.
  hear(code, registration) {
    const person = this.byName?.get(registration);
    if (!person) return;
    if (CAME.includes(code)) Object.assign(person, { p: "present", i: person.i ?? new Date().toISOString() });
    else if (code === "UNDONE") Object.assign(person, { p: "not_arrived", i: null, e: null });
    else if (code === "LEFT") person.p = "left";
    else if (code === "PAID") person.f = 0;
  }

  // Hand in what waits; true when nothing waits any more. Nothing leaves before it is answered.
  async handIn() {
    if (this.isHandingIn || !this.waiting.length) return !this.waiting.length;
    this.isHandingIn = true;
    try {
      while (this.waiting.length) await this.handInSome(this.waiting.slice(0, BATCH));
      await this.refresh();
      return true;
    } finally {
      this.isHandingIn = false;
      this.onChange();
    }
  }

  async handInSome(batch) {
    const body = JSON.stringify({ sent_at: new Date().toISOString(), records: batch });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.paths.token, "X-Requested-With": "door" };
    const answer = await fetch(this.paths.records, { method: "POST", body, headers });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const { results } = await answer.json();
    const told = new Map(results.map((result) => [result.id, result]));
    const done = batch.filter((record) => told.has(record.id));
    const refused = done.filter((record) => told.get(record.id).code === "REJECTED");
    for (const record of refused) {
      record.answer = told.get(record.id);
      await keepRecord(record);
      this.rejected.push(record);
    }
    await dropRecords(done.filter((record) => !record.answer).map((record) => record.id));
    this.waiting = this.waiting.filter((record) => !told.has(record.id));
    if (!done.length) throw new Error("no answer to any record");
    this.onChange();
  }

  // Somebody has read why a record was refused.
  async forget(id) {
    await dropRecords([id]);
    this.rejected = this.rejected.filter((record) => record.id !== id);
    this.onChange();
  }
}

// A day after the end the roster leaves the phone; what was not handed in stays until it is.
export async function purge() {
  if (!("indexedDB" in window)) return;
  for (const roster of await allRosters()) {
    const isOver = Date.now() > new Date(roster.ends).getTime() + KEPT_AFTER;
    if (!isOver || (await recordsOf(roster.slug)).length) continue;
    await dropRoster(roster.slug);
    await (await caches?.open("door"))?.delete(`/events/${roster.slug}/door`);
  }
}
