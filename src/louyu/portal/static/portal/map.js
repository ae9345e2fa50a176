// 楼宇地图: draws what the page brings along: outlines, a grid of degrees, names and buildings.

const drawing = JSON.parse(document.getElementById("map-drawing").textContent);
const narrow = window.matchMedia("(max-width: 640px)").matches;
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
for (const [name, height] of [["ground", 210], ["names", 620]]) {
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
const names = drawing.names.map((one) => words(one.at, one.name, "map-name").addTo(map));

// A name that would lie over a larger group's waits until one has zoomed in.
function thinNames() {
  const shown = [];
  for (const name of names) {
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

function card(spot) {
  const box = document.createElement("div");
  const add = (name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    box.append(element);
    return element;
  };
  add("h2", spot.name);
  add("p", spot.place, "muted");
  add("b", spot.value);
  if (drawing.period) add("p", `${drawing.label}，${drawing.period}`, "muted");
  add("a", "打开楼宇页", "btn sm").href = spot.url;
  return box;
}

function mark(spot) {
  const dot = document.createElement("span");
  dot.className = `dot ${spot.look}`;
  const side = narrow ? 44 : 28;
  const marker = L.marker(spot.at, {
    icon: L.divIcon({ className: "spot", html: dot, iconSize: [side, side], popupAnchor: [0, -6] }),
    riseOnHover: true,
  });
  marker.bindTooltip(`${spot.name}：${spot.value}`, { direction: "top", offset: [0, -10] });
  marker.bindPopup(() => card(spot), { maxWidth: 260, autoPanPaddingTopLeft: [64, 12] });
  marker.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", "关闭");
    popup.getElement().querySelector("a.btn").focus();
  });
  marker.on("popupclose", () => {
    if (map.getContainer().contains(document.activeElement)) marker.getElement().focus();
  });
  marker.addTo(map);
  marker.getElement().setAttribute("aria-label", `${spot.name}，${spot.place}，${spot.value}`);
  return marker;
}

const spots = L.featureGroup();
function fit() {
  const whole = [spots, areas].map((one) => one.getBounds()).find((one) => one.isValid());
  if (whole) map.fitBounds(whole, { padding: [32, 32], maxZoom: 15 });
  else map.setView([36, 104], 8);
}

const known = drawing.spots.map((spot) => L.latLng(spot.at));
if (known.length) map.fitBounds(L.latLngBounds(known), { padding: [32, 32], maxZoom: 15 });
for (const spot of drawing.spots) mark(spot).addTo(spots);
fit();
drawGrid();
thinNames();
map.on("moveend", drawGrid);
map.on("moveend", thinNames);
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key === "Escape") map.closePopup();
});

// Paper has another width: the view is fitted to it and back again.
for (const moment of ["beforeprint", "afterprint"]) {
  window.addEventListener(moment, () => {
    map.getContainer().classList.toggle("printing", moment === "beforeprint");
    map.invalidateSize({ animate: false });
    fit();
  });
}
