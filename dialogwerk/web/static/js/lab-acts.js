// What a facilitator does, as operations, each with the operations that undo it. Undoing is doing the opposite: nothing is
// ever taken out of the history, and what somebody else did meanwhile stays.

import { between, byPlace, hanging, uuid7 } from "./lab-model.js";

export class Acts {
  constructor(line) {
    this.line = line;
    this.done = [];
    this.undone = [];
  }

  get canUndo() {
    return this.done.length > 0;
  }

  get canRedo() {
    return this.undone.length > 0;
  }

  async undo() {
    const step = this.done.pop();
    if (!step) return;
    this.undone.push(step);
    await this.line.act(...step.opposite());
  }

  async redo() {
    const step = this.undone.pop();
    if (!step) return;
    this.done.push(step);
    await this.line.act(...step.again());
  }

  write(text, column, more = {}) {
    const card = uuid7();
    const position = between(this.last(column)?.position ?? "", "");
    const create = { kind: "create", card, payload: { text, column, position, ...more } };
    return this.step([create], () => [life(card, "withdrawn")], () => [life(card, "live")]);
  }

  reword(card, text) {
    const before = card.text;
    const edit = () => ({ kind: "edit", card: card.id, payload: { text, parents: this.now(card.id).heads } });
    return this.step([edit()], () => [{ kind: "edit", card: card.id, payload: { text: before, parents: this.now(card.id).heads } }], () => [edit()]);
  }

  move(card, column, position) {
    const from = { column: card.column, position: card.position };
    if (from.column === column && from.position === position) return Promise.resolve();
    return this.step([place(card.id, { column, position })], () => [place(card.id, from)], () => [place(card.id, { column, position })]);
  }

  colour(card, colour) {
    const before = card.colour;
    const look = (value) => [{ kind: "look", card: card.id, payload: { colour: value } }];
    return this.step(look(colour), () => look(before), () => look(colour));
  }

  voice(card, voice) {
    const before = card.voice;
    const say = (value) => [{ kind: "voice", card: card.id, payload: { voice: value } }];
    return this.step(say(voice), () => say(before), () => say(voice));
  }

  takeDown(card) {
    return this.step([life(card.id, "withdrawn")], () => [life(card.id, "live")], () => [life(card.id, "withdrawn")]);
  }

  putBack(card) {
    const { life: before, into } = card;
    return this.step([life(card.id, "live")], () => [life(card.id, before, into)], () => [life(card.id, "live")]);
  }

  merge(cards, text) {
    const [first] = cards;
    const made = uuid7();
    const create = { kind: "create", card: made, payload: { text, column: first.column, position: first.position, colour: first.colour, sources: cards.map((card) => card.id) } };
    const take = () => cards.map((card) => life(card.id, "merged", [made]));
    const give = () => cards.map((card) => life(card.id, "live"));
    return this.step([create, ...take()], () => [...give(), life(made, "withdrawn")], () => [life(made, "live"), ...take()]);
  }

  split(card, texts) {
    let { position } = card;
    const parts = texts.map((text) => {
      const made = { kind: "create", card: uuid7(), payload: { text, column: card.column, position, colour: card.colour, voice: card.voice, sources: [card.id] } };
      position = between(position, this.after(card)?.position ?? "");
      return made;
    });
    const ids = parts.map((part) => part.card);
    return this.step(
      [...parts, life(card.id, "split", ids)],
      () => [life(card.id, "live"), ...ids.map((id) => life(id, "withdrawn"))],
      () => [...ids.map((id) => life(id, "live")), life(card.id, "split", ids)],
    );
  }

  step(things, opposite, again) {
    this.done.push({ opposite, again });
    this.undone = [];
    return this.line.act(...things);
  }

  now(id) {
    return this.line.cards.get(id);
  }

  inColumn(column, kind = "note") {
    return hanging(this.line.cards, kind).filter((card) => card.column === column).sort(byPlace);
  }

  last(column) {
    return this.inColumn(column).at(-1);
  }

  after(card) {
    const its = this.inColumn(card.column, card.kind);
    return its[its.findIndex((one) => one.id === card.id) + 1];
  }
}

function life(card, value, into = []) {
  return { kind: "life", card, payload: { life: value, into } };
}

function place(card, payload) {
  return { kind: "place", card, payload };
}
