// The screen stays on while somebody needs it, where the phone lets us ask for that.

let isWanted = false;

export function stayAwake() {
  if (isWanted || !("wakeLock" in navigator)) return;
  isWanted = true;
  const ask = () => document.hidden || navigator.wakeLock.request("screen").catch(() => {});
  ask();
  // The phone takes it back whenever the page is out of sight.
  document.addEventListener("visibilitychange", ask);
}
