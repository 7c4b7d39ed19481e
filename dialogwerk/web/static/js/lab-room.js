// What every page in the room shows of the lab itself: state of the line, round, timer, notice.

export function words() {
  return document.getElementById("lab-words").dataset;
}

export function fill(text, value) {
  return text.replace("%s", value);
}

export function counted(one, many, count) {
  return count === 1 ? one : fill(many, count);
}

// Shows whether what was typed has arrived. The words stand in the head of the page and are read out when they change.
export function showState(line) {
  const element = document.querySelector("[data-lab-state]");
  if (!element) return;
  const says = words();
  const { state } = line;
  const text = state === "kept" ? fill(says.kept, counted(says.one, says.many, line.unsent.length)) : state === "broken" ? line.fault.message || says.broken : says[state];
  element.hidden = false;
  element.dataset.labState = state;
  const place = element.querySelector("[data-lab-state-words]");
  if (place.textContent !== text) place.textContent = text;
}

export function showNow(line, root = document) {
  const { lab } = line;
  if (!lab) return;
  const says = words();
  set(root, "[data-lab-round]", JSON.parse(says.rounds)[lab.round]);
  set(root, "[data-lab-note]", lab.note);
  const left = lab.dots_each - line.dots.size;
  set(root, "[data-lab-dots]", givesDots(lab) ? counted(says.leftOne, says.left, left) : "");
  showTimer(line, root);
}

export function givesDots(lab) {
  return lab.status === "offen" && lab.round === "punkten";
}

export function showTimer(line, root = document) {
  const { lab } = line;
  const seconds = lab?.timer_ends_at ? Math.max(0, Math.ceil(line.until(lab.timer_ends_at) / 1000)) : lab?.timer_left;
  const text = seconds === null || seconds === undefined ? "" : seconds > 0 ? clock(seconds) : words().over;
  set(root, "[data-lab-timer]", text);
}

// Lets the timer run; returns a function that stops it.
export function runTimer(line, root = document) {
  const timer = setInterval(() => line.lab?.timer_ends_at && showTimer(line, root), 500);
  return () => clearInterval(timer);
}

function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

function set(root, selector, text) {
  for (const element of root.querySelectorAll(selector)) {
    if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
    element.hidden = !text;
  }
}

// Where the browser keeps nothing, a text stays in its field until it has arrived, and the page is not left without a word.
export async function holdText(line, field, text, ids) {
  if (line.store.isSafe || field.value) return;
  Object.assign(field, { value: text, readOnly: true });
  await line.arrival(ids);
  Object.assign(field, { value: "", readOnly: false });
}

export function warnOfLoss(line) {
  addEventListener("beforeunload", (event) => line.state === "unsafe" && event.preventDefault());
}

// The service worker carries the pages of the room without network. This page was loaded before it, so it asks to be kept.
export async function carryPages() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/labor/sw.js", { scope: "/labor/" });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: location.pathname });
  } catch {
    // private windows may refuse; the page then works as long as it stays open
  }
}
