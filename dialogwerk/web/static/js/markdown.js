// Toolbar and preview of a text area for Markdown. <div data-module="markdown" data-toolbar="…" data-preview="…">
// around the area, its bar (hidden until here) and the panel of the preview.

import { load } from "./load.js";

export async function mount(element) {
  const area = element.querySelector("textarea");
  const bar = element.querySelector(".markdown__bar");
  if (area.disabled || area.readOnly) return;
  await load(() => import(element.dataset.toolbar));
  bar.hidden = false;
  const button = bar.querySelector(".markdown__preview-button");
  const panel = element.querySelector(".markdown__preview");
  button.addEventListener("click", async () => {
    const opens = panel.hidden;
    button.setAttribute("aria-expanded", String(opens));
    panel.hidden = !opens;
    if (opens) {
      await show(panel, element.dataset.preview, area);
      panel.focus();
    }
  });
  area.addEventListener("input", () => {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
  });
}

async function show(panel, address, area) {
  if (!area.value.trim()) return say(panel, panel.dataset.empty);
  const token = area.form?.elements.csrfmiddlewaretoken?.value ?? "";
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ text: area.value }),
    });
    if (!answer.ok) throw new Error(answer.statusText);
    panel.innerHTML = await answer.text(); // cleaned by the server, as on the page itself
  } catch {
    say(panel, panel.dataset.failed);
  }
}

function say(panel, text) {
  panel.replaceChildren(Object.assign(document.createElement("p"), { className: "muted", textContent: text }));
}
