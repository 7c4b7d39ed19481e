// The board as this device shows it: what the server told, with the own unsent operations laid over it.
// The rules are those of labs/merging.py, as far as a device can apply them to its own work.

import { generateKeyBetween } from "../vendor/fractional-indexing/index.js";

// A time-ordered UUID (RFC 9562, version 7).
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place--, time = Math.floor(time / 256)) bytes[place] = time % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Returns all cards by id. `pending` says that something about a card has not arrived yet, `refused` why it never will.
export function overlay(told, outbox) {
  const cards = new Map([...told].map(([id, card]) => [id, { ...card }]));
  for (const one of outbox) {
    if (one.kind === "dot") continue;
    if (one.kind === "create" && !cards.has(one.card)) cards.set(one.card, fresh(one));
    const card = cards.get(one.card);
    if (!card) continue;
    if (one.refused) {
      card.refused = one.refused;
      card.refusedText = one.payload.text;
      if (one.kind === "create") card.pending = true;
      continue;
    }
    card.pending = true;
    lay(card, one);
  }
  return cards;
}

function fresh(one) {
  const { text, column, position, colour, voice, kind, sources } = one.payload;
  return {
    id: one.card, seq: 0, kind: kind ?? "note", number: null, text, heads: [one.id], rivals: [], column, position: position ?? "",
    colour: colour ?? "yellow", voice: voice ?? "", life: "live", into: [], sources: sources ?? [], device: one.device, versions: 1, dots: 0, isNew: true,
  };
}

function lay(card, one) {
  const { payload } = one;
  if (one.kind === "edit") {
    const kept = card.heads.filter((id) => !payload.parents.includes(id));
    card.text = payload.text;
    card.rivals = card.rivals.filter((rival) => !payload.parents.includes(rival.id));
    card.heads = [one.id, ...kept];
  } else if (one.kind === "place") Object.assign(card, { column: payload.column, position: payload.position });
  else if (one.kind === "look") card.colour = payload.colour;
  else if (one.kind === "voice") card.voice = payload.voice;
  else if (one.kind === "life") Object.assign(card, { life: payload.life, into: payload.into });
}

// The own dots of the current round: slot -> card, the unsent ones included.
export function ownDots(told, outbox, round) {
  const dots = new Map(Object.entries(told).map(([slot, card]) => [Number(slot), card]));
  for (const one of outbox) {
    if (one.kind !== "dot" || one.refused || one.payload.round !== round) continue;
    if (one.card) dots.set(one.payload.slot, one.card);
    else dots.delete(one.payload.slot);
  }
  return dots;
}

export function hanging(cards, kind = "note") {
  return [...cards.values()].filter((card) => card.life === "live" && card.kind === kind).sort(byPlace);
}

export function byPlace(one, other) {
  return compare(one.position, other.position) || (one.number ?? Infinity) - (other.number ?? Infinity) || compare(one.id, other.id);
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

// A position between two others (empty: the edge), so that two devices never have to number anew. Where both neighbours
// stand at the same place (two devices appended at once) the card goes behind the first.
export function between(before, after) {
  try {
    return generateKeyBetween(before || null, after || null);
  } catch {
    return generateKeyBetween(isKey(before) ? before : null, null);
  }
}

function isKey(position) {
  try {
    return Boolean(generateKeyBetween(position, null));
  } catch {
    return false;
  }
}
