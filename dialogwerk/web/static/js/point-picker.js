// Choosing a place: suggestions while one types (a listbox with the usual keys), and a map whose point moves by click and
// arrow keys. Without this module the name alone is sent, and the server looks it up.

import { coloursOf } from "./map-engine.js";
import { loadLeaflet, turned } from "./map-leaflet.js";
import { announce } from "./announce.js";

const GERMANY = [5.8, 47.2, 15.1, 55.1];
const STEP = 12;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function mount(picker) {
  const says = picker.dataset;
  const input = picker.querySelector("input[type=text]");
  const clear = picker.querySelector("[data-clear]");
  const found = picker.querySelector("[data-found]");
  const box = picker.querySelector("[data-map-box]");
  const mapElement = picker.querySelector("[data-map]");
  const [lon, lat, of] = picker.querySelectorAll("[data-hidden]");
  const list = document.createElement("ul");
  let places = [];
  let active = -1;
  let request = null;
  let map = null;

  Object.assign(list, { id: `${input.id}_list`, role: "listbox", hidden: true, className: "point-picker__list" });
  list.setAttribute("aria-label", says.saysCount);
  input.parentElement.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

  async function ask(address, parameters) {
    request?.abort();
    request = new AbortController();
    const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`, { signal: request.signal });
    return answer.json();
  }

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function offer() {
    list.replaceChildren(
      ...places.map((place, number) => {
        const item = Object.assign(document.createElement("li"), { id: `${list.id}_${number}`, role: "option" });
        item.textContent = place.name;
        if (place.district) item.append(Object.assign(document.createElement("span"), { className: "muted", textContent: ` ${place.district}` }));
        item.addEventListener("pointerdown", (event) => event.preventDefault());
        item.addEventListener("click", () => choose(place));
        return item;
      }),
    );
    list.hidden = places.length === 0;
    input.setAttribute("aria-expanded", String(places.length > 0));
    active = -1;
    if (!places.length) tell(says.saysNone);
    else announce(`${places.length} ${says.saysCount}`);
  }

  function highlight(number) {
    active = (number + places.length) % places.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", `${list.id}_${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function tell(text) {
    found.textContent = text;
  }

  function put(newLon, newLat, name) {
    lon.value = newLon;
    lat.value = newLat;
    input.value = name;
    of.value = name;
    clear.hidden = false;
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function choose(place) {
    close();
    put(place.lon, place.lat, place.name);
    map?.show(place.lon, place.lat, 9);
    await describe(place.lon, place.lat);
  }

  async function describe(atLon, atLat) {
    const answer = await ask(says.point, { lon: atLon, lat: atLat, schnitt: says.regionSet ?? "" }).catch(() => null);
    if (!answer) return null;
    tell(answer.place ? [says.saysFound, answer.regions.join(", ") || answer.place.district || answer.place.name].join(" ") : says.saysOutside);
    return answer.place;
  }

  async function move(atLon, atLat) {
    map.show(atLon, atLat);
    put(atLon.toFixed(4), atLat.toFixed(4), input.value);
    const place = await describe(atLon, atLat);
    if (place) put(atLon.toFixed(4), atLat.toFixed(4), place.name);
  }

  function empty() {
    for (const field of [input, lon, lat, of]) field.value = "";
    clear.hidden = true;
    map?.hide();
    tell(says.saysCleared);
    input.focus();
    picker.dispatchEvent(new Event("change", { bubbles: true }));
  }

  let typing = 0;
  input.addEventListener("input", () => {
    clearTimeout(typing);
    for (const field of [lon, lat, of]) field.value = "";
    map?.hide();
    clear.hidden = !input.value;
    tell("");
    if (input.value.trim().length < 2) return close();
    typing = setTimeout(async () => {
      const answer = await ask(says.places, { q: input.value }).catch(() => null);
      if (!answer || document.activeElement !== input) return;
      places = answer.places;
      offer();
    }, 180);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") highlight(active + 1);
    else if (event.key === "ArrowUp") highlight(active - 1);
    else if (event.key === "Enter" && active >= 0) choose(places[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  clear.addEventListener("click", empty);

  box.addEventListener("toggle", async () => {
    if (!box.open || map) return;
    map = await openPicker(picker, mapElement, move).catch(() => null);
    if (!map) {
      box.open = false;
      return tell(says.saysNoMap);
    }
    if (lon.value) map.show(Number(lon.value), Number(lat.value), 9);
  });
  mapElement.addEventListener("keydown", (event) => {
    const step = MOVES[event.key];
    if (!step || !map) return;
    event.preventDefault();
    map.step(step.map((side) => side * STEP * (event.shiftKey ? 6 : 1)));
  });

  box.hidden = false;
  clear.hidden = !input.value;
  if (lon.value) describe(lon.value, lat.value);
}

async function openPicker(picker, element, move) {
  const [leaflet, outlines] = await Promise.all([
    loadLeaflet(picker.dataset),
    picker.dataset.outlines && fetch(picker.dataset.outlines).then((answer) => answer.json()),
  ]);
  const map = leaflet.map(element, { attributionControl: false, keyboard: false, zoomSnap: 0.5, zoomAnimation: false, scrollWheelZoom: false, maxZoom: 16 });
  map.fitBounds(turned(GERMANY), { animate: false });
  if (outlines) {
    const colours = coloursOf(element);
    const regions = leaflet.geoJSON(outlines, { interactive: false, style: { color: colours.line, weight: 1.25, fillColor: colours.land, fillOpacity: 1 } }).addTo(map);
    map.fitBounds(regions.getBounds(), { padding: [12, 12], animate: false });
    for (const [name, lon, lat] of outlines.towns) leaflet.marker([lat, lon], { interactive: false, keyboard: false, icon: leaflet.divIcon({ className: "map-name map-name--town", html: "", iconSize: null }) }).addTo(map).getElement().textContent = name;
  }
  const pin = leaflet.marker([0, 0], { keyboard: false, draggable: true, icon: leaflet.divIcon({ className: "point-picker__pin", html: "", iconSize: [26, 26] }) });
  const takeOver = ({ lng, lat }) => move(lng, lat);
  map.on("click", (event) => takeOver(event.latlng));
  pin.on("dragend", () => takeOver(pin.getLatLng()));
  element.addEventListener("keydown", (event) => {
    if (event.key === "+") map.zoomIn();
    if (event.key === "-") map.zoomOut();
  });
  return {
    show(lon, lat, zoom) {
      pin.setLatLng([lat, lon]).addTo(map);
      if (zoom && map.getZoom() < zoom) map.setView([lat, lon], zoom, { animate: false });
      else if (!map.getBounds().contains([lat, lon])) map.panTo([lat, lon], { animate: false });
    },
    hide: () => pin.remove(),
    step([right, down]) {
      const from = map.hasLayer(pin) ? pin.getLatLng() : map.getCenter();
      const at = map.latLngToContainerPoint(from).add([right, down]);
      takeOver(map.containerPointToLatLng(at));
    },
  };
}
