// Loads a module over a connection that may be away for a while: `load(() => import("./map.js"))` tries again, at once
// when the browser is back on the network, else after longer and longer pauses. Until then the page works without it.

const PAUSES = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60]; // seconds

const connected = (seconds) =>
  new Promise((done) => {
    addEventListener("online", done, { once: true });
    setTimeout(done, seconds * 1000);
  });

export async function load(get) {
  let last;
  for (const pause of PAUSES) {
    try {
      return await get();
    } catch (fault) {
      if (fault === last) throw fault; // a module that came and is faulty throws the same fault each time
      last = fault;
      await connected(pause);
    }
  }
  return get();
}
