// What the door says: colour, sign and word, drawn from the page's own templates.

// A plate for somebody on the roster; `presses` are pairs of a kind of record and its label.
export function plate(words, code, person, note = "", presses = []) {
  const { verdict, tone, advice } = words.codes[code];
  const drawn = document.querySelector(`template[data-plate="${tone}"]`).content.cloneNode(true);
  const whole = drawn.firstElementChild;
  Object.assign(whole.dataset, { code, tone, about: person?.r ?? code });
  whole.querySelector(".verdict").textContent = verdict;
  const shown = person && !words.nameless.includes(code) ? person : null;
  const name = whole.querySelector(".name");
  fill(name, shown?.n ?? "");
  if (shown?.y) name.append(" ", Object.assign(document.createElement("span"), { className: "reading", textContent: shown.y }));
  fill(whole.querySelector(".note"), note);
  fill(whole.querySelector(".advice"), advice ?? "");
  const actions = whole.querySelector(".actions");
  for (const press of presses) actions.append(button(press, person));
  if (!presses.length) actions.remove();
  return whole;
}

// A button that writes a record down: its form carries what it is about.
export function button({ kind, label, undoes, early, ticket, classes = "button outline" }, person) {
  const form = document.createElement("form");
  form.className = "press";
  Object.assign(form.dataset, { kind, registration: person?.r ?? "" });
  if (undoes) form.dataset.undoes = undoes;
  if (early) form.dataset.early = "1";
  if (ticket) form.dataset.ticket = ticket;
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
