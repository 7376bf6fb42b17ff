// The door. Whatever the answer, scanning goes on; without a camera the photo and the list remain,
// without a network the roster on this phone, and what it writes down is handed in later.

import { stayAwake } from "./awake.js";
import { fail, goOn, isHeld, letGo, show, sorry } from "./door/answers.js";
import { network, NoNetwork, post } from "./door/asking.js";
import { Camera } from "./door/camera.js";
import { count, list, wanted } from "./door/guests.js";
import { handIn, keep, refresh, tell } from "./door/keeping.js";
import { newId, ticketAmong } from "./door/names.js";
import { device, door, ledger, say, words } from "./door/page.js";
import { lighter } from "./door/pictures.js";
import { soundButton } from "./door/sound.js";
import { admitHere, meant, sendHere, write } from "./door/writing.js";

const COUNT_EVERY = 5000;
const HAND_IN_EVERY = 10_000;
const READ_EVERY = 60_000;

const hasKeyboard = matchMedia("(pointer: fine)");
const photo = door.querySelector("[data-photo]");
const picture = photo.querySelector("input[type=file]");

// A ticket, read here. Without a network the roster on this phone decides.
async function scan(texts) {
  const text = ticketAmong(texts);
  if (text === null) return sorry(words.twoTickets, true);
  if (isHeld(text)) return;
  const id = newId();
  try {
    show(await post(say.scan, { ticket: text }, id));
  } catch (error) {
    if (!(error instanceof NoNetwork) || !ledger?.isReady) {
      letGo(text);
      throw error;
    }
    await admitHere(text, id);
  }
  goOn(text);
}

const camera = new Camera(door.querySelector("[data-camera]"), say, {
  read: scan,
  send: async (frame) => {
    const taken = performance.now();
    const html = await post(say.scan, { photo: frame, frame: "1" });
    if (html) show(html, taken);
  },
  failed: (error) => fail(error, true),
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

// Buttons on plates and in the list answer without leaving the camera.
door.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form === photo) return;
  event.preventDefault();
  if (form.getAttribute("role") === "search") return list();
  const wish = meant(form);
  // The list is drawn anew: whoever types goes on with the next name.
  const isFromList = Boolean(form.closest("[data-guests]"));
  if (wish?.kind === "forget") return ledger.forget(wish.fields.undoes);
  const id = newId();
  try {
    if (form.dataset.kind) await sendHere(wish, id);
    else show(await post(form.action, new FormData(form), id));
  } catch (error) {
    if (!(error instanceof NoNetwork) || !wish || !ledger?.isReady) return fail(error);
    await write({ ...wish, fields: { ...wish.fields, id } });
  }
  if (wish?.kind === "walk_in" && form.elements.name) form.reset();
  if (isFromList && hasKeyboard.matches) wanted.select();
});

// While one types, the answer makes room for the list. A press that ends the typing is let finish
// first: a button that moved away beneath it would not be pressed.
let isPressing = false;
const makeRoom = () => isPressing || door.classList.toggle("is-typing", document.activeElement === wanted);
addEventListener("pointerdown", () => { isPressing = true; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(() => { isPressing = false; makeRoom(); }), true);
}
wanted.addEventListener("focus", makeRoom);
wanted.addEventListener("blur", () => setTimeout(makeRoom));

let typing = 0;
wanted.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(list, network.isOff ? 0 : 150);
});

// What this door is called is kept on the device alone.
device.closest("[data-device]").hidden = false;
try {
  device.value = localStorage.getItem("door") ?? "";
  device.addEventListener("change", () => localStorage.setItem("door", device.value.trim()));
} catch {
  // A private window remembers nothing.
}

// Within reach of a thumb: the ways in, from wherever one has scrolled to.
door.querySelector("[data-to-names]").addEventListener("click", () => setTimeout(() => wanted.focus()));
door.querySelector("[data-to-photo]").addEventListener("click", (event) => {
  event.preventDefault();
  picture.click();
});

soundButton(door.querySelector("[data-sound]"));
stayAwake();
camera.start();
keep();
setInterval(count, COUNT_EVERY);
if (ledger) {
  setInterval(handIn, HAND_IN_EVERY);
  setInterval(refresh, READ_EVERY);
  setInterval(tell, READ_EVERY);
}
