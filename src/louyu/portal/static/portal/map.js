// 楼宇地图: draws what the page brings along: buildings and what the chosen layer says of them.

const drawing = JSON.parse(document.getElementById("map-drawing").textContent);
const { map, areas, regions, settle, thinNames } = ground(drawing);
const narrow = window.matchMedia("(max-width: 640px)").matches;

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
