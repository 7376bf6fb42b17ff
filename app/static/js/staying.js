// A button that posts and leads back to its own page leaves one where one was, by thumb and by key.
const PLACE = "place";
const buttons = () => [...document.querySelectorAll("main form.press button")];
const addressOf = (button) => button.form.getAttribute("action");

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button?.form?.matches("main form.press")) return;
  const at = buttons().indexOf(button);
  const { top } = button.getBoundingClientRect();
  sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, action: addressOf(button), at, top }));
});

// What the page has to say comes along, and goes with the next key or tap.
function bringWords() {
  const words = document.querySelector(".flashes");
  if (!words?.children.length) return;
  words.classList.add("near");
  words.replaceChildren(...words.children); // so that screen readers say it
  for (const kind of ["pointerdown", "keydown"])
    addEventListener(kind, () => words.classList.remove("near"), { once: true });
}

function goBack({ action, at, top }) {
  const all = buttons();
  const isSame = (each) => each && addressOf(each) === action;
  const button = isSame(all[at]) ? all[at] : (all.find(isSame) ?? all[at]);
  if (!button) return;
  button.focus({ preventScroll: true });
  scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
  bringWords();
}

const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
sessionStorage.removeItem(PLACE);
// Whoever is told no begins at the top, where it is said.
const isRefused = document.querySelector(".flashes :is(.no, .wait)");
if (place?.path === location.pathname && !location.hash && !isRefused) goBack(place);
