// The list at the door: who fits what was typed, and a line with its button for each.

const SHOWN = 20;

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function search(door, words) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  return door.people.filter((person) => {
    const text = folded(`${person.name} ${person.organisation} ${person.code}`);
    return wanted.every((word) => text.includes(word));
  });
}

export function show(door, words) {
  door.part("results").replaceChildren(...search(door, words).slice(0, SHOWN).map((person) => row(door, person)));
}

function row(door, person) {
  const words = door.part("results").dataset;
  const isHere = door.here.get(person.id).size > 0;
  const line = document.createElement("li");
  line.innerHTML = '<div class="workshop-list__text"><strong></strong><p class="small muted"></p></div>'
    + '<button type="button" class="kern-btn"><span class="kern-label"></span></button>';
  line.querySelector("strong").textContent = person.name;
  const facts = [person.organisation, tableWords(door, person), person.code, person.waits && words.waits, isHere && words.present];
  line.querySelector("p").textContent = facts.filter(Boolean).join(" · ");
  const button = line.querySelector("button");
  button.classList.add(isHere ? "kern-btn--tertiary" : "kern-btn--primary");
  Object.assign(button.dataset, { person: person.id, act: isHere ? "undo" : "enter" });
  button.firstChild.textContent = isHere ? words.undo : words.enter;
  button.setAttribute("aria-label", `${button.textContent}: ${person.name}`);
  return line;
}

export function tableWords(door, person) {
  return person.table ? door.part("results").dataset.table.replace("{number}", person.table) : "";
}
