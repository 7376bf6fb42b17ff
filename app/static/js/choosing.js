// A list to choose people from: all on the page at once, and how many are ticked.
for (const form of document.querySelectorAll("[data-choosing]")) {
  const boxes = [...form.querySelectorAll("input[name=who]")];
  const page = form.querySelector("[data-choose-page]");
  const told = form.querySelector("[data-chosen]");
  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    page.checked = number === boxes.length;
    page.indeterminate = number > 0 && !page.checked;
    if (!told) return;
    told.hidden = number === 0;
    told.textContent = number === 1 ? told.dataset.one : told.dataset.many.replace("{n}", number);
  };
  page.closest("label").hidden = false;
  form.addEventListener("change", (event) => {
    if (event.target === page) for (const box of boxes) box.checked = page.checked;
    count();
  });
  count();
}
