// Mounts the behaviour modules: <div data-module="map"> loads ./map.js and calls its mount(element).
// One behaviour per module; a page works without any of them.

const modules = {};

async function mount(element) {
  for (const name of element.dataset.module.split(" ")) {
    const load = modules[name];
    if (!load || element.dataset.mounted?.includes(name)) continue;
    element.dataset.mounted = `${element.dataset.mounted ?? ""} ${name}`;
    (await load()).mount(element);
  }
}

function mountAll(root) {
  if (root.matches?.("[data-module]")) mount(root);
  root.querySelectorAll?.("[data-module]").forEach(mount);
  root.querySelector?.("[data-focus]")?.focus();
}

mountAll(document);
document.addEventListener("htmx:after:swap", (event) => mountAll(event.target));
