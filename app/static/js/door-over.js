// A phone that is no longer at the door: the list of names goes, what it wrote down is handed in.

import { Ledger } from "./door/ledger.js";
import { dropDoor } from "./door/store.js";

const AGAIN = 10_000;

const place = document.querySelector("[data-over]");
const words = JSON.parse(place.dataset.words);
const ledger = Ledger.isPossible ? new Ledger(place.dataset.slug, place.dataset) : null;

function tell() {
  const waiting = ledger.waiting.length;
  const text = waiting ? words.waiting.replace("0", waiting) : words.handedIn;
  place.querySelector("[data-state]").textContent = ledger.isStuck ? `${text}. ${words.stuck}` : text;
  place.querySelector("[data-refused]").replaceChildren(...ledger.rejected.map(refused));
}

function refused(record) {
  const line = document.createElement("li");
  const time = new Date(record.occurred_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  line.textContent = [time, record.name, record.answer.verdict, ""].filter((part) => part !== undefined).join(" ");
  const noted = Object.assign(document.createElement("button"), { className: "button plain small", textContent: words.noted });
  noted.addEventListener("click", () => ledger.forget(record.id));
  line.append(noted);
  return line;
}

async function finish() {
  ledger.onChange = tell;
  await dropDoor(place.dataset.slug);
  await ledger.readRecords();
  const handIn = () => ledger.handIn().catch(tell);
  await handIn();
  setInterval(handIn, AGAIN);
}

if (ledger) {
  window.addEventListener("beforeunload", (event) => ledger.waiting.length && event.preventDefault());
  finish();
}
