// Draws the facilitator's board. Elements of cards that stay are kept, so that focus and open menus survive the pushes.

import { byPlace, hanging } from "./lab-model.js";
import { counted, fill, words } from "./lab-room.js";

export class BoardView {
  constructor(root) {
    this.root = root;
    this.signs = new WeakMap();
    this.says = document.getElementById("board-words").dataset;
  }

  show(cards, chosen, table) {
    const onBoard = hanging(cards);
    for (const list of this.root.querySelectorAll("[data-column]")) {
      const its = onBoard.filter((card) => card.column === list.dataset.column).sort(byPlace);
      this.fill(list, its, chosen, table);
      list.parentElement.querySelector("[data-lab-count]").textContent = its.length;
    }
    this.fill(this.root.querySelector("[data-board-results]"), hanging(cards, "result"), chosen, table);
    const gone = [...cards.values()].filter((card) => card.life !== "live");
    this.root.querySelector("[data-board-gone-count]").textContent = gone.length || "";
    this.fill(this.root.querySelector("[data-board-gone]"), gone, chosen, table);
    this.rove();
  }

  fill(list, cards, chosen, table) {
    const kept = new Map([...list.children].map((item) => [item.dataset.card, item]));
    let last = null;
    for (const card of cards) {
      const item = kept.get(card.id) ?? document.getElementById("board-card").content.firstElementChild.cloneNode(true);
      kept.delete(card.id);
      item.dataset.card = card.id;
      this.draw(item, card, chosen.has(card.id), table);
      const next = last ? last.nextElementSibling : list.firstElementChild;
      if (next !== item) list.insertBefore(item, next);
      last = item;
    }
    kept.forEach((item) => item.remove());
  }

  draw(item, card, isChosen, table) {
    const sign = JSON.stringify([card, isChosen]);
    if (this.signs.get(item) === sign) return;
    this.signs.set(item, sign);
    const says = words();
    const part = (name) => item.querySelector(`[data-part=${name}]`);
    item.className = `lab-card lab-card--${card.colour}${card.pending ? " is-pending" : ""}${card.refused ? " is-refused" : ""}${isChosen ? " is-chosen" : ""}${card.life === "live" ? "" : " is-gone"}${card.kind === "result" ? " lab-card--result" : ""}`;
    part("chosen").textContent = isChosen ? this.says.isChosen : "";
    item.querySelector(".lab-card__text").textContent = card.text;
    part("number").textContent = card.number ? `${table}-${card.number}` : "";
    part("dots").textContent = card.dots ? counted(says.dot, says.dots, card.dots) : "";
    const voice = item.querySelector("[data-act-voice]");
    voice.value = card.voice;
    part("voice").textContent = card.voice ? voice.selectedOptions[0]?.textContent ?? "" : "";
    const gone = { merged: this.says.goneMerged, split: this.says.goneSplit, withdrawn: this.says.goneWithdrawn }[card.life] ?? "";
    part("state").textContent = card.refused ? `${says.refused}: ${card.refused}` : gone || (card.pending ? says.pending : "");
    part("menu").textContent = `${JSON.parse(this.says.colours)[card.colour]}: ${card.text.slice(0, 60)}`;
    this.drawRivals(part("rivals"), card);
    this.drawMenu(item, card);
  }

  // Two people wrote at once: both wordings stand there until one is chosen.
  drawRivals(place, card) {
    place.hidden = card.rivals.length === 0;
    place.replaceChildren(
      ...(card.rivals.length ? [{ text: card.text }, ...card.rivals] : []).map((rival) => {
        const made = document.getElementById("board-rival").content.firstElementChild.cloneNode(true);
        made.querySelector("p").textContent = rival.text;
        made.querySelector("button").dataset.rival = rival.text;
        made.querySelector("button").setAttribute("aria-label", `${made.querySelector("button").textContent}: ${rival.text.slice(0, 60)}`);
        return made;
      }),
    );
  }

  drawMenu(item, card) {
    const isNote = card.kind === "note";
    const isLive = card.life === "live";
    for (const button of item.querySelectorAll(".menu [data-act]")) {
      const { act } = button.dataset;
      button.hidden = !isLive || (!isNote && !["edit", "withdraw"].includes(act));
    }
    item.querySelector(".menu label").hidden = !isLive || !isNote;
    const wanted = card.refused ? "dismiss" : isLive ? null : "restore";
    item.querySelectorAll("[data-act=restore], [data-act=dismiss]").forEach((button) => button.remove());
    item.querySelector(".menu").hidden = !isLive;
    if (!wanted) return;
    const source = document.getElementById("lab-card").content.querySelector(`[data-act=${wanted}]`);
    item.append(source.cloneNode(true));
  }

  // One card of the board is in the order of Tab; the arrows lead to the others.
  rove() {
    const items = [...this.root.querySelectorAll("[data-column] > [data-card]")];
    const current = items.find((item) => item === document.activeElement) ?? items.find((item) => item.tabIndex === 0) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
  }
}
