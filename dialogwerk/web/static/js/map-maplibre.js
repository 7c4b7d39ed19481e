// MapLibre draws the outlines. No tiles, no fonts, no request to anybody else. An operator's own base map would be one
// more source and layer in `styleOf`.

const PADDING = 28;

function styleOf(outlines, colours) {
  return {
    version: 8,
    sources: { regions: { type: "geojson", data: outlines } },
    layers: [
      { id: "ground", type: "background" },
      { id: "land", type: "fill", source: "regions" },
      { id: "edge", type: "line", source: "regions", layout: { "line-join": "round" } },
      { id: "line", type: "line", source: "regions", layout: { "line-join": "round" } },
    ].map((layer) => ({ ...layer, paint: paintOf(colours)[layer.id] })),
  };
}

function paintOf(colours) {
  const when = (name, yes, no) => ["case", ["boolean", ["feature-state", name], false], yes, no];
  return {
    ground: { "background-color": colours.ground },
    land: { "fill-color": when("chosen", colours.chosen, when("hover", colours.hover, colours.land)) },
    edge: { "line-color": colours.ground, "line-width": 0 },
    line: { "line-color": when("chosen", colours.edge, colours.line), "line-width": when("chosen", 2.5, 1.25) },
  };
}

export async function create(container, { addresses, outlines, bounds, colours, onMove, onRest, onRegion }) {
  const gl = await import(addresses.maplibre);
  gl.setWorkerUrl(new URL(addresses.maplibreWorker, location.href).href);
  const map = new gl.Map({
    container,
    style: styleOf(outlines, colours),
    bounds,
    fitBoundsOptions: { padding: PADDING },
    minZoom: 3,
    maxZoom: 16,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    locale: { "Map.Title": container.closest("[aria-label]")?.getAttribute("aria-label") ?? "" },
  });
  // The keys that move it belong to the canvas: an application, described by the help above the map.
  map.getCanvas().setAttribute("role", "application");
  map.getCanvas().setAttribute("aria-describedby", container.getAttribute("aria-describedby") ?? "");
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  // The wheel belongs to the page until somebody takes hold of the map.
  map.scrollZoom.disable();
  container.addEventListener("pointerdown", () => map.scrollZoom.enable());
  container.addEventListener("pointerleave", () => map.scrollZoom.disable());
  await new Promise((ready) => map.once("load", ready));

  const states = { hover: null, chosen: null };
  function mark(name, id) {
    if (states[name] === id) return;
    if (states[name] !== null) map.setFeatureState({ source: "regions", id: states[name] }, { [name]: false });
    if (id !== null) map.setFeatureState({ source: "regions", id }, { [name]: true });
    states[name] = id;
  }

  map.on("mousemove", "land", (event) => {
    mark("hover", event.features[0].id);
    map.getCanvas().classList.add("is-over-region");
  });
  map.on("mouseleave", "land", () => {
    mark("hover", null);
    map.getCanvas().classList.remove("is-over-region");
  });
  map.on("click", "land", (event) => onRegion(event.features[0].properties.slug));
  map.on("move", onMove);
  map.on("moveend", (event) => onRest(Boolean(event.isQuiet)));
  map.on("resize", onMove);

  return {
    layerParent: map.getCanvasContainer(),
    project: (lon, lat) => map.project([lon, lat]),
    zoom: () => map.getZoom(),
    bounds: () => map.getBounds().toArray().flat(),
    size: () => [container.clientWidth, container.clientHeight],
    zoomBy: (steps) => map.zoomTo(map.getZoom() + steps),
    fit(box, { exact = false, closer = false, quiet = false } = {}) {
      const camera = map.cameraForBounds(box, { padding: exact ? 0 : PADDING * (closer ? 2 : 1), maxZoom: 15 });
      if (closer) camera.zoom = Math.max(camera.zoom, Math.min(map.getZoom() + 1, 16));
      map.easeTo({ ...camera, duration: 450 }, { isQuiet: quiet });
    },
    chooseRegion: (id) => mark("chosen", id),
    paint(newColours) {
      for (const [layer, paint] of Object.entries(paintOf(newColours)))
        for (const [name, value] of Object.entries(paint)) map.setPaintProperty(layer, name, value);
    },
  };
}
