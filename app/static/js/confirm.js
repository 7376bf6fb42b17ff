// Asks before a form with data-confirm is sent, in a dialog of the page.
function ask(form, submitter) {
  const dialog = document.createElement("dialog");
  const words = document.createElement("p");
  const actions = document.createElement("div");
  const yes = submitter?.cloneNode(true) ?? document.createElement("button");
  const no = document.createElement("button");

  dialog.className = "ask";
  words.textContent = form.dataset.confirm;
  actions.className = "actions";
  yes.type = no.type = "button";
  no.className = "button outline small";
  no.autofocus = true;
  no.textContent = form.dataset.cancel;
  yes.addEventListener("click", () => {
    dialog.close();
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());

  actions.append(yes, no);
  dialog.append(words, actions);
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  ask(form, event.submitter);
});
