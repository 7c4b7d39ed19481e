// The wall: the newest cards on top, as many as fit without scrolling, the rest as a number. While a table pitches, its
// results. Only listens.

import { openLine } from "./lab-line.js";
import { hanging } from "./lab-model.js";
import { carryPages, counted, fill, runTimer, showNow, showState, words } from "./lab-room.js";

export async function mount(root) {
  const line = await openLine(root.dataset, { listensOnly: true });
  const wall = new Wall(root, line);
  line.addEventListener("change", () => wall.showSoon());
  addEventListener("resize", () => wall.showSoon());
  document.fonts?.ready.then(() => wall.showSoon());
  runTimer(line);
  carryPages();
  wall.show();
}

class Wall {
  constructor(root, line) {
    Object.assign(this, { root, line });
    this.pitchLine = null;
  }

  showSoon() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.show();
    });
  }

  show() {
    const { line, root } = this;
    showNow(line, root);
    const state = root.querySelector("[data-lab-state]");
    showState(line);
    state.hidden = line.isConnected;
    const pitch = line.lab?.round === "pitch" ? line.lab.pitch : null;
    root.querySelector("[data-wall-board]").hidden = Boolean(pitch);
    root.querySelector("[data-wall-pitch]").hidden = !pitch;
    if (pitch) this.showPitch(pitch);
    else this.showBoard();
  }

  showBoard() {
    const cards = hanging(this.line.cards);
    const showsDots = cards.some((card) => card.dots > 0);
    for (const column of this.root.querySelectorAll("[data-column]")) {
      const its = cards.filter((card) => card.column === column.dataset.column);
      its.sort(showsDots ? (one, other) => (other.dots ?? 0) - (one.dots ?? 0) || newest(one, other) : newest);
      column.querySelector("[data-lab-count]").textContent = its.length;
      this.fillColumn(column, its);
    }
  }

  fillColumn(column, cards) {
    const list = column.querySelector("[data-wall-cards]");
    const more = column.querySelector("[data-wall-more]");
    list.replaceChildren();
    more.hidden = true;
    let shown = 0;
    for (const card of cards) {
      list.append(this.item(card));
      if (list.scrollHeight > list.clientHeight + 1) {
        more.hidden = false;
        // the line with the rest takes room itself
        while (list.lastElementChild && list.scrollHeight > list.clientHeight + 1) list.lastElementChild.remove();
        shown = list.childElementCount;
        break;
      }
      shown += 1;
    }
    more.hidden = shown >= cards.length;
    more.textContent = fill(this.root.dataset.more, cards.length - shown);
  }

  item(card) {
    const item = document.createElement("li");
    item.className = `lab-card lab-card--${card.colour}`;
    item.dataset.card = card.id;
    item.append(paragraph("lab-card__text", card.text));
    if (card.dots) item.append(paragraph("lab-card__foot", counted(words().dot, words().dots, card.dots)));
    return item;
  }

  async showPitch(code) {
    const line = await this.lineOf(code);
    const place = this.root.querySelector("[data-wall-pitch]");
    const results = hanging(line.cards, "result");
    const shown = results.length ? results : hanging(line.cards).sort((one, other) => (other.dots ?? 0) - (one.dots ?? 0)).slice(0, 6);
    const title = paragraph("wall__pitching", `${this.root.querySelector(".wall__table").firstChild.textContent.replace(/\d+/, line.lab?.pitch_table ?? "")}`);
    place.replaceChildren(title, ...shown.map((card) => result(card)));
  }

  async lineOf(code) {
    if (code === this.line.place.code) return this.line;
    if (this.pitchLine?.place.code !== code) {
      const place = { code, sync: this.line.place.sync.replace(this.line.place.code, code), stream: this.line.place.stream.replace(this.line.place.code, code) };
      this.pitchLine?.close();
      this.pitchLine = await openLine(place, { listensOnly: true });
      this.pitchLine.addEventListener("change", () => this.showSoon());
    }
    return this.pitchLine;
  }
}

function newest(one, other) {
  return (other.number ?? Infinity) - (one.number ?? Infinity);
}

function paragraph(name, text) {
  return Object.assign(document.createElement("p"), { className: name, textContent: text });
}

// The first line of a result is its title.
function result(card) {
  const [title, ...rest] = card.text.split("\n");
  const made = document.createElement("article");
  made.append(Object.assign(document.createElement("h2"), { textContent: title }), paragraph("lab-card__text", rest.join("\n").trim()));
  return made;
}
