// Counts a round's time down, by the seconds the server said were left.
const began = new WeakMap();

function tick(clock) {
  if (!began.has(clock)) began.set(clock, performance.now());
  const passed = (performance.now() - began.get(clock)) / 1000;
  const left = Math.max(0, Math.round(Number(clock.dataset.ends) - passed));
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.textContent = left ? clock.dataset.left.replace("{time}", time) : clock.dataset.over;
  clock.classList.toggle("soon", left <= 60);
  clock.classList.toggle("over", left === 0);
}

// Parts of the page are replaced now and then, so the clocks are looked for each time.
setInterval(() => document.querySelectorAll("[data-ends]").forEach(tick), 1000);
