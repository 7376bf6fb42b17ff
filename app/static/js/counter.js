// Counts characters as people see them, so that an emoji is one.
const segmenter = Intl.Segmenter && new Intl.Segmenter();
const length = (text) => (segmenter ? [...segmenter.segment(text)].length : [...text].length);

function count(area) {
  const most = Number(area.dataset.most);
  const counter = document.createElement("span");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true");
  const show = () => {
    const now = length(area.value);
    counter.textContent = `${now} / ${most}`;
    counter.classList.toggle("over", now > most);
  };
  area.after(counter);
  area.addEventListener("input", show);
  show();
}

document.querySelectorAll("textarea[data-most]").forEach(count);
