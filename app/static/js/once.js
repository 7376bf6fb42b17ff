// Two presses in one moment are one: what is on its way is not sent a second time.
const REST = 4000; // where the page stays, such as for a file, the button works again after this

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.isSent) {
    event.preventDefault();
    return;
  }
  form.dataset.isSent = "1";
  setTimeout(() => delete form.dataset.isSent, REST);
});

// Whoever comes back to the page may send anew.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-is-sent]")) delete form.dataset.isSent;
});
