// What a device in a lab keeps for itself, so that nothing typed is lost: who it is, what it has not sent yet, and the
// board as it last saw it. In IndexedDB; where that refuses (private window, full disk) it stays in memory and says so.

const NAME = "dialogwerk-lab";
const VERSION = 1;
const OUTBOX_DAYS = 90;

export async function openStore(code) {
  const database = await open().catch(() => null);
  return new Store(code, database);
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const database = request.result;
      database.createObjectStore("seats", { keyPath: "code" });
      database.createObjectStore("cards", { keyPath: ["code", "id"] }).createIndex("code", "code");
      database.createObjectStore("outbox", { keyPath: "order", autoIncrement: true }).createIndex("code", "code");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

class Store {
  constructor(code, database) {
    this.code = code;
    this.database = database;
    this.held = []; // operations the browser would not keep
  }

  // Whether everything unsent would survive a closed page.
  get isSafe() {
    return this.database !== null && this.held.length === 0;
  }

  async seat() {
    const kept = await this.read("seats", (store) => store.get(this.code)).catch(() => undefined);
    return kept ?? this.memory ?? null;
  }

  async keepSeat(seat) {
    this.memory = { ...seat, code: this.code };
    await this.write(["seats"], (seats) => seats.put(this.memory)).catch(() => {});
  }

  async cards() {
    return this.read("cards", (store) => store.index("code").getAll(this.code)).catch(() => []);
  }

  // The cards can always be fetched again, so a full disk may lose them.
  async keepCards(cards) {
    await this.write(["cards"], (store) => cards.forEach((card) => store.put({ ...card, code: this.code }))).catch(() => {});
  }

  async forgetCards() {
    const known = await this.cards();
    await this.write(["cards"], (store) => known.forEach((card) => store.delete([this.code, card.id]))).catch(() => {});
  }

  // Resolves when the operations are safe on the disk, or held in memory because the disk is full.
  async add(operations) {
    const put = () => this.write(["outbox"], (store) => operations.forEach((one) => store.add({ ...one, code: this.code, kept: Date.now() })));
    try {
      await put();
    } catch {
      await this.forgetCards(); // makes room; they come back with the next answer
      await put().catch(() => this.held.push(...operations));
    }
  }

  async outbox() {
    const kept = await this.read("outbox", (store) => store.index("code").getAll(this.code)).catch(() => []);
    return [...kept, ...this.held];
  }

  async settle(ids) {
    const done = new Set(ids);
    this.held = this.held.filter((one) => !done.has(one.id));
    const kept = await this.read("outbox", (store) => store.index("code").getAll(this.code)).catch(() => []);
    const orders = kept.filter((one) => done.has(one.id)).map((one) => one.order);
    await this.write(["outbox"], (store) => orders.forEach((order) => store.delete(order))).catch(() => {});
  }

  // Marks what the server kept but did not put on the board; it stays here until its author has seen why.
  async refuse(reasons) {
    const kept = await this.read("outbox", (store) => store.index("code").getAll(this.code)).catch(() => []);
    const refused = kept.filter((one) => one.id in reasons).map((one) => ({ ...one, refused: reasons[one.id] }));
    this.held = this.held.map((one) => (one.id in reasons ? { ...one, refused: reasons[one.id] } : one));
    await this.write(["outbox"], (store) => refused.forEach((one) => store.put(one))).catch(() => {});
  }

  // Boards of long ago, whose labs nobody will open again.
  async tidy() {
    const before = Date.now() - OUTBOX_DAYS * 86_400_000;
    const seats = await this.read("seats", (store) => store.getAll()).catch(() => []);
    const old = seats.filter((seat) => seat.seen < before && seat.code !== this.code).map((seat) => seat.code);
    for (const code of old) {
      const unsent = await this.read("outbox", (store) => store.index("code").count(code)).catch(() => 1);
      if (!unsent) await this.write(["seats"], (store) => store.delete(code)).catch(() => {});
    }
  }

  read(name, ask) {
    return new Promise((resolve, reject) => {
      if (!this.database) return reject(new Error("no database"));
      const request = ask(this.database.transaction(name).objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  write(names, act) {
    return new Promise((resolve, reject) => {
      if (!this.database) return reject(new Error("no database"));
      const transaction = this.database.transaction(names, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      try {
        act(...names.map((name) => transaction.objectStore(name)));
      } catch (error) {
        reject(error);
      }
    });
  }
}
