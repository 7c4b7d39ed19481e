// Says something to people who hear the page. A module of its own, so that no module imports one that imports it:
// the hashed names of static files allow no circles.

// The announcer is emptied first, so that the same words are said again.
export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (!announcer || !text) return;
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = text), 60);
}
