// 楼宇地图: draws what the page brings along: buildings and what the chosen layer says of them.

const drawing = JSON.parse(document.getElementById("map-drawing").textContent);
const { map, areas, regions, settle, thinNames } = ground(drawing);
const narrow = window.matchMedia("(max-width: 640px)").matches;
// A mark of several says how many; single marks keep as far apart, a finger wide on a phone.
const [WIDE, HIGH] = narrow ? [52, 44] : [44, 28];
const DEEPEST = 18;
const layer = L.featureGroup().addTo(map);

function cards(spots) {
  const box = document.createElement("div");
  const add = (name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    box.append(element);
    return element;
  };
  for (const spot of spots) {
    add("h2", spot.name);
    add("p", spot.place, "muted");
    add("b", spot.value);
    if (drawing.period) add("p", `${drawing.label}，${drawing.period}`, "muted");
    add("a", "打开楼宇页", "btn sm").href = spot.url;
  }
  return box;
}

// Of several: their number, over a bar of what the layer says of them, in the order of the legend.
function badge(spots) {
  const face = document.createElement("span");
  face.className = "several worded";
  face.textContent = `${spots.length}幢`;
  const bar = document.createElement("span");
  bar.className = "shares";
  for (const look of drawing.looks) {
    const number = spots.filter((spot) => spot.look === look).length;
    if (!number) continue;
    const part = document.createElement("span");
    part.className = `dot ${look}`;
    part.style.flexGrow = number;
    bar.append(part);
  }
  face.append(bar);
  return face;
}

function dot(spot) {
  const face = document.createElement("span");
  face.className = `dot ${spot.look}`;
  return face;
}

function mark({ spots }) {
  const [first] = spots;
  const alone = spots.length === 1;
  const side = narrow ? 44 : 28;
  const marker = L.marker(first.at, {
    icon: L.divIcon({
      className: alone ? "spot" : "spot group",
      html: alone ? dot(first) : badge(spots),
      iconSize: alone ? [side, side] : [WIDE, HIGH],
      popupAnchor: [0, -6],
    }),
    riseOnHover: true,
  });
  const told = alone
    ? `${first.name}，${first.place}，${first.value}`
    : `${spots.length} 幢，放大看：${spots.map((spot) => spot.name).join("、")}`;
  marker.bindTooltip(alone ? `${first.name}：${first.value}` : `${spots.length} 幢，点开放大`, {
    direction: "top",
    offset: [0, -10],
  });
  if (alone || map.getZoom() >= DEEPEST) opensCards(marker, spots);
  else opensByZoom(marker, spots);
  marker.addTo(layer);
  marker.spots = spots;
  marker.getElement().setAttribute("aria-label", told);
}

function opensCards(marker, spots) {
  marker.bindPopup(() => cards(spots), { maxWidth: 260, maxHeight: 280, autoPanPaddingTopLeft: [64, 12] });
  marker.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", "关闭");
    popup.getElement().querySelector("a.btn").focus();
  });
  marker.on("popupclose", () => {
    if (map.getContainer().contains(document.activeElement)) marker.getElement().focus();
  });
}

// Whoever came by the keyboard goes on at the first of the group.
let goOnAt = null;
function opensByZoom(marker, spots) {
  marker.on("click keypress", ({ type, originalEvent }) => {
    if (type === "keypress" && originalEvent.key !== "Enter") return;
    goOnAt = document.activeElement === marker.getElement() ? spots[0] : null;
    zoomTo(map, spots, DEEPEST);
  });
}

// Marks are grouped anew only when their distances change.
let drawnAt = null;
function draw() {
  if (map.getZoom() === drawnAt) return;
  drawnAt = map.getZoom();
  layer.clearLayers();
  for (const group of grouped(map, drawing.spots, WIDE, HIGH)) mark(group);
  const next = goOnAt && layer.getLayers().find((marker) => marker.spots.includes(goOnAt));
  if (next) next.getElement().focus();
  goOnAt = null;
}

function fit() {
  const known = drawing.spots.map((spot) => spot.at);
  const whole = known.length ? L.latLngBounds(known) : areas.getBounds();
  const room = { paddingTopLeft: [32, 56], paddingBottomRight: [32, 32] };
  if (whole.isValid()) map.fitBounds(whole, { ...room, maxZoom: 15, animate: false });
  else map.setView([36, 104], 8);
}

fit();
draw();
// Among other cards the wheel turns the page.
if (map.getContainer().closest(".cockpit-side")) map.scrollWheelZoom.disable();
map.on("zoomend", draw);
settle();
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key === "Escape") map.closePopup();
});

const outlines = document.getElementById("show-regions");
if (outlines) {
  outlines.closest("[hidden]").hidden = false;
  const show = () => {
    if (outlines.checked) regions.addTo(map);
    else regions.remove();
    thinNames();
  };
  outlines.addEventListener("change", show);
  show(); // the browser may have kept the box as it was
}

// Paper has another width: the view is fitted to it and back again.
for (const moment of ["beforeprint", "afterprint"]) {
  window.addEventListener(moment, () => {
    map.getContainer().classList.toggle("printing", moment === "beforeprint");
    map.invalidateSize({ animate: false });
    fit();
  });
}
