// Sends forms so that nothing typed is lost: while it is sent a second click does nothing; if no answer comes, the form
// stays as it is, says so, and offers to send again. Without this module the browser sends the form itself.
// A form opts out with data-native; htmx sends its own forms and only tells us when it failed.

const PATIENCE = 60_000;
let words;
let announce = () => {};

export function start(announcer) {
  words = document.getElementById("sending-words");
  if (!words) return;
  announce = announcer;
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:before:request", (event) => setSending(formOf(event), true));
  document.addEventListener("htmx:finally:request", (event) => setSending(formOf(event), false));
  document.addEventListener("htmx:error", (event) => {
    const form = formOf(event);
    if (form) showTrouble(form, () => form.requestSubmit());
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach((form) => setSending(form, false));
  });
}

// Only a form that htmx sends itself: a part within it that keeps a draft or looks something up must not hold it back.
function formOf(event) {
  const element = event.detail?.ctx?.sourceElement ?? event.target;
  return element?.matches?.("form[method=post], form[hx-post], form[data-hx-post]") ? element : null;
}

function isOurs(form) {
  const isPost = form.method === "post" && !form.target && !form.hasAttribute("data-native");
  const isHtmx = form.matches("[hx-post], [data-hx-post], [hx-boost=true]");
  return isPost && !isHtmx && new URL(form.action, location.href).origin === location.origin;
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || !isOurs(form)) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return announce(words.dataset.sentTwice);
  send(form, event.submitter);
}

async function send(form, submitter, isSecondTry = false) {
  setSending(form, true);
  form.querySelector(".resend")?.remove();
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  let response;
  let text;
  try {
    response = await fetch(new URL(action || location.href, location.href), {
      method: "POST",
      body: bodyOf(form, submitter),
      headers: { "X-Sent-By": "resend" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    text = response.status === 204 ? "" : await response.text();
    if (response.headers.has("X-Form-Too-Old") && !isSecondTry && (await renewToken())) {
      return send(form, submitter, true);
    }
  } catch {
    setSending(form, false);
    return showTrouble(form, () => send(form, submitter));
  }
  const next = response.headers.get("X-Next");
  if (next) return go(next);
  setSending(form, false);
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) return location.reload();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (response.ok || page.querySelector("main form[method=post]")) return showPage(page);
  showTrouble(form, () => send(form, submitter), page.querySelector("main"));
}

// A page that was open while somebody signed in elsewhere has an old token: take the one of a fresh copy of the page.
async function renewToken() {
  const copy = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const token = copy.querySelector("[name=csrfmiddlewaretoken]")?.value;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token ?? field.value));
  return Boolean(token);
}

function bodyOf(form, submitter) {
  const data = new FormData(form, submitter);
  return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
}

// The same page with another #part would not be loaded again.
function go(address) {
  const next = new URL(address, location.href);
  const isHere = next.pathname === location.pathname && next.search === location.search;
  if (!isHere || !next.hash) return location.assign(next);
  history.replaceState(null, "", next);
  location.reload();
}

// The answer is a page: mostly the form with its errors. It takes the place of this one.
function showPage(page) {
  const main = page.querySelector("main");
  if (!main) return location.reload();
  for (const sheet of page.querySelectorAll("link[rel=stylesheet]")) {
    if (!document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
  }
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  window.htmx?.process(main);
  window.scrollTo(0, 0);
  main.dispatchEvent(new CustomEvent("dialogwerk:page", { bubbles: true }));
  (main.querySelector("[data-focus]") ?? main).focus();
}

function setSending(form, isSending) {
  if (!form) return;
  if (isSending) {
    form.setAttribute("aria-busy", "true");
    announce(words.dataset.sending);
  } else {
    form.removeAttribute("aria-busy");
  }
}

// `refusal` is the page that says why the server did not take it; without one there was no answer at all.
function showTrouble(form, again, refusal) {
  form.querySelector(".resend")?.remove();
  const trouble = words.content.firstElementChild.cloneNode(true);
  if (refusal) {
    trouble.querySelector(".kern-title").textContent = refusal.querySelector("h1")?.textContent ?? "";
    const texts = [...refusal.querySelectorAll(".error-page p:not(:has(a))")].map((text) => text.textContent);
    trouble.querySelector(".kern-body").textContent = texts.join(" ");
    const signIn = refusal.querySelector("[data-sign-in]");
    if (signIn) trouble.querySelector("[data-resend]").before(signIn);
  }
  trouble.querySelector("[data-resend]").addEventListener("click", () => {
    trouble.remove();
    again();
  });
  form.append(trouble);
  trouble.focus();
}
