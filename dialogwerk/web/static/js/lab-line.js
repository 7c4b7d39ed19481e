// The line between a device and its table: sends what is unsent until the server has confirmed it, listens to what the
// others do, and catches up after every silence. Two tabs of one device share the outbox and take turns.

import { overlay, ownDots, uuid7 } from "./lab-model.js";
import { openStore } from "./lab-store.js";

const PATIENCE = 20_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
const POLL_EVERY = 10_000;
const AT_ONCE = 100;

// `place`: { code, sync, stream } addresses; `key`: the facilitator's secret, if there is one.
export async function openLine(place, { key = "", listensOnly = false } = {}) {
  const line = new Line(place, await openStore(place.code), key, listensOnly);
  await line.start();
  return line;
}

export class Line extends EventTarget {
  constructor(place, store, key, listensOnly) {
    super();
    Object.assign(this, { place, store, key, listensOnly });
    this.told = new Map();
    this.outbox = [];
    this.lab = null;
    this.dotsTold = {};
    this.isConnected = navigator.onLine;
    this.pause = FIRST_PAUSE;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`dialogwerk-lab-${place.code}`) : null;
  }

  async start() {
    await this.takeSeat();
    for (const card of await this.store.cards()) this.told.set(card.id, card);
    this.outbox = await this.store.outbox();
    this.lab = this.seat.lab ?? null;
    this.labHeardAt = performance.now() - (Date.now() - (this.seat.heard ?? Date.now()));
    this.dotsTold = this.seat.dots ?? {};
    this.channel?.addEventListener("message", () => this.reread());
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    this.listen();
    this.send();
    this.store.tidy();
  }

  async takeSeat() {
    const kept = await this.store.seat();
    this.seat = kept ?? { device: uuid7(), secret: secret(), cursor: 0, clock: 0 };
    if (this.key) this.seat.key = this.key;
    this.seat.seen = Date.now();
    await this.store.keepSeat(this.seat);
  }

  // What the page shows.
  get cards() {
    return overlay(this.told, this.outbox);
  }

  get dots() {
    return ownDots(this.dotsTold, this.outbox, this.lab?.dot_round ?? 0);
  }

  get unsent() {
    return this.outbox.filter((one) => !one.refused);
  }

  // One word for the page: sent, waiting (will be sent), offline, unsafe (would be lost with the page), broken.
  get state() {
    if (this.fault) return "broken";
    if (!this.unsent.length) return this.isConnected ? "sent" : "offline";
    return this.store.isSafe ? (this.isConnected ? "waiting" : "kept") : "unsafe";
  }

  // Does one or more things: [{ kind, card, payload }]. Resolves when they are safe on this device.
  async act(...things) {
    const made = things.map(({ kind, card = null, payload }) => ({
      id: uuid7(), kind, card, payload, clock: ++this.seat.clock, at: Date.now(), device: this.seat.device,
    }));
    this.outbox.push(...made);
    this.changed();
    await this.store.add(made);
    await this.store.keepSeat(this.seat);
    this.channel?.postMessage("news");
    this.changed();
    this.hurry();
    return made.map((one) => one.id);
  }

  // Resolves when the server has answered to these operations.
  arrival(ids) {
    return new Promise((resolve) => {
      const look = () => {
        if (this.outbox.some((one) => ids.includes(one.id) && !one.refused)) return;
        this.removeEventListener("change", look);
        resolve();
      };
      this.addEventListener("change", look);
      look();
    });
  }

  // The author has read why something could not go to the board.
  async dismiss(card) {
    const refused = this.outbox.filter((one) => one.card === card && one.refused).map((one) => one.id);
    await this.store.settle(refused);
    this.outbox = this.outbox.filter((one) => !refused.includes(one.id));
    this.channel?.postMessage("news");
    this.changed();
  }

  async sayGroup(group) {
    this.seat.group = group;
    await this.store.keepSeat(this.seat);
    this.hurry();
  }

  // Milliseconds until a moment of the server's clock; the device's own clock may be days wrong or change.
  until(moment) {
    return moment - (this.lab.now + (performance.now() - this.labHeardAt));
  }

  hurry() {
    this.pause = FIRST_PAUSE;
    this.send();
  }

  async reread() {
    this.outbox = await this.store.outbox();
    this.changed();
    this.send();
  }

  // One request at a time, also between tabs.
  async send() {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    if (this.sending) return void (this.again = true);
    this.sending = true;
    try {
      await locked(`dialogwerk-lab-${this.place.code}`, () => this.exchange());
    } finally {
      this.sending = false;
    }
    if (this.again || (this.isConnected && this.unsent.length && !this.fault)) {
      this.again = false;
      this.timer = setTimeout(() => this.send(), this.isConnected ? 0 : this.pause);
    } else {
      this.timer = setTimeout(() => this.send(), this.isConnected ? (this.isListening ? POLL_EVERY * 6 : POLL_EVERY) : this.pause);
    }
  }

  async exchange() {
    const batch = this.listensOnly ? [] : (await this.store.outbox()).filter((one) => !one.refused).slice(0, AT_ONCE);
    const { device, secret, cursor, group, key } = this.seat;
    const body = { device, secret, cursor, group, key, ops: batch.map(({ id, kind, card, payload, clock, at }) => ({ id, kind, card, payload, clock, at })) };
    let answer;
    try {
      const response = await fetch(this.place.sync, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
        credentials: "same-origin",
      });
      answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
      if (!answer || !response.ok) throw Object.assign(new Error("refused"), { answer, status: response.status });
    } catch (error) {
      return this.failed(error);
    }
    this.fault = null;
    this.isConnected = true;
    this.pause = FIRST_PAUSE;
    await this.take(answer, batch);
  }

  // No answer, or one that makes no sense (a hotel's login page): try again later. An answer that says no is shown.
  failed(error) {
    const says = error.answer?.message || error.answer?.what_to_do ? error.answer : null;
    this.fault = says && error.status < 500 && error.status !== 429 ? says : null;
    this.isConnected = Boolean(says);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE) * (0.8 + Math.random() * 0.4);
    this.changed();
  }

  async take(answer, batch = []) {
    const refused = answer.refused ?? {};
    const settled = (answer.arrived ?? []).filter((id) => !(id in refused));
    if (Object.keys(refused).length) await this.store.refuse(refused);
    // The cards first: between the two steps a card stands there twice rather than not at all.
    await this.learn(answer);
    if (settled.length) await this.store.settle(settled);
    if (answer.dots) this.dotsTold = answer.dots;
    if (answer.role) this.seat.role = answer.role;
    this.seat.dots = this.dotsTold;
    await this.store.keepSeat(this.seat);
    if (batch.length) {
      this.outbox = await this.store.outbox();
      this.channel?.postMessage("news");
    }
    this.changed();
  }

  async learn(answer) {
    const news = answer.cards.filter((card) => card.seq >= (this.told.get(card.id)?.seq ?? 0));
    for (const card of news) this.told.set(card.id, card);
    this.seat.clock = Math.max(this.seat.clock, answer.clock);
    // News that begin later than what is known here leave a gap: the next exchange fills it.
    if ((answer.since ?? 0) <= this.seat.cursor) this.seat.cursor = Math.max(this.seat.cursor, answer.cursor);
    if (!this.lab || answer.lab.seq >= this.lab.seq) {
      const isNewRound = this.lab && answer.lab.dot_round !== this.lab.dot_round;
      this.lab = this.seat.lab = answer.lab;
      this.labHeardAt = performance.now();
      this.seat.heard = Date.now();
      if (isNewRound) this.dotsTold = {};
    }
    if (news.length) await this.store.keepCards(news);
  }

  // Server-sent events; where a proxy swallows them, the calm polling of `send` goes on.
  listen() {
    if (!("EventSource" in window) || this.place.stream === "") return;
    const source = (this.source = new EventSource(this.place.stream));
    source.onopen = () => {
      this.isListening = true;
      this.hurry(); // what happened before the line was open
    };
    source.onerror = () => {
      this.isListening = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), LONGEST_PAUSE);
    };
    source.addEventListener("tafel", async (event) => {
      await this.learn(JSON.parse(event.data));
      this.changed();
    });
  }

  close() {
    this.isClosed = true;
    this.source?.close();
    clearTimeout(this.timer);
    this.channel?.close();
  }

  changed() {
    if (!this.isClosed) this.dispatchEvent(new Event("change"));
  }
}

function secret() {
  return [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// One tab at a time; browsers without locks send twice at worst, which does nothing.
function locked(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
