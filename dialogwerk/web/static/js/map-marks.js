// Clusters, points and names above the outlines, as HTML: they take the page's fonts and colours, can be reached with
// the keyboard and are read aloud. One tab stop for all marks; arrow keys go from mark to mark.

const NUMBERS = new Intl.NumberFormat(document.documentElement.lang);
// How far, in pixels, a name may move up or down to find room: a region's within it, a town's not at all.
const SHIFTS = { region: [0, -24, 24, -42, 42], town: [0] };
// On a map of the whole country only the largest cities are named; they come first.
const FAR = 6.2;
const FEW_TOWNS = 14;
// Where the buttons are, in pixels from the upper left corner.
const TOOLS = [0, 0, 68, 158];
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class Marks {
  constructor(map, says, { onCluster, onSelect }) {
    Object.assign(this, { map, says, onCluster, onSelect, marks: [], labels: [], selected: null });
    this.layer = map.layerParent.appendChild(document.createElement("div"));
    this.layer.className = "map-marks";
    this.layer.addEventListener("keydown", (event) => this.step(event));
    this.names = this.layer.appendChild(document.createElement("div"));
    this.names.className = "map-names";
    this.names.setAttribute("aria-hidden", "true");
    for (const { properties } of map.outlines.features) this.addName("region", properties.name, ...properties.at);
    map.outlines.towns.forEach((town, rank) => this.addName("town", ...town, rank));
  }

  addName(kind, text, lon, lat, rank = 0) {
    const element = this.names.appendChild(document.createElement("span"));
    element.className = `map-name map-name--${kind}`;
    element.textContent = text;
    element.hidden = true; // until there is room for it
    this.labels.push({ element, kind, lon, lat, rank, width: 0 });
  }

  show({ clusters, points }) {
    const focused = this.layer.contains(document.activeElement) && document.activeElement.tagName === "BUTTON";
    for (const mark of this.marks) mark.element.remove();
    this.marks = [
      ...clusters.map(([lon, lat, count, bounds, cell]) => this.cluster(lon, lat, count, bounds, cell)),
      ...points.map(([lon, lat, number, kind, stage, title]) => this.point(lon, lat, number, kind, stage, title)),
    ];
    this.marks.sort((one, other) => other.lat - one.lat);
    this.layer.append(...this.marks.map((mark) => mark.element));
    this.marks.forEach((mark, place) => (mark.element.tabIndex = place ? -1 : 0));
    this.place();
    this.placeNames();
    if (focused) this.marks[0]?.element.focus({ preventScroll: true });
  }

  cluster(lon, lat, count, bounds, cell) {
    const told = NUMBERS.format(count);
    const isStack = cell !== null;
    const element = this.button(`map-mark map-mark--cluster${isStack ? " map-mark--stack" : ""}`, told);
    const size = Math.round(Math.min(56, 24 + 4.5 * Math.log2(count)));
    element.style.setProperty("--size", `${size}px`);
    element.setAttribute("aria-label", (isStack ? this.says.saysStack : this.says.saysCluster).replace("%s", told));
    const wanted = `z${cell}`;
    element.addEventListener("click", () => (isStack ? this.onSelect(wanted) : this.onCluster(bounds)));
    return { element, lon, lat, bounds, size, wanted: isStack ? wanted : null };
  }

  point(lon, lat, number, kind, stage, title) {
    const element = this.button(`map-mark map-mark--point map-mark--${kind} mark-dot--${stage}`, "");
    element.setAttribute("aria-label", title);
    element.title = title;
    element.addEventListener("click", () => this.onSelect(String(number)));
    return { element, lon, lat, bounds: [lon, lat, lon, lat], size: 22, wanted: String(number) };
  }

  button(className, text) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = className;
    element.textContent = text;
    element.addEventListener("click", (event) => event.stopPropagation());
    return element;
  }

  step(event) {
    const step = STEPS[event.key];
    if (!step || event.target.tagName !== "BUTTON") return;
    event.preventDefault();
    event.stopPropagation();
    const place = this.marks.findIndex((mark) => mark.element === event.target);
    const next = this.marks[(place + step + this.marks.length) % this.marks.length];
    event.target.tabIndex = -1;
    next.element.tabIndex = 0;
    next.element.focus({ preventScroll: true });
  }

  place() {
    for (const mark of this.marks) this.put(mark);
    for (const label of this.labels) if (!label.element.hidden) this.put(label);
  }

  put(thing) {
    const { x, y } = this.map.project(thing.lon, thing.lat);
    thing.x = x;
    thing.y = y;
    thing.element.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${(y + (thing.shift ?? 0)).toFixed(1)}px)`;
  }

  // Names go where there is room: regions first, then towns. Runs when the map rests.
  placeNames() {
    const taken = this.marks.map(({ x, y, size }) => [x - size / 2, y - size / 2, x + size / 2, y + size / 2]);
    taken.push(TOOLS);
    const [width, height] = this.map.size();
    for (const label of this.labels) label.element.hidden = false;
    for (const label of this.labels) if (!label.width) [label.width, label.height] = [label.element.offsetWidth, label.element.offsetHeight];
    const towns = this.map.zoom() < FAR ? FEW_TOWNS : Infinity;
    for (const label of this.labels) {
      this.put(label);
      if (label.kind === "town" && label.rank >= towns) {
        label.element.hidden = true;
        continue;
      }
      label.shift = SHIFTS[label.kind].find((shift) => this.isFree(label, shift, taken, width, height)) ?? null;
      label.element.hidden = label.shift === null;
      if (label.shift === null) continue;
      taken.push(this.boxOf(label, label.shift));
      this.put(label);
    }
  }

  boxOf({ x, y, width, height }, shift) {
    return [x - width / 2 - 2, y + shift - height / 2, x + width / 2 + 2, y + shift + height / 2];
  }

  isFree(label, shift, taken, width, height) {
    const [left, top, right, bottom] = this.boxOf(label, shift);
    if (left < 0 || top < 0 || right > width || bottom > height) return false;
    return !taken.some((other) => left < other[2] && right > other[0] && top < other[3] && bottom > other[1]);
  }

  select(wanted) {
    this.selected = wanted;
    for (const mark of this.marks) mark.element.classList.toggle("is-selected", wanted !== null && mark.wanted === wanted);
  }

  // Pointing at an entry of the list shows where it is on the map: its point, or the cluster that holds it.
  followList(list) {
    const at = (event) => event.target.closest?.("[data-lon]");
    const on = (event) => this.pointAt(at(event));
    const off = () => this.pointAt(null);
    list.addEventListener("pointerover", on);
    list.addEventListener("pointerleave", off);
    list.addEventListener("focusin", on);
    list.addEventListener("focusout", off);
  }

  pointAt(item) {
    const lon = Number(item?.dataset.lon);
    const lat = Number(item?.dataset.lat);
    const holds = ({ bounds: [west, south, east, north] }) => lon >= west - 1e-5 && lon <= east + 1e-5 && lat >= south - 1e-5 && lat <= north + 1e-5;
    const found = item && (this.marks.find((mark) => mark.wanted === item.dataset.number) ?? this.marks.find(holds));
    for (const mark of this.marks) mark.element.classList.toggle("is-pointed-at", mark === found);
  }
}
