// Asking the server, with little patience: a network can be worse than none.

import { newId } from "./names.js";
import { device, ledger, say } from "./page.js";

const PATIENCE = 5000; // milliseconds
const PATIENCE_WITH_PHOTO = 20_000;
const PAUSE = 400;
const FROM_DOOR = { "X-Requested-With": "door" };

// What was asked may or may not have arrived: the same id is the same attempt.
export class NoNetwork extends Error {}

// Whoever holds this phone has signed out, or the organizer has ended its link.
export class SentAway extends Error {
  constructor(where) {
    super(where);
    this.where = where;
  }
}

export const network = { isOff: false, changed: () => {} };

export async function post(address, fields, id = newId()) {
  if (network.isOff && ledger?.isReady) throw new NoNetwork(say.sayOffline);
  let answer = await sent(address, fields, id);
  // The page may be older than the sign-in; the roster brings a token of today.
  if (answer.status === 400 && (await ledger?.refresh().catch(() => false)) !== false) {
    answer = await sent(address, fields, id);
  }
  return textOf(answer);
}

export async function get(address) {
  return await told(await patiently(address, { headers: FROM_DOOR }, PATIENCE));
}

function sent(address, fields, id) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("csrf_token", say.token);
  body.set("id", id);
  body.set("device", device.value);
  const patience = body.has("photo") ? PATIENCE_WITH_PHOTO : PATIENCE;
  return twice(address, { method: "POST", body, headers: FROM_DOOR }, patience);
}

async function textOf(answer) {
  await told(answer);
  return answer.status === 204 ? "" : answer.text();
}

// The answer, if it is one: pages that show the way in are none.
function told(answer) {
  const { pathname } = new URL(answer.url);
  if (pathname.endsWith("/door/over")) throw new SentAway(pathname);
  if (pathname.startsWith("/sign-in") || answer.status === 401) throw new SentAway("/sign-in");
  if (answer.status === 413) throw new Error(say.sayLarge);
  if (answer.status >= 500 || answer.status === 429) throw new NoNetwork(say.sayOffline);
  if (answer.status === 403) throw new Error(say.sayNotAllowed);
  if (!answer.ok) throw new Error(say.sayAgain);
  turn(false);
  return answer;
}

// An answer that got lost is asked for again.
async function twice(address, options, patience) {
  try {
    return await fetched(address, options, patience);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return patiently(address, options, patience);
  }
}

async function patiently(address, options, patience) {
  try {
    return await fetched(address, options, patience);
  } catch {
    turn(true);
    throw new NoNetwork(say.sayOffline);
  }
}

async function fetched(address, options, patience) {
  const giving = new AbortController();
  const timer = setTimeout(() => giving.abort(), patience);
  try {
    return await fetch(address, { ...options, signal: giving.signal });
  } finally {
    clearTimeout(timer);
  }
}

function turn(isOff) {
  if (network.isOff === isOff) return;
  network.isOff = isOff;
  network.changed();
}
