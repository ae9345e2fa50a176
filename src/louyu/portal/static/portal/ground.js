// 离线底图: a map with what lies behind every mark: outlines, a grid of degrees and names.

// `clear` finds the marks that no name may cover. The view is set by whoever draws on the map;
// `settle` draws what depends on the view, then and after every move.
function ground(drawing, clear = ".worded") {
  const moving = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map("map", {
    fadeAnimation: moving,
    zoomAnimation: moving,
    zoomControl: false,
    attributionControl: false,
    minZoom: 8,
    maxZoom: 18,
    zoomSnap: 0.25,
  });
  L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  L.control
    .attribution({ prefix: false })
    .addAttribution(drawing.tiles.length ? "底图：天地图" : "离线示意底图·CGCS2000")
    .addTo(map);
  for (const [name, height] of [["ground", 210], ["regions", 410], ["names", 620]]) {
    map.createPane(name).style.zIndex = height;
  }

  // Fetched from outside only where this instance has a key; the origin alone is told.
  for (const address of drawing.tiles) {
    L.tileLayer(address, { subdomains: "01234567", maxZoom: 18, referrerPolicy: "origin" }).addTo(map);
  }

  function words(at, text, kind) {
    const span = document.createElement("span");
    span.className = kind;
    span.textContent = text;
    return L.marker(at, {
      pane: "names",
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "", html: span, iconSize: [0, 0] }),
    });
  }

  const areas = L.featureGroup();
  for (const area of drawing.areas) {
    const face = L.geoJSON(area.shape, { className: `area ${area.kind}`, interactive: false }).addTo(areas);
    if (area.kind === "parcel") {
      words(face.getBounds().getCenter(), area.name, "map-name parcel-name").addTo(map);
    }
  }
  areas.addTo(map);

  // 功能片区: over the areas and under the marks; their names stand before all others.
  const regions = L.layerGroup().addTo(map);
  const named = (drawing.regions || []).map((one) => {
    L.geoJSON(one.shape, { pane: "regions", className: `region ${one.kind}`, interactive: false }).addTo(regions);
    return words(one.at, one.name, "map-name region-name").addTo(regions);
  });
  const names = [...named, ...drawing.names.map((one) => words(one.at, one.name, "map-name").addTo(map))];

  // A name that would lie over a larger group's, or over a mark in words, waits until one has zoomed in.
  function thinNames() {
    const shown = [...map.getContainer().querySelectorAll(clear)].map((mark) => mark.getBoundingClientRect());
    for (const name of names.filter((one) => map.hasLayer(one))) {
      const text = name.getElement().firstChild;
      const box = text.getBoundingClientRect();
      const crowded = shown.some(
        (other) =>
          box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top,
      );
      text.classList.toggle("crowded", crowded);
      if (!crowded) shown.push(box);
    }
  }

  // The grid is drawn anew for what is in view: about four lines across, of a round step.
  const grid = L.layerGroup().addTo(map);
  const STEPS = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

  function lines(low, high, step) {
    const found = [];
    for (let n = Math.ceil(low / step); n * step < high; n += 1) found.push(n * step);
    return found;
  }

  function drawGrid() {
    grid.clearLayers();
    if (drawing.tiles.length) return;
    const view = map.getBounds();
    const [west, east, south, north] = [view.getWest(), view.getEast(), view.getSouth(), view.getNorth()];
    const step = STEPS.find((one) => (east - west) / one >= 3) || STEPS[STEPS.length - 1];
    const places = Math.max(0, -Math.floor(Math.log10(step)));
    const line = (from, to) =>
      L.polyline([from, to], { pane: "ground", interactive: false, className: "degree" }).addTo(grid);
    for (const longitude of lines(west, east, step)) {
      line([south, longitude], [north, longitude]);
      words([north, longitude], `${longitude.toFixed(places)}°E`, "map-degree").addTo(grid);
    }
    for (const latitude of lines(south, north, step)) {
      line([latitude, west], [latitude, east]);
      words([latitude, east], `${latitude.toFixed(places)}°N`, "map-degree right").addTo(grid);
    }
  }

  function settle() {
    drawGrid();
    thinNames();
    map.on("moveend", drawGrid);
    map.on("moveend", thinNames);
  }
  return { map, areas, regions, settle, thinNames };
}

// Marks that would overlap are one: a spot joins the first mark that is too near to stand beside.
function grouped(map, spots, wide, high) {
  const groups = [];
  for (const spot of spots) {
    const point = map.project(spot.at);
    const near = groups.find(
      (group) => Math.abs(group.point.x - point.x) < wide && Math.abs(group.point.y - point.y) < high,
    );
    if (near) near.spots.push(spot);
    else groups.push({ point, spots: [spot] });
  }
  return groups;
}

// A mark of several opens by zooming in, until its spots stand apart or nothing is gained by it.
function zoomTo(map, spots, deepest) {
  map.fitBounds(L.latLngBounds(spots.map((spot) => spot.at)), { padding: [64, 64], maxZoom: deepest });
}
