// Whoever signs out leaves nothing behind on this phone: no ticket, no list of names. What a door
// wrote down and has not handed in stays, without the names around it.

async function forgetDoors(isMeant) {
  const known = (await indexedDB.databases?.()) ?? [];
  if (!known.some(({ name }) => name === "kizuna-door")) return;
  const { forget } = await import("./door/store.js");
  await forget(isMeant);
}

async function forgetEverything() {
  await window.caches?.delete("tickets");
  await forgetDoors(() => true);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.action?.endsWith("/sign-out") || form.dataset.isClean) return;
  event.preventDefault();
  form.dataset.isClean = "1";
  await forgetEverything().catch(() => {});
  form.submit();
});

// A day after the evening its list goes, wherever on these pages one happens to be.
forgetDoors((until) => Date.now() > until).catch(() => {});
