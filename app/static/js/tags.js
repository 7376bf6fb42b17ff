// Turns a line of words with commas into chips; the line stays and carries the value.
// While one types, what is already here is offered in a list (WAI-ARIA combobox).
const COMMA = /[,、，､;；\n\t]+/;
const MOST_DRAWN = 60; // beyond that a line of text is easier to put in order than chips
const PAUSE = 160;
const normal = (word) => word.normalize("NFKC").trim().replace(/\s+/g, " ");
const same = (a, b) => a.toLowerCase() === b.toLowerCase();

function made(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function chip(word, remove, label, sentence) {
  const span = made("span", { class: "chip fuji" });
  const button = made("button", { type: "button", "aria-label": label.replace("{tag}", word) }, "×");
  button.addEventListener("click", remove);
  const [before, after] = sentence.split("{tag}");
  span.append(made("span", {}, before), made("bdi", {}, word), made("span", {}, after), button);
  return span;
}

// The list under a field: knows its choices and which one is marked, nothing of tags.
function choicesUnder(entry, id, choose) {
  const list = made("ul", { class: "tag-choices", role: "listbox", id, hidden: "" });
  let marked = -1;

  function mark(index) {
    const options = [...list.children];
    marked = options.length ? (index + options.length) % options.length : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", at === marked));
    options[marked]?.scrollIntoView({ block: "nearest" });
    if (marked < 0) entry.removeAttribute("aria-activedescendant");
    else entry.setAttribute("aria-activedescendant", options[marked].id);
  }

  function show(choices, alike) {
    list.replaceChildren(
      ...choices.map(({ word, alike: only }, at) => {
        const option = made("li", { role: "option", id: `${id}-${at}`, "aria-selected": "false", "data-word": word });
        option.append(made("bdi", {}, word));
        if (only) option.append(made("small", {}, alike));
        return option;
      }),
    );
    list.hidden = !choices.length;
    entry.setAttribute("aria-expanded", String(!list.hidden));
    marked = -1;
    entry.removeAttribute("aria-activedescendant");
  }

  // A press must not count as leaving the field, or half a word would stay.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("[role=option]")?.dataset.word));
  return {
    list,
    show,
    hide: () => show([], ""),
    isOpen: () => !list.hidden,
    next: () => mark(marked + 1),
    previous: () => mark(marked < 0 ? -1 : marked - 1),
    marked: () => list.children[marked]?.dataset.word,
  };
}

function enhance(field) {
  const line = field.querySelector("input");
  const suggested = field.querySelector(".suggested");
  const { most, source, remove: removal, alike, means, many, found, sentence = "{tag}" } = field.dataset;
  const called = field.querySelector("label")?.textContent.trim() ?? "";
  const box = made("div", { class: "tag-box", role: "group", "aria-label": called, tabindex: "-1" });
  const news = made("p", { class: "hint tag-news", role: "status" });
  const entry = line.cloneNode();
  let words = [];
  let waiting;

  if (line.value.split(COMMA).length > MOST_DRAWN) return;
  const choices = choicesUnder(entry, `${line.id}-choices`, (word) => word && take(word));
  entry.removeAttribute("name");
  entry.removeAttribute("required");
  entry.value = "";
  entry.enterKeyHint = "done";
  if (source) {
    entry.removeAttribute("list");
    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": choices.list.id,
    }))
      entry.setAttribute(key, value);
  }
  line.removeAttribute("id");
  line.type = "hidden";
  box.append(entry);
  line.after(box, choices.list, news);

  function draw() {
    // The field itself stays where it is: taken out for a moment, it would lose the focus.
    while (entry.previousSibling) entry.previousSibling.remove();
    entry.before(...words.map((word) => chip(word, () => removeWord(word), removal, sentence)));
    for (const button of suggested?.children ?? []) {
      button.hidden = words.length >= most || words.some((word) => same(word, button.value));
    }
    news.textContent = words.length > most ? many.replace("{count}", words.length) : "";
  }

  function set(wanted) {
    words = wanted;
    line.value = words.join("、");
    draw();
  }

  function removeWord(word) {
    set(words.filter((w) => w !== word));
    entry.focus();
  }

  // What was pasted in great numbers stays as it is, in the line, to be put in order there.
  function add(text) {
    const fresh = text.split(COMMA).map(normal).filter(Boolean);
    if (fresh.length + words.length > MOST_DRAWN) {
      news.textContent = many.replace("{count}", fresh.length + words.length);
      line.value = [...words, ...fresh].join("、");
      return;
    }
    set(fresh.reduce((all, word) => (all.some((w) => same(w, word)) ? all : [...all, word]), words));
    entry.value = "";
    choices.hide();
    if (source && fresh.length === 1) tellMeaning(fresh[0]);
  }

  function take(word) {
    entry.value = "";
    add(word);
    entry.focus();
  }

  async function ask(text) {
    const answer = await fetch(`${source}?q=${encodeURIComponent(text)}`).catch(() => null);
    return answer?.ok ? answer.json() : { items: [], means: "" };
  }

  async function suggest() {
    const text = entry.value.trim();
    const answer = text ? await ask(text) : { items: [] };
    if (entry.value.trim() !== text) return; // a later letter has asked again
    const fresh = answer.items.filter(({ word }) => !words.some((w) => same(w, word)));
    choices.show(fresh, alike);
    if (text) news.textContent = fresh.length ? found.replace("{count}", fresh.length) : "";
  }

  // Another script, another spelling: say which tag it is.
  async function tellMeaning(word) {
    const { means: label } = await ask(word);
    if (label && !same(label, word) && words.includes(word) && words.length <= most)
      news.textContent = means.replace("{word}", word).replace("{tag}", label);
  }

  const keys = {
    ArrowDown: () => (choices.isOpen() ? choices.next() : suggest()),
    ArrowUp: () => choices.isOpen() && choices.previous(),
    Escape: () => choices.hide(),
    Enter: () => (choices.marked() ? take(choices.marked()) : add(entry.value)),
  };
  entry.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter chooses a conversion here, not a word
    if (event.key === "Backspace" && !entry.value && words.length) removeWord(words.at(-1));
    else if (event.key === "Enter" && !entry.value.trim()) return;
    else if (event.key === "Escape" && !choices.isOpen()) return;
    else if (source ? keys[event.key] : event.key === "Enter") {
      event.preventDefault();
      keys[event.key]();
    }
  });
  entry.addEventListener("input", (event) => {
    if (event.isComposing && !source) return;
    if (!event.isComposing && COMMA.test(entry.value)) add(entry.value);
    else if (entry.value.split(COMMA).length <= MOST_DRAWN) line.value = [...words, normal(entry.value)].filter(Boolean).join("、");
    if (!source) return;
    clearTimeout(waiting);
    waiting = setTimeout(suggest, PAUSE);
  });
  entry.addEventListener("blur", () => {
    clearTimeout(waiting);
    choices.hide();
    if (entry.value.trim()) add(entry.value);
  });
  suggested?.addEventListener("mousedown", (event) => event.preventDefault());
  suggested?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) take(button.value);
  });

  add(line.value);
  news.textContent = words.length > most ? many.replace("{count}", words.length) : "";
  if (suggested?.children.length) suggested.hidden = false;
}

document.querySelectorAll("[data-tags]").forEach(enhance);
