// A row of tabs that is wider than the screen begins where the current one is seen.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2 - row.offsetLeft;
}
