// Counts characters as people see them, so that an emoji is one. Without this script the limit
// itself stands there; with it, the limit stays for those who listen, and going over it is said.
const segmenter = Intl.Segmenter && new Intl.Segmenter();
const length = (text) => (segmenter ? [...segmenter.segment(text)].length : [...text].length);

function part(words, name, value) {
  const made = document.createElement("span");
  made.textContent = words;
  made.setAttribute(name, value);
  return made;
}

function count(area) {
  const counter = document.getElementById(`${area.id}-count`);
  if (!counter) return;
  const most = Number(area.dataset.most);
  const limit = part(counter.textContent, "class", "visually-hidden");
  const shown = part("", "aria-hidden", "true");
  const told = part("", "class", "visually-hidden");
  told.setAttribute("aria-live", "polite");
  counter.replaceChildren(limit, shown, told);
  const show = () => {
    const now = length(area.value.trim());
    const over = Math.max(0, now - most);
    shown.textContent = `${now} / ${most}`;
    counter.classList.toggle("over", over > 0);
    told.textContent = over ? counter.dataset.over.replace("{count}", over) : "";
  };
  area.addEventListener("input", show);
  show();
}

document.querySelectorAll("textarea[data-most]").forEach(count);
