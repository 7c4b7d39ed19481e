// The line between a page and its sorting table: moves are kept on the device until the server has them, each counts
// once by its id, and what the others do is pushed (or asked for, where a proxy swallows pushes).

import { uuid7 } from "./lab-model.js";

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
const POLL_EVERY = 10_000;
const PATIENCE = 20_000;

export class SortingLine extends EventTarget {
  constructor(place, token) {
    super();
    Object.assign(this, { place, token, cursor: Number(place.cursor), pause: FIRST_PAUSE });
    this.key = `dialogwerk-sorting-${place.table}-${place.me}`;
    this.outbox = JSON.parse(localStorage.getItem(this.key) ?? "[]");
    this.isConnected = true;
  }

  start() {
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.catchUp());
    this.listen();
    if (this.outbox.length) this.hurry();
    else this.catchUp(); // what happened between the page and the line
  }

  // Entries that are on their way into a group.
  get lifted() {
    return new Set(this.outbox.flatMap((move) => move.entries ?? []));
  }

  act(move) {
    this.outbox.push({ id: uuid7(), ...move });
    this.keep();
    this.changed();
    this.hurry();
  }

  keep() {
    localStorage.setItem(this.key, JSON.stringify(this.outbox));
  }

  hurry() {
    this.pause = FIRST_PAUSE;
    this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.sending || !this.outbox.length) return;
    this.sending = true;
    const batch = this.outbox.slice(0, 50);
    try {
      const answer = await this.ask(this.place.send, {
        method: "POST", body: JSON.stringify({ cursor: this.cursor, moves: batch }),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      });
      this.outbox = this.outbox.slice(batch.length);
      this.keep();
      this.isConnected = true;
      this.learn(answer, batch);
    } catch (error) {
      this.failed(error, batch);
    } finally {
      this.sending = false;
    }
    if (this.outbox.length) this.timer = setTimeout(() => this.send(), this.isConnected ? 0 : this.pause);
  }

  // No answer: try again later. An answer that says no is shown, and the moves are given up: they would be refused again.
  failed(error, batch) {
    const isNo = error.status >= 400 && error.status < 500 && error.status !== 429;
    if (isNo) {
      this.outbox = this.outbox.slice(batch.length);
      this.keep();
      this.tell("refused", { words: [error.answer?.message, error.answer?.what_to_do].filter(Boolean).join(" ") });
    }
    this.isConnected = isNo;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.changed();
  }

  async ask(address, options) {
    const response = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : null;
    if (!answer || !response.ok) throw Object.assign(new Error("refused"), { answer, status: isJson || !response.ok ? response.status : 503 });
    return answer;
  }

  async catchUp() {
    clearTimeout(this.poll);
    try {
      const answer = await this.ask(`${this.place.since}?seit=${this.cursor}`, { headers: { Accept: "application/json" } });
      this.isConnected = true;
      this.learn(answer);
    } catch {
      this.isConnected = false;
    }
    this.poll = setTimeout(() => document.hidden || this.catchUp(), this.isListening ? POLL_EVERY * 6 : POLL_EVERY);
  }

  learn(answer, own = []) {
    if (answer.since > this.cursor) return void this.catchUp(); // news that leave a gap
    const known = this.cursor;
    this.cursor = Math.max(this.cursor, answer.cursor);
    const moves = answer.moves.filter((move) => move.seq > known);
    this.tell("news", { ...answer, moves, own });
    for (const words of [...(answer.told ?? []), ...Object.values(answer.refused ?? {})]) this.tell("refused", { words });
    this.changed();
  }

  listen() {
    if (!("EventSource" in window)) return;
    const source = new EventSource(this.place.stream);
    source.onopen = () => {
      this.isListening = true;
      this.catchUp();
    };
    source.onerror = () => {
      this.isListening = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), LONGEST_PAUSE);
    };
    source.addEventListener("zug", (event) => this.learn(JSON.parse(event.data)));
  }

  changed() {
    this.tell("change", {});
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
