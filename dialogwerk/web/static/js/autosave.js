// A local copy of what is being typed, so that a lost connection or a closed tab loses nothing.
// <form data-module="autosave" data-autosave-key="…">: keeps the fields; offers them again when the page shows other texts.
// <… data-module="autosave" data-autosave-forget="…">: throws the copy away (the text has arrived, or is not wanted).

const PREFIX = "dialogwerk:";
const DAYS = 30;

export function mount(element) {
  const forget = element.dataset.autosaveForget;
  if (forget) return drop(forget);
  const key = element.dataset.autosaveKey;
  offer(element, key);
  let waiting;
  const save = () => {
    clearTimeout(waiting);
    keep(key, read(element));
  };
  element.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 400);
  });
  addEventListener("pagehide", () => waiting && save());
}

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["file", "submit", "button", "password", "email"].includes(field.type) && !field.closest(".hp"),
  );
}

function read(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (["checkbox", "radio"].includes(field.type)) {
      values[field.name] ??= [];
      if (field.checked) values[field.name].push(field.value);
    } else {
      values[field.name] = field.value;
    }
  }
  return values;
}

function write(form, values) {
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = value.includes(field.value);
    else field.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// Only texts count: they are what somebody would have to write again.
function differs(form, values) {
  return fieldsOf(form).some((field) => {
    const isText = field.type === "textarea" || field.type === "text";
    return isText && (values[field.name] ?? "").trim() && values[field.name].replaceAll("\r", "") !== field.value.replaceAll("\r", "");
  });
}

function offer(form, key) {
  const kept = load(key);
  const place = form.querySelector("[data-autosave-offer]");
  if (!kept || !place || !differs(form, kept.values)) return;
  const box = document.createElement("div");
  box.className = "autosave-offer";
  box.setAttribute("role", "status");
  const when = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  const words = document.createElement("p");
  words.textContent = `${form.dataset.saysFound} (${when})`;
  box.append(words, button(form.dataset.saysRestore, restore), button(form.dataset.saysDrop, dismiss));
  place.replaceChildren(box);

  function restore() {
    write(form, kept.values);
    const told = document.createElement("p");
    told.textContent = form.dataset.saysRestored;
    box.replaceChildren(told);
    form.querySelector("textarea, input[type=text]")?.focus();
  }
  function dismiss() {
    drop(key);
    box.remove();
  }
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link-button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

// The browser may refuse to store (private windows, full disk): then there is simply no local copy.
function keep(key, values) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
  } catch {}
}

function load(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key));
    if (kept && Date.now() - kept.at < DAYS * 86400000) return kept;
    drop(key);
  } catch {}
  return null;
}

function drop(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {}
}
