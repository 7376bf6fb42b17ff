// What was typed into a form is not lost when sending it comes to nothing: no network, a server
// that is away, a sign-in that has ended meanwhile. It is kept in this tab until it has arrived.
const KEPT = "unsent";
const LONG = 12 * 60 * 60 * 1000;
const UNSAID = ["hidden", "password", "file", "submit", "button"];

const { me } = document.body.dataset;
const here = () => location.pathname + location.search;
const forms = () => [...document.querySelectorAll("main form[method=post i]")];
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !UNSAID.includes(field.type));
const isSecret = (form) => form.querySelector("[type=password], [autocomplete=one-time-code]");
const canBeTicked = (field) => field.type === "checkbox" || field.type === "radio";

function said(field) {
  if (canBeTicked(field)) return field.checked;
  return field.multiple ? [...field.options].map((option) => option.selected) : field.value;
}

function say(field, words) {
  if (canBeTicked(field)) field.checked = words;
  else if (field.multiple) [...field.options].forEach((option, at) => (option.selected = words[at]));
  else field.value = words;
}

// On the window, after whoever else on the page has something to say to it.
addEventListener("submit", (event) => {
  const which = forms().indexOf(event.target);
  if (event.defaultPrevented || which < 0 || isSecret(event.target)) return;
  const fields = fieldsOf(event.target);
  if (!fields.some((field) => field.matches("textarea, input:not([type=checkbox], [type=radio])"))) return;
  const words = fields.map((field) => [field.name, said(field)]);
  sessionStorage.setItem(KEPT, JSON.stringify({ me, path: here(), which, words, at: Date.now() }));
});

// A form that came back with words of its own, or has become another, is left alone.
function bringBack({ which, words }) {
  const form = forms()[which];
  const fields = form ? fieldsOf(form) : [];
  if (fields.length !== words.length || fields.some(({ name }, at) => name !== words[at][0])) return;
  if (fields.every((field, at) => JSON.stringify(said(field)) === JSON.stringify(words[at][1]))) return;
  fields.forEach((field, at) => say(field, words[at][1]));
  const note = document.querySelector("#again")?.content.cloneNode(true);
  if (note) document.querySelector(".flashes").append(note);
}

// What was sent has come when the page answers it, or leads on from it without a no.
function hasCome({ hasFailed }) {
  const [arrival] = performance.getEntriesByType("navigation");
  const isRefused = document.querySelector(".flashes :is(.no, .wait)");
  return !hasFailed && !isRefused && ("answer" in document.body.dataset || arrival?.redirectCount > 0);
}

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
sessionStorage.removeItem(KEPT);
const isUnderWay = document.querySelector(".trouble") || location.pathname.startsWith("/sign-in");
const isOver = kept && !isUnderWay && (kept.me !== me || Date.now() - kept.at > LONG || hasCome(kept));
if (kept && !isOver) {
  if (kept.path === here() && !isUnderWay) bringBack(kept);
  else sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, hasFailed: true }));
}
