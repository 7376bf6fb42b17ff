// What the door says: colour, sign and word, drawn from the page's own templates, and a sound.

const PITCHES = { yes: 880, pay: 660, wait: 440, rest: 440, no: 220 };

let audio = null;

export function sound(tone) {
  try {
    audio ??= new AudioContext();
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = PITCHES[tone] ?? 440;
    volume.gain.value = 0.08;
    note.connect(volume).connect(audio.destination);
    note.start();
    note.stop(audio.currentTime + (tone === "yes" ? 0.12 : 0.3));
  } catch {
    // A phone that makes no sound still shows colour and words.
  }
  navigator.vibrate?.(tone === "yes" ? 60 : [60, 60, 60]);
}

// A plate for somebody on the roster; `presses` are pairs of a kind of record and its label.
export function plate(words, code, person, note = "", presses = []) {
  const { verdict, tone } = words.codes[code];
  const drawn = document.querySelector(`template[data-plate="${tone}"]`).content.cloneNode(true);
  const whole = drawn.firstElementChild;
  Object.assign(whole.dataset, { code, tone, about: person?.r ?? code });
  whole.querySelector(".verdict").textContent = verdict;
  fill(whole.querySelector(".name"), person && !words.nameless.includes(code) ? person.n : "");
  fill(whole.querySelector(".note"), note);
  const actions = whole.querySelector(".actions");
  for (const press of presses) actions.append(button(press, person));
  if (!presses.length) actions.remove();
  return whole;
}

// A button that writes a record down: its form carries what it is about.
export function button({ kind, label, undoes, early, classes = "button outline" }, person) {
  const form = document.createElement("form");
  form.className = "press";
  Object.assign(form.dataset, { kind, registration: person?.r ?? "" });
  if (undoes) form.dataset.undoes = undoes;
  if (early) form.dataset.early = "1";
  const pressed = document.createElement("button");
  pressed.className = classes;
  pressed.textContent = label;
  form.append(pressed);
  return form;
}

function fill(place, text) {
  place.textContent = text;
  place.hidden = !text;
}
