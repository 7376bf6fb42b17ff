// The door: camera frames go to BarcodeDetector where the browser has one, else to the server.
// Whatever the answer, scanning goes on; without a camera the photo and the list remain.

const door = document.querySelector("[data-door]");
const camera = door.querySelector("[data-camera]");
const video = camera.querySelector("video");
const hint = camera.querySelector("[data-hint]");
const result = door.querySelector("[data-result]");
const photo = door.querySelector("[data-photo]");
const picture = photo.querySelector("input[type=file]");
const device = door.querySelector("#device");
const wanted = door.querySelector("input[type=search]");
const say = door.dataset;

const FRAME_EVERY = 180; // milliseconds between two looks
const HELD = 4000; // milliseconds: a ticket held up a little longer is not a second visit
const WIDTH = 960; // pixels: enough for a code at arm's length, 25 KB on the wire
const PHOTO_SIDE = 3200; // pixels of a photo's longer side
const LARGE = 3_000_000; // bytes: from here on a photo is made smaller before it is sent
const COUNT_EVERY = 5000;

let detector = null;
let isLooking = false;
const seen = new Map(); // whom a frame or a photo was about, and when last

async function post(address, fields) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("csrf_token", say.token);
  body.set("id", newId());
  body.set("device", device.value);
  const options = { method: "POST", body, headers: { "X-Requested-With": "door" } };
  const answer = await fetchTwice(address, options);
  if (answer.status === 204) return "";
  if (answer.status === 413) throw new Error(say.sayLarge);
  if (!answer.ok) throw new Error(say.sayOffline);
  return answer.text();
}

// An answer that got lost is asked for again: the same id is the same attempt.
async function fetchTwice(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 400));
    return fetch(address, options);
  }
}

function newId() {
  // Plain http in a cellar has no randomUUID.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
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
  const plate = page.querySelector("[data-code]");
  if (!plate) return explain(page);
  const held = isHeld(plate.dataset.about);
  if (isFrame && held) return;
  result.replaceChildren(plate);
  sound(plate.dataset.tone);
  navigator.vibrate?.(plate.dataset.tone === "yes" ? 60 : [60, 60, 60]);
  if (!isFrame) result.scrollIntoView({ block: "nearest" });
  count(true);
}

// A whole page instead of a plate: a refusal, or the way to sign in. Its first words say which.
function explain(page) {
  const words = page.querySelectorAll(".flashes .notice");
  if (words.length) result.replaceChildren(...words);
  list();
}

function fail(error) {
  // Errors of the network have words of their own that nobody at a door understands.
  const words = error.message === say.sayLarge ? say.sayLarge : say.sayOffline;
  hint.textContent = words;
  if (!camera.hidden) return;
  const line = document.createElement("p");
  line.textContent = words;
  result.replaceChildren(line);
}

let audio = null;
function sound(tone) {
  try {
    audio ??= new AudioContext();
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = { yes: 880, pay: 660, wait: 440, rest: 440, no: 220 }[tone] ?? 440;
    volume.gain.value = 0.08;
    note.connect(volume).connect(audio.destination);
    note.start();
    note.stop(audio.currentTime + (tone === "yes" ? 0.12 : 0.3));
  } catch {
    // A phone that makes no sound still shows colour and words.
  }
}

async function count(isNews = false) {
  if (document.hidden) return;
  try {
    const { present, expected } = await (await fetch(say.count)).json();
    const shown = door.querySelector("[data-present]");
    const others = shown.textContent !== String(present);
    shown.textContent = present;
    door.querySelector("[data-expected]").textContent = expected;
    const dial = door.querySelector("progress");
    dial.max = expected || 1;
    dial.value = present;
    if (isNews || others) await list();
  } catch {
    // The next count will tell.
  }
}

let asked = 0;
async function list() {
  const number = ++asked;
  try {
    const answer = await fetch(`${say.guests}?q=${encodeURIComponent(wanted.value)}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const guests = page.querySelector("[data-guests]");
    // A slow answer to an older question must not undo a newer one.
    if (guests && number === asked) door.querySelector("ul[data-guests]").replaceWith(guests);
  } catch (error) {
    fail(error);
  }
}

async function look() {
  if (isLooking || video.readyState < 2 || document.hidden) return;
  isLooking = true;
  try {
    if (detector) await lookHere();
    else await lookThere();
    hint.textContent = say.sayReady;
  } catch (error) {
    fail(error);
  } finally {
    isLooking = false;
  }
}

async function lookHere() {
  const [code] = await detector.detect(video);
  if (!code || isHeld(code.rawValue)) return;
  try {
    show(await post(say.scan, { ticket: code.rawValue }), true);
  } catch (error) {
    seen.delete(code.rawValue); // nobody has heard of it yet
    throw error;
  }
}

async function lookThere() {
  const html = await post(say.scan, { photo: await still(video, WIDTH, 0.8), frame: "1" });
  if (html) show(html, true);
}

const canvas = document.createElement("canvas");
function still(source, longest, quality) {
  const width = source.videoWidth ?? source.width;
  const height = source.videoHeight ?? source.height;
  const scale = Math.min(1, longest / Math.max(width, height));
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

async function lighter(file) {
  if (file.size < LARGE) return file;
  try {
    return await still(await createImageBitmap(file), PHOTO_SIDE, 0.9);
  } catch {
    return file; // The server may know this kind of picture even if the browser does not.
  }
}

async function start() {
  if (!navigator.mediaDevices?.getUserMedia) return;
  camera.hidden = false;
  hint.textContent = say.sayStarting;
  try {
    const wish = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
    video.srcObject = await navigator.mediaDevices.getUserMedia(wish);
    await video.play();
    const kinds = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats() : [];
    if (kinds.includes("qr_code")) detector = new BarcodeDetector({ formats: ["qr_code"] });
    hint.textContent = say.sayReady;
    setInterval(look, FRAME_EVERY);
  } catch {
    camera.hidden = true;
  }
}

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
  if (form.getAttribute("role") === "search") {
    event.preventDefault();
    list();
  } else if (form !== photo) {
    event.preventDefault();
    try {
      show(await post(form.action, new FormData(form)));
    } catch (error) {
      fail(error);
    }
  }
});

let typing = 0;
wanted.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(list, 150);
});

// What this door is called is kept on the device alone.
device.closest("[data-device]").hidden = false;
try {
  device.value = localStorage.getItem("door") ?? "";
  device.addEventListener("change", () => localStorage.setItem("door", device.value.trim()));
} catch {
  // A private window remembers nothing.
}

setInterval(count, COUNT_EVERY);
start();
