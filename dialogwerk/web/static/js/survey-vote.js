// One statement: the keys 1, 2 and 3 press its buttons while the focus is in it (a key that works everywhere would
// be in the way of people who steer by voice). The first statement takes the focus when the page was reached by key.

export function mount(section) {
  section.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const button = section.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  const heading = section.querySelector("[tabindex='-1']");
  if (heading && document.activeElement === document.body && section.querySelector("[data-key]")) heading.focus({ preventScroll: true });
}
