// Mounts the behaviour modules: <div data-module="map"> loads ./map.js and calls its mount(element).
// One behaviour per module; a page works without any of them.

import { announce } from "./announce.js";
import { load } from "./load.js";
import { start as startSending } from "./resend.js";

const modules = {
  autosave: () => import("./autosave.js"),
  "check-in": () => import("./check-in.js"),
  copy: () => import("./copy.js"),
  "lab-board": () => import("./lab-board.js"),
  "lab-host": () => import("./lab-host.js"),
  "lab-wall": () => import("./lab-wall.js"),
  "lab-table": () => import("./lab-table.js"),
  markdown: () => import("./markdown.js"),
  map: () => import("./map.js"),
  "point-picker": () => import("./point-picker.js"),
  waiting: () => import("./waiting.js"),
  sorting: () => import("./sorting.js"),
  "survey-vote": () => import("./survey-vote.js"),
};

async function mount(element) {
  for (const name of element.dataset.module.split(" ")) {
    const get = modules[name];
    if (!get || element.dataset.mounted?.split(" ").includes(name)) continue;
    element.dataset.mounted = `${element.dataset.mounted ?? ""} ${name}`.trim();
    (await load(get)).mount(element);
  }
}

function mountAll(root) {
  if (root.matches?.("[data-module]")) mount(root);
  root.querySelectorAll?.("[data-module]").forEach(mount);
}

// After a part of the page was replaced: mount it, move the focus where the part asks for it, say what it announces.
function afterSwap(root) {
  mountAll(root);
  const wanted = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  wanted?.focus();
  const told = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
  announce(told?.dataset.announce);
}

// Small menus close on Escape, on a click elsewhere and when the focus leaves them.
function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  const isThere = target instanceof Element && target.isConnected;
  mountAll(document);
  // a part that replaced itself has its name as its id
  afterSwap(isThere ? target : document.getElementById(target?.id) ?? event.target);
});
document.addEventListener("dialogwerk:page", (event) => mountAll(event.target));

mountAll(document);
document.querySelector("main [data-focus]")?.focus();
startSending(announce);
