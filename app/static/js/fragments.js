// Whoever goes by keyboard stays where they are when a part of the page comes anew.
const reachable = "a[href], button, input, select, textarea, summary";
const nameOf = (element) => `${element.getAttribute("href") ?? element.form?.action ?? ""} ${element.textContent.trim()}`;

function heldIn(place) {
  const at = [...place.querySelectorAll(reachable)].indexOf(document.activeElement);
  const name = at < 0 ? "" : nameOf(document.activeElement);
  return () => {
    const now = [...place.querySelectorAll(reachable)];
    if (at >= 0) (now.find((each) => nameOf(each) === name) ?? now[at])?.focus({ preventScroll: true });
  };
}

// A part of a page that takes a moment comes after the page. Without scripts its link is there.
async function bring(place) {
  const answer = await fetch(place.dataset.fragment, { headers: { "X-Requested-With": "fragment" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.body.children.length) return;
  const open = [...place.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
  const hold = heldIn(place);
  place.replaceChildren(...page.body.children);
  // What somebody has unfolded stays so.
  for (const each of place.querySelectorAll("details > summary"))
    if (open.includes(each.textContent)) each.parentElement.open = true;
  hold();
}

for (const place of document.querySelectorAll("[data-fragment]")) {
  bring(place).catch(() => {}); // the link that stands there still leads to the whole page
}

// Something that goes on meanwhile is asked for again every few seconds, until it says it is over.
for (const place of document.querySelectorAll("[data-again]")) {
  const timer = setInterval(() => {
    if (place.querySelector("[data-over]")) clearInterval(timer);
    else if (!document.hidden) bring(place).catch(() => {});
  }, Number(place.dataset.again) * 1000);
}

// What follows from the choices of a form is asked for as they are made.
for (const place of document.querySelectorAll("[data-live]")) {
  const form = place.closest("form");
  form.addEventListener("change", () => {
    const chosen = [...form.querySelectorAll("input:checked")].map((each) => [each.name, each.value]);
    place.dataset.fragment = `${place.dataset.live}?${new URLSearchParams(chosen)}`;
    bring(place).catch(() => {});
  });
}
