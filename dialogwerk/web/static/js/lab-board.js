// The facilitator's board: sort, merge, split, reword by mouse, touch and keyboard; everything can be undone.

import Sortable from "../vendor/sortable/sortable.esm.js";

import { announce } from "./announce.js";
import { Acts } from "./lab-acts.js";
import { BoardView } from "./lab-board-view.js";
import { openLine } from "./lab-line.js";
import { between } from "./lab-model.js";
import { carryPages, counted, fill, holdText, runTimer, showNow, showState, warnOfLoss } from "./lab-room.js";

const COLOURS = ["yellow", "green", "blue", "pink", "white"];

export async function mount(root) {
  const line = await openLine(root.dataset, { key: root.dataset.key });
  const board = new Board(root, line);
  line.addEventListener("change", () => board.showSoon());
  runTimer(line);
  warnOfLoss(line);
  carryPages();
  board.show();
}

class Board {
  constructor(root, line) {
    Object.assign(this, { root, line, acts: new Acts(line), chosen: new Set() });
    this.view = new BoardView(root);
    this.says = document.getElementById("board-words").dataset;
    this.dialog = root.querySelector("[data-board-dialog]");
    this.writeForm = root.querySelector("[data-board-write]");
    this.writeForm.addEventListener("submit", (event) => this.write(event));
    this.writeForm.elements.text.addEventListener("keydown", (event) => this.onWriteKey(event));
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("change", (event) => this.onChange(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    for (const list of this.columns) {
      Sortable.create(list, { group: "cards", animation: 120, delay: 180, delayOnTouchOnly: true, filter: ".menu, .menu *, select, button", preventOnFilter: false,
        onStart: () => (this.isDragging = true), onEnd: (event) => this.onDrop(event) });
    }
  }

  get columns() {
    return [...this.root.querySelectorAll("[data-column]")];
  }

  showSoon() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      if (!this.isDragging) this.show();
    });
  }

  show() {
    const { line, root, chosen } = this;
    showState(line);
    showNow(line);
    const cards = line.cards;
    for (const id of chosen) if (cards.get(id)?.life !== "live") chosen.delete(id);
    this.view.show(cards, chosen, root.dataset.table);
    root.querySelector("[data-board-chosen]").textContent = chosen.size ? counted(this.says.chosenOne, this.says.chosen, chosen.size) : "";
    root.querySelector("[data-tool=merge]").disabled = chosen.size < 2;
    root.querySelector("[data-tool=undo]").disabled = !this.acts.canUndo;
    root.querySelector("[data-tool=redo]").disabled = !this.acts.canRedo;
  }

  // Enter writes the card and waits for the next one: a stack of paper is typed without touching the mouse.
  onWriteKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.writeForm.requestSubmit();
  }

  async write(event) {
    event.preventDefault();
    event.stopPropagation();
    const { text, column, paper, photo } = this.writeForm.elements;
    if (!text.value.trim() || text.readOnly) return text.focus();
    const more = {};
    if (Number(paper.value)) more.paper = Number(paper.value);
    if (photo?.value) more.photo = Number(photo.value);
    const said = text.value.trim();
    text.value = "";
    if (more.paper) paper.value = String(more.paper + 1);
    text.focus();
    const ids = await this.acts.write(said, column.value, more);
    await holdText(this.line, text, said, ids);
    announce(this.says.written);
  }

  onDrop(event) {
    this.isDragging = false;
    const card = this.card(event.item);
    const column = event.to.dataset.column;
    const position = between(this.card(event.item.previousElementSibling)?.position ?? "", this.card(event.item.nextElementSibling)?.position ?? "");
    if (event.from !== event.to || event.oldIndex !== event.newIndex) this.acts.move(card, column, position);
    this.show();
  }

  onClick(event) {
    const tool = event.target.closest("[data-tool]");
    if (tool) return this.tool(tool.dataset.tool);
    const item = event.target.closest("[data-card]");
    const rival = event.target.closest("[data-rival]");
    if (rival) return this.acts.reword(this.card(item), rival.dataset.rival);
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (!act || !item) return;
    item.querySelector("details.menu")?.removeAttribute("open");
    this.do(act, item);
  }

  onChange(event) {
    const select = event.target.closest("[data-act-voice]");
    if (select) this.acts.voice(this.card(select), select.value);
  }

  onKey(event) {
    const isTyping = event.target.closest("input, textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest("[data-card]");
    const tools = { z: "undo", y: "redo", m: "merge", "?": "help", n: "new" };
    const acts = { e: "edit", s: "split", f: "colour", x: "withdraw", " ": "choose" };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key in tools) this.tool(tools[key]);
    else if (item === event.target && key in acts) this.do(acts[key], item);
    else if (item === event.target && key.startsWith("Arrow")) this.arrow(key.slice(5).toLowerCase(), item, event.shiftKey);
    else return;
    event.preventDefault();
  }

  tool(name) {
    const acts = {
      undo: async () => (await this.acts.undo(), announce(this.says.undone)),
      redo: () => this.acts.redo(),
      merge: () => this.merge(),
      help: () => this.root.querySelector("[data-board-help]").showModal(),
      new: () => this.writeForm.elements.text.focus(),
      result: () => this.ask("result", "", (text) => this.acts.write(text, this.columns[0].dataset.column, { kind: "result" })),
    };
    acts[name]();
  }

  do(act, item) {
    const card = this.card(item);
    const acts = {
      choose: () => this.choose(card),
      edit: () => this.ask(card.kind === "result" ? "result" : "edit", card.text, (text) => this.acts.reword(card, text)),
      split: () => this.ask("split", card.text, (text) => this.split(card, text)),
      colour: () => this.acts.colour(card, COLOURS[(COLOURS.indexOf(card.colour) + 1) % COLOURS.length]),
      withdraw: () => this.acts.takeDown(card),
      restore: () => this.acts.putBack(card),
      dismiss: () => this.line.dismiss(card.id),
    };
    if (act in acts) acts[act]();
    else this.arrow(act, item, true);
  }

  choose(card) {
    if (!this.chosen.delete(card.id)) this.chosen.add(card.id);
    this.show();
  }

  async merge() {
    const cards = [...this.chosen].map((id) => this.line.cards.get(id));
    if (cards.length < 2) return;
    this.ask("merge", cards.map((card) => card.text).join("\n"), async (text) => {
      this.chosen.clear();
      await this.acts.merge(cards, text);
      this.focusLast(cards[0].column);
      announce(this.says.merged);
    });
  }

  async split(card, text) {
    const texts = text.split("\n").map((part) => part.trim()).filter(Boolean);
    if (texts.length < 2) return;
    await this.acts.split(card, texts);
    this.focusLast(card.column);
    announce(this.says.split);
  }

  // The cards that were worked on have left the board: the focus goes on with what came of them.
  focusLast(column) {
    this.show();
    const items = this.columns.find((list) => list.dataset.column === column)?.children ?? [];
    [...items].sort((one, other) => ((this.card(one).number ?? Infinity) < (this.card(other).number ?? Infinity) ? -1 : 1)).at(-1)?.focus();
  }

  // Arrows go from card to card; with Shift they move the card itself.
  arrow(way, item, moves) {
    const list = item.closest("[data-column]");
    if (!list) return;
    const items = [...list.children];
    const place = items.indexOf(item);
    const columns = this.columns;
    const beside = columns[columns.indexOf(list) + (way === "left" ? -1 : way === "right" ? 1 : 0)];
    if (!moves) {
      const next = way === "up" ? items[place - 1] : way === "down" ? items[place + 1] : beside?.children[Math.min(place, beside.children.length - 1)];
      return next?.focus();
    }
    this.moveBy(way, item, items, place, beside, list);
  }

  moveBy(way, item, items, place, beside, list) {
    const card = this.card(item);
    const at = (element) => this.card(element)?.position ?? "";
    if (way === "up" && place > 0) this.acts.move(card, card.column, between(at(items[place - 2]), at(items[place - 1])));
    else if (way === "down" && place < items.length - 1) this.acts.move(card, card.column, between(at(items[place + 1]), at(items[place + 2])));
    else if ((way === "left" || way === "right") && beside && beside !== list) {
      this.acts.move(card, beside.dataset.column, between(at(beside.lastElementChild), ""));
      announce(fill(this.says.moved, beside.parentElement.querySelector("h2").firstChild.textContent.trim()));
    } else return;
    this.show();
    this.root.querySelector(`[data-column] [data-card="${card.id}"]`)?.focus();
  }

  // Asks for a text in the dialog; the focus goes back to where it was.
  ask(kind, text, then) {
    const titles = document.getElementById("board-titles").dataset;
    const field = this.dialog.querySelector("textarea");
    this.dialog.querySelector("h2").textContent = titles[kind];
    this.dialog.querySelector("[data-dialog-hint]").textContent = titles[`${kind}Hint`];
    field.value = text;
    field.maxLength = kind === "edit" || kind === "merge" ? 600 : 6000;
    const before = document.activeElement;
    this.dialog.returnValue = "";
    this.dialog.addEventListener("close", async () => {
      before?.focus();
      if (this.dialog.returnValue === "save" && field.value.trim()) await then(field.value.trim());
    }, { once: true });
    this.dialog.showModal();
    field.focus();
  }

  card(element) {
    return this.line.cards.get(element?.closest?.("[data-card]")?.dataset.card);
  }
}
