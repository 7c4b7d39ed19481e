// The idea map: filters, map and list show the same entries, and the address says which. The list is the equal:
// everything here also works as links and a form without this module.

import { openMap } from "./map-engine.js";
import { Marks } from "./map-marks.js";
import { announce } from "./announce.js";

const WIDE = matchMedia("(min-width: 62rem)");
const VIEW = ["bbox", "zoom"];

export function mount(page) {
  const find = (selector) => page.querySelector(selector);
  const form = find("[data-filters]");
  const stage = find("[data-stage]");
  const says = page.dataset;
  let state = new URLSearchParams(location.search);
  let map = null;
  let marks = null;
  let opening = null;
  const running = {};

  // One request of a kind at a time: a newer one ends the older.
  async function load(kind, address) {
    running[kind]?.abort();
    running[kind] = new AbortController();
    const answer = await fetch(address, { signal: running[kind].signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return kind === "points" ? answer.json() : answer.text();
  }

  function quietly(promise) {
    return promise.catch((error) => {
      if (error.name !== "AbortError") announce(says.saysOffline);
    });
  }

  async function loadList({ tell = true } = {}) {
    find("#map-list").setAttribute("aria-busy", "true");
    const html = await load("list", `${says.list}?${state}`);
    find("#map-list").outerHTML = html;
    if (tell) announce(find("[data-count]").textContent.trim());
    marks?.followList(find("#map-list"));
  }

  async function loadPoints() {
    if (!map) return;
    const wanted = new URLSearchParams(state);
    wanted.set("zoom", map.zoom().toFixed(2));
    marks.show(await load("points", `${says.points}?${wanted}`));
    marks.select(state.get("auswahl"));
  }

  async function loadCard({ focus = false } = {}) {
    const wanted = state.get("auswahl");
    marks?.select(wanted);
    if (!wanted) return find("#map-card").setAttribute("hidden", "");
    find("#map-card").outerHTML = await load("card", `${says.card}?${state}`);
    if (focus) find("[data-card-title]")?.focus({ preventScroll: true });
  }

  function remember(replace) {
    const query = state.toString();
    const address = query ? `${says.page}?${query}` : says.page;
    history[replace ? "replaceState" : "pushState"](null, "", address);
  }

  function drop(...names) {
    for (const name of names) state.delete(name);
  }

  function showFiltered() {
    drop("page", "auswahl");
    remember(false);
    quietly(loadList());
    quietly(loadPoints());
    quietly(loadCard());
  }

  function readForm() {
    for (const [name, value] of new FormData(form)) {
      if (VIEW.includes(name)) continue;
      const isDefault = name === "art" && value === form.dataset.defaultKind;
      value && !isDefault ? state.set(name, value) : state.delete(name);
    }
  }

  function writeForm() {
    for (const field of form.elements) {
      if (!field.name || VIEW.includes(field.name)) continue;
      const value = state.get(field.name) ?? "";
      field.value = field.name === "art" && !value ? form.dataset.defaultKind : value;
    }
  }

  function choose(name, value) {
    value ? state.set(name, value) : state.delete(name);
    writeForm();
    if (name === "region") lookAtRegion();
    showFiltered();
  }

  function lookAtRegion() {
    drop(...VIEW);
    map?.choose(state.get("region"));
    look();
  }

  // Bring the map to what the address says, without taking that for a move of the reader.
  function look() {
    if (!map) return;
    const box = state.get("bbox")?.split(",").map(Number);
    if (box?.length === 4 && box.every(Number.isFinite)) map.fit(box, { exact: true, quiet: true });
    else map.fit(map.regionBounds(state.get("region")) ?? says.bounds.split(",").map(Number), { quiet: true });
  }

  function moved(isQuiet) {
    if (isQuiet) return quietly(loadPoints());
    state.set("bbox", map.bounds().map((value) => value.toFixed(4)).join(","));
    state.set("zoom", map.zoom().toFixed(2));
    drop("page");
    remember(true);
    quietly(loadList());
    quietly(loadPoints());
  }

  async function startMap() {
    if (opening || !says.outlines) return opening;
    opening = (async () => {
      map = await openMap(page, find("[data-map]"), { onMove: () => marks?.place(), onRest: (isQuiet) => marks && moved(isQuiet), onRegion: (slug) => choose("region", slug === state.get("region") ? "" : slug) });
      marks = new Marks(map, says, {
        onCluster: (bounds) => map.fit(bounds, { closer: true }),
        onSelect: (wanted) => {
          state.set("auswahl", wanted);
          remember(false);
          quietly(loadCard({ focus: true }));
        },
      });
      marks.followList(find("#map-list"));
      stage.classList.add("is-live");
      map.choose(state.get("region"));
      look();
      await quietly(loadPoints());
    })();
    opening.catch(() => {
      opening = null; // the next wish to see it, or the network coming back, tries again
      addEventListener("online", () => WIDE.matches && startMap(), { once: true });
      find("[data-map]").hidden = true;
      stage.classList.remove("is-live");
      announce(says.saysOffline);
    });
    return opening;
  }

  function show(view) {
    page.dataset.view = view;
    for (const button of page.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", button.dataset.show === view);
    const toMap = () => scrollTo({ top: find(".map-columns").getBoundingClientRect().top + scrollY - 12, behavior: "instant" });
    const isBelow = find(".map-columns").getBoundingClientRect().top < 0;
    if (view === "map" || isBelow) toMap();
    if (view === "map" && !map) startMap()?.then(toMap, () => {});
  }

  let typing = 0;
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search" && event.target.type !== "number") return;
    clearTimeout(typing);
    typing = setTimeout(() => (readForm(), showFiltered()), 350);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "search" || event.target.type === "number") return;
    readForm();
    if (event.target.name === "region") lookAtRegion();
    showFiltered();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    readForm();
    showFiltered();
  });

  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reset], [data-drop], [data-close], .pagination a, .map-overview a, [data-show], [data-more]");
    if (!link || event.metaKey || event.ctrlKey) return;
    if (link.dataset.show) return show(link.dataset.show);
    if ("more" in link.dataset) return link.setAttribute("aria-expanded", page.classList.toggle("has-filters"));
    if (link.closest(".map-overview") && !map) return;
    event.preventDefault();
    if ("close" in link.dataset) {
      drop("auswahl");
      remember(false);
      quietly(loadCard());
    } else if ("reset" in link.dataset) {
      state = new URLSearchParams();
      writeForm();
      lookAtRegion();
      showFiltered();
      find("#map-list").focus();
    } else if (link.dataset.drop) {
      drop(...(link.dataset.drop === "bbox" ? VIEW : [link.dataset.drop]));
      writeForm();
      if (["bbox", "region"].includes(link.dataset.drop)) lookAtRegion();
      showFiltered();
      find("#map-list").focus();
    } else {
      state.set("page", new URL(link.href).searchParams.get("page"));
      remember(false);
      quietly(loadList()).then(() => find("#map-list").focus());
    }
  });

  addEventListener("popstate", () => {
    state = new URLSearchParams(location.search);
    writeForm();
    map?.choose(state.get("region"));
    look();
    quietly(loadList());
    quietly(loadCard());
  });

  find("[data-zoom-in]").addEventListener("click", () => map?.zoomBy(1));
  find("[data-zoom-out]").addEventListener("click", () => map?.zoomBy(-1));
  find("[data-whole]").addEventListener("click", () => {
    drop(...VIEW);
    look();
    showFiltered();
  });

  find("[data-plain]").hidden = true;
  find("[data-more]").hidden = false;
  find("[data-switch]").hidden = !says.outlines;
  page.classList.add("is-scripted");
  if (WIDE.matches) startMap();
  WIDE.addEventListener("change", () => WIDE.matches && startMap());
}
