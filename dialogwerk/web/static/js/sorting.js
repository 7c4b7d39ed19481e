// The sorting table: mouse, touch and single keys put contributions into groups; every act is a move of the line.

import { announce } from "./announce.js";
import { Dragging } from "./sorting-drag.js";
import { SortingLine } from "./sorting-line.js";
import { SortingView } from "./sorting-view.js";

const KEYS_OFF = "dialogwerk-sorting-keys-off";

export function mount(root) {
  new Desk(root);
}

class Desk {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("#sort-form");
    this.line = new SortingLine(root.dataset, this.form.elements.csrfmiddlewaretoken.value);
    this.view = new SortingView(root, this.line);
    this.help = root.querySelector("[data-help]");
    this.keysOn = this.help.querySelector("[data-keys-on]");
    this.keysOn.checked = localStorage.getItem(KEYS_OFF) === null;
    this.keysOn.addEventListener("change", () => (this.keysOn.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1")));
    root.querySelector("[data-tool=help]").hidden = false;
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("change", (event) => this.onChange(event.target));
    root.addEventListener("focusin", (event) => this.view.makeCurrent(event.target.closest(".sort-card")));
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    new Dragging(root, {
      entriesOf: (card) => this.view.entriesWith(card), label: (entries) => this.view.labelOf(entries), drop: (target, entries) => this.drop(target, entries),
    });
    this.line.start();
  }

  drop(target, entries) {
    if (target.dataset.sentence) return this.prove(target.dataset.sentence, entries);
    if (!target.dataset.group) return this.move("aside", {}, { entries });
    return this.move("place", { group: Number(target.dataset.group) }, { entries });
  }

  onChange(field) {
    if (field.matches(".sort-card__check")) this.view.showChosen();
    else if (field.matches("[data-order]")) this.view.order(field.value);
  }

  // A click on a card makes it the current one; a click on a group puts the chosen or current one there.
  onClick(event) {
    if (event.target.closest("[data-tool=help]")) return this.help.showModal();
    const card = event.target.closest(".sort-card");
    if (card && !event.target.closest("a, input, button, summary, label")) this.view.focus(card);
  }

  // All buttons of the table belong to one form: without this they work, too, with a page in between.
  onSubmit(event) {
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    if (name === "group") this.place(Number(value));
    else if (name === "sentence") this.prove(value);
    else if (name === "take") this.take(event.submitter);
    else if (value === "aside") this.move("aside");
    else if (value === "undo") this.undo();
    else this.make();
  }

  onKey(event) {
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");
    if (isTyping) {
      if (event.key === "Escape" && event.target === this.form.elements.name) this.view.focusCurrent();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !this.keysOn.checked) return;
    const isOnCard = event.target.matches(".sort-card, body, .sort-card__check");
    const acts = {
      j: () => this.view.step(1), ArrowDown: isOnCard && (() => this.view.step(1)),
      k: () => this.view.step(-1), ArrowUp: isOnCard && (() => this.view.step(-1)),
      g: () => this.form.elements.name?.focus(), x: () => this.move("aside"), u: () => this.undo(), s: () => this.takeCurrent(),
      "/": () => this.root.querySelector("#sort-q").focus(), "?": () => this.help.showModal(),
      " ": isOnCard && (() => this.view.toggle()), Enter: event.target.matches(".sort-card") && (() => this.view.open()),
      Escape: () => this.view.clear(),
    };
    const digit = event.shiftKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    const group = !event.shiftKey && event.key.length === 1 && this.root.querySelector(`.sort-group[data-key="${CSS.escape(event.key)}"]`);
    const act = digit ? () => this.proveAt(Number(digit)) : acts[event.key] || (group && (() => this.place(Number(group.dataset.group))));
    if (!act) return;
    event.preventDefault();
    act();
  }

  place(group) {
    if (this.view.isLocked(group)) return announce(this.view.says.locked);
    this.move("place", { group });
  }

  // A name that is there already is the group meant: the server finds it again, whoever made it.
  make() {
    const field = this.form.elements.name;
    const name = field.value.trim();
    if (!name) return field.focus();
    const known = this.view.groupNamed(name);
    field.value = "";
    if (known) this.place(known);
    else this.move("make", { name }, { mayBeEmpty: !this.view.chosen().length });
    this.view.focusCurrent();
  }

  move(kind, more = {}, { mayBeEmpty = false, entries = this.view.targets() } = {}) {
    if (!entries.length && !mayBeEmpty) return announce(this.view.says.nothing);
    this.view.lift(entries);
    this.line.act({ kind, entries, ...more });
  }

  take(button) {
    const [entry, group] = button.value.split(":").map(Number);
    this.view.lift([entry]);
    this.line.act({ kind: "place", entries: [entry], group });
  }

  // What is chosen, or the current card, goes where the machine would put it.
  takeCurrent() {
    const buttons = this.view.targets().map((entry) => this.view.card(entry)?.querySelector("[data-take]")).filter(Boolean);
    if (!buttons.length) return announce(this.view.says.noSuggestion);
    buttons.forEach((button) => this.take(button));
  }

  undo() {
    this.line.act({ kind: "undo" });
  }

  proveAt(place) {
    const sentence = this.root.querySelectorAll("[data-sentence]")[place - 1];
    if (sentence) this.prove(sentence.dataset.sentence);
  }

  async prove(sentence, entries = this.view.targets()) {
    const list = this.root.querySelector("[data-prove]");
    if (!entries.length) return announce(this.view.says.nothing);
    const body = new URLSearchParams([["sentence", sentence], ...entries.map((entry) => ["entry", entry])]);
    const headers = { Accept: "application/json", "X-CSRFToken": this.line.token };
    const answer = await fetch(list.dataset.prove, { method: "POST", headers, body, credentials: "same-origin" });
    const told = await answer.json().catch(() => ({}));
    this.view.tell(told.said ?? told.message ?? "");
    await this.view.renew("satz");
  }
}
