// What the door's page says and holds. Every part of the door looks here.

import { Ledger } from "./ledger.js";

export const door = document.querySelector("[data-door]");
export const say = door.dataset;
export const words = JSON.parse(door.querySelector("[data-words]").dataset.words);
export const device = door.querySelector("#device");
export const hint = door.querySelector("[data-hint]");

// No phone keeps anything in a private window, or without a secure connection.
export const ledger = Ledger.isPossible ? new Ledger(say.slug, say) : null;

export const yen = (amount) => words.yen.replace("0", Number(amount ?? 0).toLocaleString());

export function clock(instant) {
  return new Date(instant).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
