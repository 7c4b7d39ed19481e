// The door on a device: finds people in the list kept here, lets them in at once, sends later. Without this module the
// page is a plain form that asks the server.

import { search, show, tableWords } from "./check-in-list.js";
import { openStore, presence, walkIn } from "./check-in-store.js";
import { Sync } from "./check-in-sync.js";
import { findReader, scan } from "./check-in-scan.js";

const KEPT_AFTER = 12 * 3600 * 1000;

export async function mount(page) {
  const part = (name) => page.querySelector(`[data-${name}]`);
  const store = await openStore(page.dataset.event);
  const door = { page, part, store, people: [], queue: [], here: new Map(), kept: false, told: part("told") };
  if (await isOver(page, store)) return forget(door);
  if (!(await store.fact("device"))) await store.setFact("device", `Gerät ${crypto.randomUUID().slice(0, 4)}`);
  const { people, send } = page.dataset;
  door.sync = new Sync(store, { people, send }, () => refresh(door));
  part("device").hidden = false;
  listen(door);
  await refresh(door);
  keepPage(door);
  await door.sync.start();
}

function listen(door) {
  const { part } = door;
  const input = part("search").elements.q;
  part("search").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(door, input.value);
  });
  input.addEventListener("input", () => show(door, input.value));
  part("results").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-person]");
    if (button) (button.dataset.act === "undo" ? undo : letIn)(door, button.dataset.person);
  });
  part("walk-in").addEventListener("submit", (event) => addWalkIn(door, event));
  part("now").addEventListener("click", () => door.sync.now());
  part("clear").addEventListener("click", () => clearDevice(door));
  door.reader = findReader(new URL(door.page.dataset.reader, location.href).href);
  door.reader.then((reader) => (part(reader ? "scanner" : "no-scanner").hidden = false));
  part("scan").addEventListener("click", () => toggleScan(door));
}

// A code lets in at once; so does a name that fits one person only. Otherwise the fitting ones are shown.
async function enter(door, text) {
  const words = text.trim();
  const exact = door.people.find((person) => person.code && person.code === words.toUpperCase());
  const found = exact ? [exact] : search(door, words);
  if (exact) return letIn(door, exact.id);
  show(door, words);
  const { several, nobody } = door.told.dataset;
  if (words) tell(door, found.length ? several.replace("{count}", found.length) : nobody.replace("{words}", words));
}

async function letIn(door, id) {
  const person = door.people.find((one) => one.id === id);
  const words = door.here.get(id).size ? door.told.dataset.again : door.told.dataset.here;
  if (!door.here.get(id).size) await act(door, { kind: "arrival", registration: id });
  const table = person.table ? ` ${tableWords(door, person)}.` : "";
  tell(door, words.replace("{name}", person.name) + table);
  clearSearch(door);
}

async function undo(door, id) {
  await act(door, { kind: "undo", registration: id, undone: [...door.here.get(id)] });
}

async function addWalkIn(door, event) {
  event.preventDefault();
  const form = event.target;
  const { name, organisation, group } = Object.fromEntries(new FormData(form));
  if (!name.trim()) return form.elements.name.focus();
  const operation = { kind: "walk_in", registration: crypto.randomUUID(), name: name.trim(), organisation, group };
  await act(door, operation, walkIn(operation));
  form.reset();
  form.closest("details").open = false;
  tell(door, door.told.dataset.here.replace("{name}", name.trim()));
  clearSearch(door);
}

async function act(door, operation, person) {
  await door.store.add({ ...operation, id: crypto.randomUUID(), at: new Date().toISOString() }, person);
  await refresh(door);
  door.sync.now();
}

async function refresh(door) {
  [door.people, door.queue] = await Promise.all([door.store.people(), door.store.queue()]);
  door.here = presence(door.people, door.queue);
  const { part } = door;
  const count = part("count");
  const here = [...door.here.values()].filter((checkIns) => checkIns.size).length;
  const expected = door.people.filter((person) => !person.waits).length;
  if (door.people.length) count.textContent = count.dataset.words.replace("{here}", here).replace("{all}", expected);
  const state = part("state").dataset;
  const waiting = door.queue.length ? state.unsent.replace("{count}", door.queue.length) : "";
  const words = { offline: state.offline, refused: state.refused, sent: state.allSent }[door.sync.state] ?? "";
  setText(part("state"), [door.sync.state === "sent" && waiting ? "" : words, waiting].filter(Boolean).join(" "));
  part("queue").replaceChildren(...door.queue.map((one) => item(door, one)));
  const ready = part("ready");
  const isReady = door.kept && door.people.length > 0;
  setText(ready, isReady ? ready.dataset.yes : ready.dataset.no);
  door.page.dataset.isReady = isReady;
  show(door, part("search").elements.q.value);
}

function item(door, operation) {
  const line = document.createElement("li");
  const person = door.people.find((one) => one.id === operation.registration);
  line.textContent = `${new Date(operation.at).toLocaleTimeString([], { timeStyle: "short" })} ${person?.name ?? ""}`;
  return line;
}

function tell(door, words) {
  door.told.textContent = words;
}

function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function clearSearch(door) {
  const input = door.part("search").elements.q;
  input.value = "";
  show(door, "");
  input.focus();
}

async function toggleScan(door) {
  if (door.endScan) {
    door.endScan();
    door.endScan = null;
    return;
  }
  try {
    door.endScan = await scan(await door.reader, door.part("video"), (text) => enter(door, text));
  } catch {
    tell(door, door.told.dataset.noCamera);
  }
}

// Let the service worker keep this page and all it is made of.
async function keepPage(door) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event) => {
    door.kept ||= event.data?.kept > 0 && event.data.kept === event.data.wanted;
    refresh(door);
  });
  await navigator.serviceWorker.register(door.page.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  await door.reader; // what it was made of is kept, too
  const own = performance.getEntriesByType("resource").map((one) => new URL(one.name));
  const parts = own.filter((url) => url.origin === location.origin && !url.pathname.startsWith(location.pathname));
  active.postMessage({ keep: parts.map((url) => url.pathname + url.search) });
}

// Half a day after the event nothing is kept here any more, unless something is still to be sent.
async function isOver(page, store) {
  const isSent = !(await store.queue()).length;
  return isSent && Date.now() > Date.parse(page.dataset.endsAt) + KEPT_AFTER;
}

async function clearDevice(door) {
  const button = door.part("clear");
  if (door.queue.length && !confirm(button.dataset.sure)) return;
  await forget(door);
  tell(door, button.dataset.done);
  door.part("device").hidden = true;
}

async function forget(door) {
  await door.store.clear();
  door.people = door.queue = [];
  door.part("results").replaceChildren();
  const worker = await navigator.serviceWorker?.getRegistration(door.page.dataset.worker);
  worker?.active?.postMessage({ forget: true });
  await worker?.unregister();
}
