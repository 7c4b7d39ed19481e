// <div data-module="copy"> with a field [data-copy-from] and a hidden button [data-copy]: copies the field's text.

export function mount(element) {
  const field = element.querySelector("[data-copy-from]");
  const button = element.querySelector("[data-copy]");
  if (!field || !button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.querySelector(".kern-label").textContent = button.dataset.copied;
    document.getElementById("announcer").textContent = button.dataset.copied;
  });
}
