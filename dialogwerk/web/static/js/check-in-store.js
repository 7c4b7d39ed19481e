// What a device at the door keeps: the people of one event, and what was done and is not sent yet. IndexedDB, so that a
// reload, a closed tab or an empty battery loses nothing.

const NAMES = ["people", "queue", "facts"];

export async function openStore(event) {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(`einlass-${event}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("people", { keyPath: "id" });
      request.result.createObjectStore("queue", { keyPath: "place", autoIncrement: true });
      request.result.createObjectStore("facts");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return new Store(database);
}

class Store {
  constructor(database) {
    this.database = database;
  }

  people() {
    return this.read("people", (store) => store.getAll());
  }

  queue() {
    return this.read("queue", (store) => store.getAll());
  }

  fact(name) {
    return this.read("facts", (store) => store.get(name));
  }

  setFact(name, value) {
    return this.write(["facts"], (stores) => stores.facts.put(value, name));
  }

  // One operation, and the person it adds if there is one: both or nothing.
  add(operation, person) {
    return this.write(["queue", "people"], (stores) => {
      stores.queue.add(operation);
      if (person) stores.people.put(person);
    });
  }

  // The server's answer: the operations it has done go, its list replaces ours; walk-ins it does not know yet stay.
  settle(answered, people) {
    return this.write(["queue", "people"], (stores) => {
      const request = stores.queue.getAll();
      request.onsuccess = () => {
        const left = request.result.filter((one) => !answered.has(one.id));
        for (const one of request.result) if (answered.has(one.id)) stores.queue.delete(one.place);
        stores.people.clear();
        for (const person of people) stores.people.put(person);
        const known = new Set(people.map((person) => person.id));
        for (const one of left) if (one.kind === "walk_in" && !known.has(one.registration)) stores.people.put(walkIn(one));
      };
    });
  }

  clear() {
    return this.write(NAMES, (stores) => NAMES.forEach((name) => stores[name].clear()));
  }

  read(name, ask) {
    return new Promise((resolve, reject) => {
      const request = ask(this.database.transaction(name).objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  write(names, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(names, "readwrite", { durability: "strict" });
      act(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

export function walkIn(operation) {
  const { registration: id, name, organisation } = operation;
  return { id, name, organisation, table: null, code: "", waits: false, here: [] };
}

// The check-ins that count for each person: what the server knows and what waits here, without what was taken back.
export function presence(people, queue) {
  const here = new Map(people.map((person) => [person.id, new Set(person.here)]));
  for (const one of queue) {
    const checkIns = here.get(one.registration);
    if (!checkIns) continue;
    if (one.kind === "undo") one.undone.forEach((id) => checkIns.delete(id));
    else checkIns.add(one.id);
  }
  return here;
}
