// Dragging cards of the sorting table to a group, aside, or to a sentence: mouse anywhere on a card, finger on its grip.
// Keys and buttons do the same; nothing is reached by dragging only.

const FROM = 6; // pixels until a press is a drag
const EDGE = 44; // so near to the edge of a box that scrolls, it scrolls
const TARGETS = ".sort-group:not(.is-locked), .sort-sentence, button[value=aside]";

export class Dragging {
  // `entriesOf(card)` says what goes along, `label(entries)` how that is called, `drop(target, entries)` does it.
  constructor(root, { entriesOf, label, drop }) {
    Object.assign(this, { root, entriesOf, label, drop });
    root.addEventListener("pointerdown", (event) => this.onDown(event));
    addEventListener("pointermove", (event) => this.onMove(event));
    addEventListener("pointerup", (event) => this.onUp(event));
    addEventListener("pointercancel", () => this.end());
    addEventListener("blur", () => this.end());
    document.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    root.addEventListener("dragstart", (event) => this.card && event.preventDefault());
  }

  onDown(event) {
    this.end();
    const card = event.target.closest("#sort-list .sort-card");
    const isGrip = event.target.closest("[data-grip]");
    if (!card || event.button !== 0 || (event.pointerType !== "mouse" && !isGrip)) return;
    if (event.target.closest("a, button, input, summary, select")) return;
    Object.assign(this, { card, pointer: event.pointerId, from: [event.clientX, event.clientY] });
  }

  onMove(event) {
    if (!this.card || event.pointerId !== this.pointer) return;
    const [x, y] = [event.clientX, event.clientY];
    if (!this.ghost) {
      if (Math.hypot(x - this.from[0], y - this.from[1]) < FROM) return;
      this.begin();
    }
    event.preventDefault();
    this.ghost.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    this.over(document.elementFromPoint(x, y), x, y);
  }

  begin() {
    this.entries = this.entriesOf(this.card);
    this.ghost = document.createElement("p");
    this.ghost.className = "sort-ghost";
    this.ghost.textContent = this.label(this.entries);
    document.body.append(this.ghost);
    document.documentElement.classList.add("is-dragging");
    getSelection()?.removeAllRanges();
    for (const entry of this.entries) this.root.querySelector(`#sort-list [data-entry="${entry}"]`)?.classList.add("is-dragged");
  }

  over(element, x, y) {
    const target = element?.closest(TARGETS);
    const isOurs = target && this.root.contains(target) && !target.querySelector(":scope > button:disabled");
    if (this.target !== target) this.target?.classList.remove("is-target");
    this.target = isOurs ? target : null;
    this.target?.classList.add("is-target");
    this.scroll(element?.closest(".sorting__groups, .sorting__writing, .sort-groups"), x, y);
  }

  // Groups further on come into reach at the edges of their box.
  scroll(box, x, y) {
    if (!box) return;
    const edge = box.getBoundingClientRect();
    const step = (at, from, to) => (at < from + EDGE ? -12 : at > to - EDGE ? 12 : 0);
    box.scrollBy(step(x, edge.left, edge.right), step(y, edge.top, edge.bottom));
  }

  onUp(event) {
    if (event.pointerId !== this.pointer) return;
    const { target, entries, ghost } = this;
    this.end();
    if (!ghost) return;
    this.swallowClick();
    if (target) this.drop(target, entries);
  }

  // A click that follows the drag is none; where none follows, the next one counts again.
  swallowClick() {
    const swallow = (click) => click.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  }

  onKey(event) {
    if (event.key !== "Escape" || !this.ghost) return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  }

  end() {
    this.ghost?.remove();
    this.target?.classList.remove("is-target");
    document.documentElement.classList.remove("is-dragging");
    for (const card of this.root.querySelectorAll(".is-dragged")) card.classList.remove("is-dragged");
    this.card = this.ghost = this.target = this.pointer = null;
  }
}
