// Which library draws the outlines: MapLibre where there is WebGL2, Leaflet elsewhere. Both are wrapped to the same few
// functions; marks and names are drawn by map-marks.js as HTML above either.

const PARTS = ["ground", "land", "chosen", "hover", "line", "edge"];

// Colours of the page as the libraries understand them: the browser paints them, we read what it painted.
export function coloursOf(element) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const probe = element.appendChild(document.createElement("i"));
  const colours = {};
  for (const part of PARTS) {
    probe.className = `map-probe map-probe--${part}`;
    brush.fillStyle = getComputedStyle(probe).backgroundColor;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    colours[part] = `rgb(${red}, ${green}, ${blue})`;
  }
  probe.remove();
  return colours;
}

function canDrawWebGL() {
  if (new URLSearchParams(location.search).get("karte") === "leaflet") return false;
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

function boundsOf(feature) {
  const box = [180, 90, -180, -90];
  const walk = (part) => {
    if (typeof part[0] !== "number") return part.forEach(walk);
    box[0] = Math.min(box[0], part[0]);
    box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]);
    box[3] = Math.max(box[3], part[1]);
  };
  walk(feature.geometry.coordinates);
  return box;
}

// Opens a map in `container`; `page` carries the addresses of the libraries and of the outlines as data attributes.
export async function openMap(page, container, { onMove, onRest, onRegion }) {
  const [outlines, library] = await Promise.all([
    fetch(page.dataset.outlines).then((answer) => answer.json()),
    canDrawWebGL() ? import("./map-maplibre.js") : import("./map-leaflet.js"),
  ]);
  container.hidden = false;
  const bySlug = Object.fromEntries(outlines.features.map((feature) => [feature.properties.slug, feature]));
  const map = await library.create(container, {
    addresses: page.dataset,
    outlines,
    bounds: page.dataset.bounds.split(",").map(Number),
    colours: coloursOf(container),
    calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    onMove,
    onRest,
    onRegion,
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.paint(coloursOf(container)));
  return Object.assign(map, {
    outlines,
    regionBounds: (slug) => (bySlug[slug] ? boundsOf(bySlug[slug]) : null),
    choose: (slug) => map.chooseRegion(bySlug[slug]?.id ?? null),
  });
}
