// A participant's page at a table: write, see the own cards and the table's, give dots, take back. Works without network.

import { announce } from "./announce.js";
import { openLine } from "./lab-line.js";
import { between, byPlace, hanging, uuid7 } from "./lab-model.js";
import { carryPages, counted, fill, givesDots, holdText, runTimer, showNow, showState, warnOfLoss, words } from "./lab-room.js";

export async function mount(root) {
  const line = await openLine(root.dataset);
  const page = new TablePage(root, line);
  line.addEventListener("change", () => page.show());
  runTimer(line);
  warnOfLoss(line);
  carryPages();
  page.show();
}

class TablePage {
  constructor(root, line) {
    Object.assign(this, { root, line });
    this.shownOf = new WeakMap();
    this.status = root.querySelector("[data-lab-write]") ? "offen" : null;
    this.form = root.querySelector("[data-lab-write]");
    this.form?.addEventListener("submit", (event) => this.write(event));
    root.addEventListener("click", (event) => this.onClick(event));
    root.querySelector("[data-lab-group]").addEventListener("submit", (event) => this.sayGroup(event));
    root.querySelector("[data-lab-address]").addEventListener("submit", (event) => this.nameDevice(event), true);
  }

  // Capture on the form itself runs before the shell's own sending of forms.
  async write(event) {
    event.preventDefault();
    event.stopPropagation();
    const field = this.form.elements.text;
    const text = field.value.trim();
    if (!text || field.readOnly) return field.focus();
    const column = this.form.elements.column.value;
    const inColumn = hanging(this.line.cards).filter((card) => card.column === column);
    const position = between(inColumn.sort(byPlace).at(-1)?.position ?? "", "");
    field.value = "";
    field.focus();
    const ids = await this.line.act({ kind: "create", card: uuid7(), payload: { text, column, position } });
    await holdText(this.line, field, text, ids);
    announce(words().done);
  }

  sayGroup(event) {
    event.preventDefault();
    event.stopPropagation();
    this.line.sayGroup(event.target.elements.group.value);
    event.target.closest("details").open = false;
    announce(words().sent);
  }

  // The address is sent as a plain form; it says which device it belongs to.
  nameDevice(event) {
    for (const name of ["device", "secret"]) {
      const field = event.target.elements[name] ?? event.target.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      field.value = this.line.seat[name];
    }
  }

  show() {
    const { line, root } = this;
    showState(line);
    showNow(line);
    this.showStatus();
    const cards = [...line.cards.values()];
    const own = cards.filter((card) => card.device === line.seat.device && card.kind === "note" && (card.life === "live" || card.life === "withdrawn"));
    const section = root.querySelector("[data-lab-own]");
    section.hidden = own.length === 0;
    this.showList(section.querySelector("ul"), own.sort((one, other) => (other.number ?? Infinity) - (one.number ?? Infinity) || (one.id < other.id ? 1 : -1)), true);
    const onBoard = hanging(line.cards).filter((card) => !card.isNew || !card.refused);
    for (const column of root.querySelectorAll("[data-column]")) {
      const its = onBoard.filter((card) => card.column === column.dataset.column);
      column.hidden = its.length === 0;
      column.querySelector("[data-lab-count]").textContent = its.length;
      this.showList(column.querySelector("ul"), its, false);
    }
    root.querySelector("[data-lab-empty]").hidden = onBoard.length > 0;
  }

  // Opened, closed: the page is fetched anew, because then it has (or no longer has) the form. Unsent text stays.
  showStatus() {
    const { lab } = this.line;
    if (!lab) return;
    if (this.form) this.form.hidden = givesDots(lab);
    if (this.status === null) this.status = lab.status;
    if (lab.status === this.status || this.form?.elements.text.value.trim()) return;
    this.status = lab.status;
    if (navigator.onLine) location.reload();
  }

  // Keeps the elements of cards that stay, so that focus and half-written changes survive.
  showList(list, cards, asOwn) {
    const kept = new Map([...list.children].map((item) => [item.dataset.card, item]));
    let last = null;
    for (const card of cards) {
      const item = kept.get(card.id) ?? document.getElementById("lab-card").content.firstElementChild.cloneNode(true);
      kept.delete(card.id);
      item.dataset.card = card.id;
      this.showCard(item, card, asOwn);
      const next = last ? last.nextElementSibling : list.firstElementChild;
      if (next !== item) list.insertBefore(item, next);
      last = item;
    }
    kept.forEach((item) => item.remove());
  }

  showCard(item, card, asOwn) {
    const { line } = this;
    const sign = JSON.stringify([card, line.lab, [...line.dots], asOwn]);
    if (this.shownOf.get(item) === sign || item.querySelector("form.lab-card__edit")) return;
    this.shownOf.set(item, sign);
    const says = words();
    if (!item.querySelector("[data-part]")) item.replaceChildren(...document.getElementById("lab-card").content.firstElementChild.cloneNode(true).children);
    item.className = `lab-card lab-card--${card.colour}${card.pending ? " is-pending" : ""}${card.refused ? " is-refused" : ""}${card.life === "live" ? "" : " is-gone"}`;
    item.querySelector(".lab-card__text").textContent = card.refused && card.refusedText ? card.refusedText : card.text;
    item.querySelector("[data-part=number]").textContent = card.number ? `${this.tableNumber}-${card.number}` : "";
    item.querySelector("[data-part=dots]").textContent = card.dots ? counted(says.dot, says.dots, card.dots) : "";
    const state = card.refused ? `${says.refused}: ${card.refused}` : card.pending ? says.pending : card.rivals.length ? says.rivals : "";
    item.querySelector("[data-part=state]").textContent = state;
    this.showActs(item, card, asOwn);
  }

  showActs(item, card, asOwn) {
    const { lab, dots } = this.line;
    const isOpen = lab?.status === "offen";
    const its = [...dots.values()].filter((id) => id === card.id).length;
    const givesNow = Boolean(lab) && givesDots(lab) && card.life === "live" && !card.isNew;
    const shows = {
      dot: givesNow,
      undot: givesNow && its > 0,
      edit: asOwn && isOpen && card.life === "live",
      withdraw: asOwn && isOpen && card.life === "live" && !card.refused,
      restore: asOwn && isOpen && card.life === "withdrawn",
      dismiss: asOwn && Boolean(card.refused),
    };
    for (const [act, isShown] of Object.entries(shows)) item.querySelector(`[data-act=${act}]`).hidden = !isShown;
    item.querySelector("[data-act=dot]").disabled = Boolean(lab) && dots.size >= lab.dots_each;
    if (its) item.querySelector("[data-part=dots]").textContent = [item.querySelector("[data-part=dots]").textContent, fill(words().ownDots, its)].filter(Boolean).join(", ");
    for (const button of item.querySelectorAll("[data-act]")) button.setAttribute("aria-label", `${button.textContent.trim()}: ${card.text.slice(0, 60)}`);
  }

  get tableNumber() {
    return this.root.dataset.table;
  }

  onClick(event) {
    const button = event.target.closest("[data-act]");
    const item = button?.closest("[data-card]");
    if (!item) return;
    event.preventDefault();
    const card = this.line.cards.get(item.dataset.card);
    const { lab, dots } = this.line;
    const says = words();
    const free = [...Array(lab?.dots_each ?? 0).keys()].find((slot) => !dots.has(slot));
    const mine = [...dots].filter(([, id]) => id === card.id).map(([slot]) => slot).at(-1);
    const acts = {
      dot: () => free !== undefined && this.line.act({ kind: "dot", card: card.id, payload: { round: lab.dot_round, slot: free } }),
      undot: () => this.line.act({ kind: "dot", payload: { round: lab.dot_round, slot: mine } }),
      withdraw: () => this.line.act({ kind: "life", card: card.id, payload: { life: "withdrawn", into: [] } }).then(() => announce(says.withdrawn)),
      restore: () => this.line.act({ kind: "life", card: card.id, payload: { life: "live", into: [] } }).then(() => announce(says.restored)),
      dismiss: () => this.line.dismiss(card.id),
      edit: () => this.edit(item, card),
      cancel: () => {},
    };
    acts[button.dataset.act]();
  }

  edit(item, card) {
    const form = document.getElementById("lab-edit").content.firstElementChild.cloneNode(true);
    const field = form.querySelector("textarea");
    field.value = card.refusedText ?? card.text;
    field.id = `edit-${card.id}`;
    form.querySelector("label").htmlFor = field.id;
    item.append(form);
    item.classList.add("is-edited");
    field.focus();
    const close = () => {
      form.remove();
      item.classList.remove("is-edited");
      this.shownOf.delete(item);
      this.show();
      item.querySelector("[data-act=edit]")?.focus();
    };
    form.querySelector("[data-act=cancel]").addEventListener("click", close);
    form.addEventListener("keydown", (event) => event.key === "Escape" && close());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const text = field.value.trim();
      if (text) await this.save(card, text);
      close();
    });
  }

  // A card that was refused is made anew under its own id; any other gets a new wording.
  async save(card, text) {
    if (card.isNew && card.refused) {
      await this.line.dismiss(card.id);
      return this.line.act({ kind: "create", card: card.id, payload: { text, column: card.column, position: card.position } });
    }
    if (card.refused) await this.line.dismiss(card.id);
    return this.line.act({ kind: "edit", card: card.id, payload: { text, parents: card.heads } });
  }
}
