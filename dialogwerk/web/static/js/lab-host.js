// The host's page: lets the timer run and fetches the state of the lab anew every few seconds. One host, so polling is fine.

const EVERY = 4_000;

export function mount(element) {
  const shown = element.querySelector("[data-timer]");
  const ends = Number(element.dataset.timerEnds);
  const offset = Number(element.dataset.now) - performance.now();
  const tick = ends && setInterval(() => show(), 500);
  const fetchAgain = setTimeout(refresh, EVERY);

  function show() {
    if (!element.isConnected) return clearInterval(tick);
    const seconds = Math.max(0, Math.ceil((ends - (offset + performance.now())) / 1000));
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    shown.hidden = false;
  }

  // Not while somebody opens a form or menu in it: what she does must not vanish under her hand.
  async function refresh() {
    clearTimeout(fetchAgain);
    if (!element.isConnected) return;
    const isTouched = [...element.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
    const isBusy = isTouched || element.contains(document.activeElement) || element.querySelector("details[open], form[aria-busy=true]") || document.hidden;
    if (isBusy) return setTimeout(refresh, EVERY);
    await window.htmx.ajax("GET", location.pathname, { target: element, swap: "outerHTML" }).catch(() => {});
    setTimeout(refresh, EVERY);
  }

  if (ends) show();
}
