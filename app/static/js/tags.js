// Turns a line of words with commas into chips; the line stays and carries the value.
const COMMA = /[,、,\n]+/;
const normal = (word) => word.normalize("NFKC").trim().replace(/\s+/g, " ");
const same = (a, b) => a.toLowerCase() === b.toLowerCase();

function chip(word, remove, label) {
  const span = document.createElement("span");
  const button = document.createElement("button");
  span.className = "chip fuji";
  span.textContent = word;
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", label.replace("{tag}", word));
  button.addEventListener("click", remove);
  span.append(button);
  return span;
}

function offer(word) {
  const button = document.createElement("button");
  button.type = "button";
  button.value = word;
  button.textContent = `＋ ${word}`;
  return button;
}

function enhance(field) {
  const line = field.querySelector("input");
  const suggested = field.querySelector(".suggested");
  const most = Number(field.dataset.most);
  const box = document.createElement("div");
  const entry = line.cloneNode();
  const usual = [...(suggested?.children ?? [])];
  let words = [];

  box.className = "tag-box";
  box.tabIndex = -1;
  entry.removeAttribute("name");
  entry.removeAttribute("required");
  entry.value = "";
  entry.enterKeyHint = "done";
  line.removeAttribute("id");
  line.type = "hidden";
  line.after(box);

  function draw() {
    const chips = words.map((word) => chip(word, () => remove(word), field.dataset.remove));
    box.replaceChildren(...chips, entry);
    entry.hidden = words.length >= most;
    sift();
  }

  // Leaves the line alone: moving it in the page would take the cursor out of it.
  function sift() {
    for (const button of suggested?.children ?? []) {
      button.hidden = words.length >= most || words.some((word) => same(word, button.value));
    }
  }

  function set(wanted) {
    words = wanted.slice(0, most);
    line.value = words.join("、");
    draw();
  }

  function remove(word) {
    set(words.filter((w) => w !== word));
    box.focus();
  }

  function add(text) {
    const fresh = text.split(COMMA).map(normal).filter(Boolean);
    set(fresh.reduce((all, word) => (all.some((w) => same(w, word)) ? all : [...all, word]), words));
    entry.value = "";
    if (field.dataset.source) suggest();
  }

  // Words like the one being typed, in either script, take the place of the usual ones.
  async function suggest() {
    const text = entry.value.trim();
    const answer = text && (await fetch(`${field.dataset.source}?q=${encodeURIComponent(text)}`).catch(() => null));
    const found = answer?.ok ? (await answer.json()).items.map(offer) : [];
    if (entry.value.trim() !== text) return; // a later letter has asked again
    suggested.replaceChildren(...(text ? found : usual));
    suggested.hidden = !suggested.children.length;
    sift();
  }

  function isKnown(text) {
    return [...(entry.list?.options ?? [])].some((option) => option.value === text);
  }

  entry.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter chooses a conversion here, not a word
    if (event.key === "Enter" && entry.value.trim()) {
      event.preventDefault();
      add(entry.value);
      entry.focus();
    } else if (event.key === "Backspace" && !entry.value && words.length) {
      set(words.slice(0, -1));
      entry.focus();
    }
  });
  entry.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (COMMA.test(entry.value) || (event.inputType !== "insertText" && isKnown(entry.value))) {
      add(entry.value);
      entry.focus();
    }
  });
  entry.addEventListener("change", () => add(entry.value));
  if (field.dataset.source) {
    let waiting;
    entry.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(suggest, 180);
    });
  }
  // A press on a suggestion must not count as leaving the field, or half a word would stay.
  suggested?.addEventListener("mousedown", (event) => event.preventDefault());
  // Pressing a suggestion takes its word for the letters typed so far.
  suggested?.addEventListener("pointerdown", (event) => event.preventDefault());
  suggested?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    entry.value = "";
    add(button.value);
    entry.focus();
  });

  add(line.value);
  if (suggested?.children.length) suggested.hidden = false;
}

document.querySelectorAll("[data-tags]").forEach(enhance);
