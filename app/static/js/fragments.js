// A part of a page that takes a moment comes after the page. Without scripts its link is there.
async function bring(place) {
  const answer = await fetch(place.dataset.fragment, { headers: { "X-Requested-With": "fragment" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.body.children.length) place.replaceChildren(...page.body.children);
}

for (const place of document.querySelectorAll("[data-fragment]")) {
  bring(place).catch(() => {}); // the link that stands there still leads to the whole page
}
