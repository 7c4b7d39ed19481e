// Sends what waits and takes in how things stand: at once after each act, and every some seconds. Each operation has
// its own number, so sending it again does no harm; it is forgotten only when the server has said that it is done.

const EVERY = 15_000;
const PATIENCE = 20_000;
const AT_ONCE = 200;

export class Sync {
  // `addresses`: {people, send}; `changed(state)` is called with "sent", "unsent", "offline" or "refused".
  constructor(store, addresses, changed) {
    Object.assign(this, { store, addresses, changed, state: "unsent", running: null, again: false });
  }

  start() {
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    setInterval(() => this.now(), EVERY);
    return this.now();
  }

  // One run at a time; asked for meanwhile, another follows.
  now() {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.run().finally(() => {
      this.running = null;
      if (!this.again) return;
      this.again = false;
      this.now();
    });
    return this.running;
  }

  async run() {
    try {
      const operations = (await this.store.queue()).slice(0, AT_ONCE);
      const response = operations.length ? await this.send(operations) : await ask(this.addresses.people);
      if (!response.ok) return this.tell(response.status === 403 || response.status === 404 ? "refused" : "offline");
      const { people, done = [], refused = [] } = await response.json();
      await this.store.settle(new Set([...done, ...refused]), people);
      const left = await this.store.queue();
      this.again ||= left.length > 0 && done.length > 0;
      this.tell(left.length ? "unsent" : "sent");
    } catch {
      this.tell("offline");
    }
  }

  async send(operations) {
    const device = (await this.store.fact("device")) ?? "";
    return ask(this.addresses.send, {
      method: "POST",
      body: JSON.stringify({ device, operations: operations.map(({ place, ...operation }) => operation) }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
  }

  tell(state) {
    this.state = state;
    this.changed(state);
  }
}

// The cookie is asked anew each time: the page may be hours old, and somebody may have signed in since.
function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

function ask(address, options = {}) {
  return fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
}
