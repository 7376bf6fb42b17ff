// The door's own book: everybody on the list, what was written down here, and handing it in.

import { dropRecords, keepRecord, keepRoster, keptUntil, recordsOf, rosterOf } from "./store.js";
import { folded, kanaFrom, newId, print, syllable, tokenIn } from "./names.js";

const DOORS_OPEN = 2 * 3600_000; // milliseconds before the beginning
const BATCH = 100;
const ARRIVALS = ["in", "walk_in"];
const CAME = ["OK", "FEE_DUE", "ALREADY"];
const FROM_DOOR = { "X-Requested-With": "door" };

export class Ledger {
  // `paths` holds the addresses and the token of the page: `roster`, `records`, `token`.
  constructor(slug, paths) {
    this.slug = slug;
    this.paths = paths;
    this.onChange = () => {};
    this.people = [];
    this.waiting = [];
    this.rejected = [];
    this.readAt = null;
    this.isHandingIn = false;
    this.isStuck = false; // the server did not take in what was handed to it
    this.isFrail = false; // something is only in this page's memory
  }

  get isReady() {
    return this.readAt !== null;
  }

  // Whether what is needed is here at all.
  static get isPossible() {
    return "indexedDB" in window && Boolean(window.crypto?.subtle);
  }

  async open() {
    const kept = await rosterOf(this.slug);
    if (kept) this.take(kept);
    await this.readRecords();
    await this.refresh();
  }

  // Of a list that is here already only what has changed is asked for.
  async refresh() {
    const known = this.isReady && this.roster.known ? `?known=${encodeURIComponent(this.roster.known)}` : "";
    const answer = await fetch(this.paths.roster + known, { headers: FROM_DOOR });
    if (!answer.ok || answer.redirected) throw new Error("no roster");
    const told = await answer.json();
    this.paths.token = told.token;
    const roster = told.whole ? { slug: this.slug, ...told } : { ...this.roster, ...told, people: this.renewed(told.people) };
    this.take(roster);
    this.onChange();
    await keepRoster(roster);
  }

  // Everybody as last heard of, those in `people` anew.
  renewed(people) {
    const told = new Map(people.map((person) => [person.r, person]));
    return this.roster.people.map((person) => told.get(person.r) ?? person);
  }

  // What is written down or heard here changes copies: the list stays as the server told it.
  take(roster) {
    this.roster = roster;
    this.syllable = syllable(roster.syllables ?? {});
    this.readAt = new Date(roster.at);
    const people = roster.people.map((person) => ({ ...person }));
    this.people = people.sort((one, other) => ((one.y || one.n) < (other.y || other.n) ? -1 : 1));
    this.byPrint = new Map(people.map((person) => [person.h, person]));
    this.byName = new Map(people.map((person) => [person.r, person]));
    for (const record of this.waiting) this.apply(record);
  }

  // The list is no longer this phone's business; what it wrote down stays.
  close() {
    this.people = [];
    this.byPrint = this.byName = new Map();
    this.readAt = null;
  }

  // When the list leaves this phone.
  get forgetsAt() {
    return new Date(keptUntil(this.roster));
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

  // The confirmed who are called so, by reading; at most `most`, and how many more there are.
  found(text, most) {
    const typed = folded(text, this.roster.variants);
    const ways = [typed, kanaFrom(typed, this.roster.syllables, this.syllable)].filter(Boolean);
    const fits = (person) => person.t === "confirmed" && (!typed || ways.some((way) => person.k.includes(way)));
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

  // Write one line down. It is on the disk when this returns, unless there is no room there.
  async write(kind, fields, device) {
    const record = {
      ...fields,
      id: fields.id ?? newId(),
      slug: this.slug,
      kind,
      occurred_at: new Date().toISOString(),
      device,
      offline: true,
    };
    this.waiting.push(record);
    this.apply(record);
    await keepRecord(record).catch(() => (this.isFrail = true));
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

  // What an answer of the server says about somebody, so that the list here is right at once;
  // `entry` is what an undo would take back.
  hear(code, registration, entry) {
    const person = this.byName?.get(registration);
    if (!person) return;
    if (CAME.includes(code)) {
      const came = { p: "present", i: person.i ?? new Date().toISOString(), e: entry ?? person.e };
      Object.assign(person, came);
    } else if (code === "UNDONE") Object.assign(person, { p: "not_arrived", i: null, e: null });
    else if (code === "LEFT") person.p = "left";
    else if (code === "PAID") person.f = 0;
  }

  // Hand in what waits. Nothing leaves this phone before it is answered.
  async handIn() {
    if (this.isHandingIn || !this.waiting.length) return;
    this.isHandingIn = true;
    try {
      while (this.waiting.length) await this.handInSome(this.waiting.slice(0, BATCH));
      this.isStuck = this.isFrail = false;
      await this.refresh().catch(() => {});
    } finally {
      this.isHandingIn = false;
      this.onChange();
    }
  }

  async handInSome(batch) {
    let answer = await this.send(batch);
    if (answer.status === 400) {
      await this.refresh().catch(() => {}); // with a token of today
      answer = await this.send(batch);
    }
    if (answer.status === 400 && batch.length > 1) return this.handInOneByOne(batch);
    this.isStuck = !answer.ok || answer.redirected;
    if (this.isStuck) throw new Error(String(answer.status));
    const { results } = await answer.json();
    await this.settle(batch, new Map(results.map((result) => [result.id, result])));
  }

  // One line that the server cannot read must not keep back all others.
  async handInOneByOne(batch) {
    for (const record of batch) await this.handInSome([record]).catch(() => {});
    if (batch.every((record) => this.waiting.includes(record))) throw new Error("nothing was taken in");
  }

  send(batch) {
    const body = JSON.stringify({ sent_at: new Date().toISOString(), records: batch });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.paths.token, ...FROM_DOOR };
    return fetch(this.paths.records, { method: "POST", body, headers });
  }

  // What was taken in leaves this phone; what was refused stays with its reason until it is read.
  async settle(batch, told) {
    const done = batch.filter((record) => told.has(record.id));
    if (!done.length) throw new Error("no answer to any record");
    for (const record of done.filter((one) => !CAME.includes(told.get(one.id).code))) {
      record.answer = told.get(record.id);
      await keepRecord(record).catch(() => {});
      this.rejected.push(record);
    }
    await dropRecords(done.filter((record) => !record.answer).map((record) => record.id)).catch(() => {});
    this.waiting = this.waiting.filter((record) => !told.has(record.id));
    this.onChange();
  }

  // Somebody has read why a record was refused.
  async forget(id) {
    await dropRecords([id]);
    this.rejected = this.rejected.filter((record) => record.id !== id);
    this.onChange();
  }
}
