// Leaflet draws the outlines where there is no WebGL2. Its zoom counts one more than MapLibre's.

const PADDING = [28, 28];

export async function loadLeaflet(addresses) {
  if (!document.querySelector(`link[href="${addresses.leafletCss}"]`)) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: addresses.leafletCss });
    await new Promise((ready, failed) => {
      sheet.onload = ready;
      sheet.onerror = () => {
        sheet.remove(); // else the next try would take it for loaded
        failed(new Error(sheet.href));
      };
      document.head.append(sheet);
    });
  }
  return import(addresses.leaflet);
}

export const turned = ([west, south, east, north]) => [
  [south, west],
  [north, east],
];

export async function create(container, { addresses, outlines, bounds, colours, calm, onMove, onRest, onRegion }) {
  const leaflet = await loadLeaflet(addresses);
  const map = leaflet.map(container, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 4,
    maxZoom: 17,
    zoomAnimation: false,
    scrollWheelZoom: false,
    inertia: !calm,
  });
  map.fitBounds(turned(bounds), { padding: PADDING, animate: false });
  container.addEventListener("pointerdown", () => map.scrollWheelZoom.enable());
  container.addEventListener("pointerleave", () => map.scrollWheelZoom.disable());

  let painted = colours;
  let chosen = null;
  let over = null;
  const styleOf = (feature) => ({
    weight: feature.id === chosen ? 2.5 : 1.25,
    color: feature.id === chosen ? painted.edge : painted.line,
    fillColor: feature.id === chosen ? painted.chosen : feature.id === over ? painted.hover : painted.land,
    fillOpacity: 1,
  });
  const regions = leaflet.geoJSON(outlines, { style: styleOf }).addTo(map);
  const repaint = () => regions.setStyle(styleOf);
  regions.on("mouseover", (event) => ((over = event.propagatedFrom.feature.id), repaint()));
  regions.on("mouseout", () => ((over = null), repaint()));
  regions.on("click", (event) => onRegion(event.propagatedFrom.feature.properties.slug));
  map.on("move zoom resize", onMove);
  let isQuiet = false;
  map.on("moveend", () => onRest(isQuiet));
  const layerParent = container.appendChild(document.createElement("div"));
  layerParent.className = "map-leaflet-marks";

  return {
    layerParent,
    project: (lon, lat) => map.latLngToContainerPoint([lat, lon]),
    zoom: () => map.getZoom() - 1,
    bounds() {
      const box = map.getBounds();
      return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    },
    size: () => [container.clientWidth, container.clientHeight],
    zoomBy: (steps) => map.setZoom(map.getZoom() + steps),
    fit(box, { exact = false, closer = false, quiet = false } = {}) {
      const before = map.getZoom();
      const zoom = map.getBoundsZoom(turned(box), false, exact ? [0, 0] : PADDING.map((side) => side * 2));
      const wanted = closer ? Math.max(zoom, before + 1) : zoom;
      isQuiet = quiet;
      map.setView(leaflet.latLngBounds(turned(box)).getCenter(), Math.min(wanted, 16), { animate: false });
      isQuiet = false;
    },
    chooseRegion: (id) => ((chosen = id), repaint()),
    paint: (newColours) => ((painted = newColours), repaint()),
  };
}
