// A page that stands at the address of something that is still being made (status 202): opens it once it is there.

const EVERY = 1_500;

export function mount() {
  setTimeout(look, EVERY);
}

async function look() {
  const response = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (response?.ok && response.status !== 202) location.reload();
  else setTimeout(look, EVERY);
}
