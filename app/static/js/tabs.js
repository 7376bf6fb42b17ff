// A row of tabs that is wider than the screen begins where the current one is seen.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.parentElement;
  row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2 - row.offsetLeft;
}

// One that goes on beyond the edge fades there.
for (const row of document.querySelectorAll(".tabs")) {
  const tell = () => row.classList.toggle("goes-on", row.scrollLeft + row.clientWidth < row.scrollWidth - 4);
  row.addEventListener("scroll", tell, { passive: true });
  addEventListener("resize", tell);
  tell();
}
