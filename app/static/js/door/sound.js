// A sound and a shake for each colour, so that nobody has to look.

// Pairs of a pitch in hertz and a length in seconds.
const TUNES = {
  yes: [[880, 0.12]],
  pay: [[660, 0.1], [990, 0.16]],
  wait: [[440, 0.12], [440, 0.12]],
  rest: [[330, 0.35]],
  no: [[220, 0.2], [165, 0.35]],
};
const SHAKES = { yes: 60, pay: [60, 60, 60], wait: [90, 60, 90], rest: [220], no: [250, 90, 250] };
const GAP = 0.05;
const VOLUME = 0.12;

let audio = null;
let isMute = read() === "off";

// Phones make no sound before the first touch.
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => isMute || wake(), { passive: true });
}

export function sound(tone) {
  navigator.vibrate?.(SHAKES[tone] ?? 60);
  if (isMute) return;
  try {
    wake();
    let at = audio.currentTime;
    for (const [pitch, length] of TUNES[tone] ?? TUNES.wait) {
      note(pitch, at, length);
      at += length + GAP;
    }
  } catch {
    // A phone that makes no sound still shows colour and words.
  }
}

export function soundButton(button) {
  button.hidden = !("AudioContext" in window);
  const draw = () => button.setAttribute("aria-pressed", String(!isMute));
  draw();
  button.addEventListener("click", () => {
    isMute = !isMute;
    keep(isMute ? "off" : "on");
    draw();
    if (!isMute) sound("yes");
  });
}

function wake() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume().catch(() => {});
}

function note(pitch, at, length) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  volume.gain.value = VOLUME;
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length);
}

function read() {
  try {
    return localStorage.getItem("door-sound");
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem("door-sound", value);
  } catch {
    // A private window remembers nothing.
  }
}
