// Shows the sorting table: which card is the current one, what is chosen, counts, and what the others do.

import { announce } from "./announce.js";

const FEW = 20;

export class SortingView {
  constructor(root, line) {
    Object.assign(this, { root, line });
    this.says = document.getElementById("sort-words").dataset;
    this.renewing = {};
    this.mark = root.dataset.run;
    line.addEventListener("news", (event) => this.onNews(event.detail));
    line.addEventListener("refused", (event) => this.onRefused(event.detail.words));
    line.addEventListener("change", () => this.showLine());
    this.rove();
  }

  // cards

  get cards() {
    return [...this.root.querySelectorAll("#sort-list .sort-card:not([hidden])")];
  }

  card(entry) {
    return this.root.querySelector(`#sort-list .sort-card[data-entry="${entry}"]`);
  }

  get isSearch() {
    return new URLSearchParams(location.search).get("q");
  }

  makeCurrent(card) {
    if (!card || !card.dataset.entry) return;
    this.current = card.dataset.entry;
    this.rove();
  }

  rove() {
    const cards = this.cards;
    const current = cards.find((card) => card.dataset.entry === this.current) ?? cards[0];
    for (const card of cards) {
      card.tabIndex = card === current ? 0 : -1;
      if (card === current) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
    this.current = current?.dataset.entry;
    return current;
  }

  focus(card) {
    this.makeCurrent(card);
    card?.focus();
    card?.scrollIntoView({ block: "nearest" });
  }

  focusCurrent() {
    this.focus(this.rove());
  }

  step(by) {
    const cards = this.cards;
    const place = cards.findIndex((card) => card.dataset.entry === this.current);
    const hasFocus = cards[place] === document.activeElement;
    this.focus(cards[hasFocus || by < 0 ? Math.max(0, Math.min(cards.length - 1, place + by)) : Math.max(0, place)]);
  }

  toggle() {
    const check = this.card(this.current)?.querySelector(".sort-card__check");
    if (!check) return;
    check.checked = !check.checked;
    this.showChosen();
  }

  clear() {
    for (const check of this.root.querySelectorAll("#sort-list .sort-card__check:checked")) check.checked = false;
    this.showChosen();
  }

  open() {
    this.card(this.current)?.querySelector("[data-open]")?.click();
  }

  chosen() {
    return [...this.root.querySelectorAll("#sort-list .sort-card:not([hidden]) .sort-card__check:checked")].map((check) => Number(check.value));
  }

  targets() {
    const chosen = this.chosen();
    return chosen.length ? chosen : this.current ? [Number(this.current)] : [];
  }

  // What goes along when a card is dragged: all that are chosen, if it is one of them.
  entriesWith(card) {
    const own = Number(card.dataset.entry);
    const chosen = this.chosen();
    return chosen.includes(own) ? chosen : [own];
  }

  labelOf(entries) {
    if (entries.length > 1) return fill(this.says.many, entries.length);
    const text = this.card(entries[0])?.querySelector(".sort-card__text p")?.textContent.trim() ?? "";
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }

  showChosen() {
    const count = this.chosen().length;
    const place = this.root.querySelector("[data-chosen]");
    place.hidden = !count;
    place.textContent = count === 1 ? this.says.chosenOne : fill(this.says.chosen, count);
    for (const card of this.cards) card.classList.toggle("is-chosen", card.querySelector(".sort-card__check").checked);
  }

  // What was moved leaves the list at once; the next one becomes the current one.
  lift(entries) {
    const cards = this.cards;
    const first = cards.findIndex((card) => entries.includes(Number(card.dataset.entry)));
    const next = cards.slice(Math.max(first, 0)).find((card) => !entries.includes(Number(card.dataset.entry))) ?? cards.filter((card) => !entries.includes(Number(card.dataset.entry))).at(-1);
    this.clear();
    if (this.isSearch) return;
    const hadFocus = this.root.querySelector("#sort-list").contains(document.activeElement) || document.activeElement === document.body;
    for (const entry of entries) {
      const card = this.card(entry);
      if (card) card.hidden = true;
    }
    this.current = next?.dataset.entry;
    if (hadFocus) this.focusCurrent();
    else this.rove();
    if (this.cards.length < FEW) this.renewSoon();
  }

  // Another order of the list, kept in the address so that it lasts.
  order(value) {
    const address = new URL(location.href);
    address.searchParams.set("reihe", value);
    history.replaceState(history.state, "", address);
    this.current = undefined;
    this.renewSoon();
  }

  // groups

  group(number) {
    return this.root.querySelector(`.sort-group[data-group="${number}"]`);
  }

  groupNamed(name) {
    const folded = name.toLocaleLowerCase();
    const found = [...this.root.querySelectorAll(".sort-group")].find((group) => group.dataset.name.toLocaleLowerCase() === folded);
    return found ? Number(found.dataset.group) : null;
  }

  isLocked(number) {
    return this.group(number)?.classList.contains("is-locked") ?? false;
  }

  showGroups(groups) {
    const shown = [...this.root.querySelectorAll(".sort-group")];
    const isSame = shown.length === groups.length && groups.every((group, place) => {
      const tile = shown[place];
      return Number(tile.dataset.group) === group.id && tile.dataset.name === group.name && tile.classList.contains("is-locked") === group.locked;
    });
    if (!isSame) return this.renew("gruppen");
    groups.forEach((group, place) => {
      shown[place].querySelector("[data-count]").textContent = group.count.toLocaleString(document.documentElement.lang);
      shown[place].querySelector("[data-newest]").textContent = group.newest.length > 90 ? `${group.newest.slice(0, 89)}…` : group.newest;
    });
    return null;
  }

  // news

  onNews(news) {
    this.showFigures(news.figures);
    this.showGroups(news.groups);
    const unsorted = [];
    for (const [entry, where] of news.placed) {
      const card = this.card(entry);
      if (where === null) unsorted.push(entry);
      else if (card && !this.isSearch) card.remove();
    }
    const back = unsorted.filter((entry) => !this.card(entry) || this.card(entry).hidden);
    const least = Math.max(1, Math.min(FEW, news.figures.unsorted)); // an empty list says so, and has no pages
    if (news.all || this.isSearch || back.length || this.cards.length < least) this.renewSoon(news.own?.some((move) => move.kind === "undo") ? back[0] : null);
    for (const move of news.moves) this.sayMove(move, news);
    this.showRun(news.run);
    if (!news.isOpen) this.tell(this.says.closed);
    this.rove();
  }

  // Suggestions, or how far they are, have changed: the list only when there are new ones that count.
  showRun(mark) {
    if (mark === this.mark) return;
    const isFirst = this.mark === undefined;
    const before = this.mark?.split(":")[0];
    this.mark = mark;
    if (!isFirst) this.renew("maschine");
    if (!isFirst && mark.split(":")[0] !== before) this.renew("gruppen");
    if (!isFirst && mark.split(":")[0] !== before) this.renewSoon();
  }

  sayMove(move, news) {
    const count = move.entries.length > 1 ? fill(this.says.many, Math.max(move.count, move.entries.length)) : `#${move.entries[0] ?? ""}`;
    const facts = [move.who, count, move.name, move.old];
    if (move.by === Number(this.line.place.me)) {
      const own = { place: this.says.placed, make: move.entries.length ? this.says.placed : "", aside: this.says.aside, undo: this.says.undone }[move.kind];
      announce(fillAll(own ?? "", [count, move.name, news.figures.unsorted]));
      return;
    }
    const mine = move.over.filter(([person]) => person === Number(this.line.place.me)).map(([, entry]) => `#${entry}`);
    if (mine.length) return this.tell(fillAll(this.says.over, [move.who, mine.join(", ")]));
    const kind = move.kind === "aside" ? "putAside" : move.kind;
    this.tell(fillAll(this.says[kind] ?? this.says.other, facts));
  }

  onRefused(words) {
    this.tell(words);
    this.renewSoon();
    this.renew("gruppen");
  }

  tell(words) {
    if (!words) return;
    const place = this.root.querySelector("[data-news]");
    place.hidden = false;
    place.textContent = words;
    announce(words);
  }

  showFigures(figures) {
    for (const place of this.root.querySelectorAll("[data-figure]")) place.textContent = figures[place.dataset.figure].toLocaleString(document.documentElement.lang);
    const bar = this.root.querySelector("[data-progress]");
    bar.max = figures.total || 1;
    bar.value = figures.done;
  }

  showLine() {
    const place = this.root.querySelector("[data-line]");
    const waiting = this.line.outbox.length;
    place.hidden = !waiting;
    place.textContent = !waiting ? "" : this.line.isConnected ? this.says.waiting : fill(this.says.offline, waiting);
  }

  renewSoon(wanted = null) {
    this.wanted = wanted ?? this.wanted;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew("liste"), 120);
  }

  // Fetches a part of the page anew; what is chosen, current and in focus stays so.
  async renew(part) {
    if (this.renewing[part]) return void (this.renewing[part] = "again");
    this.renewing[part] = "once";
    const address = new URL(location.href);
    address.searchParams.set("teil", part);
    if (part === "liste" && this.wanted) address.searchParams.set("dazu", this.wanted);
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) this.replace(part, await answer.text());
    const again = this.renewing[part] === "again";
    delete this.renewing[part];
    if (again) await this.renew(part);
  }

  replace(part, text) {
    const place = this.root.querySelector({ liste: "#sort-list", gruppen: "#sort-groups", satz: "#sort-writing", maschine: "#sort-machine" }[part]);
    const chosen = new Set(this.chosen());
    const hadFocus = place.contains(document.activeElement) || document.activeElement === document.body;
    const parsed = new DOMParser().parseFromString(text, "text/html");
    place.replaceChildren(...parsed.body.children);
    if (part !== "liste") return;
    for (const entry of this.line.lifted) if (this.card(entry) && !this.isSearch) this.card(entry).hidden = true;
    for (const card of this.cards) card.querySelector(".sort-card__check").checked = chosen.has(Number(card.dataset.entry));
    if (this.wanted && this.card(this.wanted)) this.current = String(this.wanted);
    this.wanted = null;
    this.showChosen();
    if (hadFocus) this.focusCurrent();
    else this.rove();
  }
}

function fill(text, value) {
  return text.replace("%s", value.toLocaleString(document.documentElement.lang));
}

function fillAll(text, values) {
  return text.replace(/%([1-9])/g, (_, place) => values[place - 1]?.toLocaleString?.(document.documentElement.lang) ?? "");
}
