// 找空间的地图: one mark per building with its lowest rent; marks that would overlap are one mark.

const drawing = JSON.parse(document.getElementById("map-drawing").textContent);
const { map, areas, settle } = ground(drawing, ".pin");
const narrow = window.matchMedia("(max-width: 640px)").matches;
const WIDE = 96;
const HIGH = narrow ? 44 : 34;
const layer = L.featureGroup().addTo(map);
const cards = [...document.querySelectorAll("article.space")];

// The most spaces first: whoever comes later and too near is told together with them.
const spots = [...drawing.spots].sort((one, other) => other.count - one.count);

function words(group) {
  if (group.spots.length === 1) {
    const [spot] = group.spots;
    return spot.count > 1 ? `${spot.rent}·${spot.count} 处` : spot.rent;
  }
  const count = group.spots.reduce((sum, spot) => sum + spot.count, 0);
  return `${group.spots.length} 幢 ${count} 处`;
}

function told(group) {
  return group.spots.map((spot) => `${spot.name}：${spot.told}`).join("；");
}

function popup(group) {
  const box = document.createElement("div");
  const add = (name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    box.append(element);
    return element;
  };
  for (const spot of group.spots) {
    add("h2", spot.name);
    add("p", spot.told, "muted");
    add("a", "看这幢楼的空间", "btn sm").href = spot.url;
  }
  return box;
}

function light(codes, on) {
  for (const card of cards) {
    if (codes.includes(card.dataset.building)) card.classList.toggle("on", on);
  }
  layer.eachLayer((marker) => {
    if (marker.codes.some((code) => codes.includes(code))) {
      marker.getElement().firstChild.classList.toggle("on", on);
      marker.setZIndexOffset(on ? 1000 : 0);
    }
  });
}

function mark(group) {
  const pin = document.createElement("span");
  pin.className = group.spots.length > 1 ? "pin many" : "pin";
  pin.textContent = words(group);
  const marker = L.marker(group.spots[0].at, {
    icon: L.divIcon({ className: "pin-spot", html: pin, iconSize: [WIDE, HIGH], popupAnchor: [0, -8] }),
    riseOnHover: true,
  });
  marker.codes = group.spots.map((spot) => spot.code);
  if (group.spots.length > 1 && map.getZoom() < 17) {
    marker.on("click keypress", (event) => {
      if (event.type === "click" || event.originalEvent.key === "Enter") {
        zoomTo(map, group.spots, 17);
      }
    });
  } else {
    marker.bindPopup(() => popup(group), { maxWidth: 260, maxHeight: 240 });
    marker.on("popupopen", ({ popup: open }) => {
      open.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "关闭");
    });
  }
  marker.on("mouseover", () => light(marker.codes, true));
  marker.on("mouseout", () => light(marker.codes, false));
  marker.addTo(layer);
  marker.getElement().setAttribute("aria-label", `${words(group)}：${told(group)}`);
}

// A popup moves the map a little: marks are grouped anew only when their distances change.
let drawnAt = null;
function draw() {
  if (map.getZoom() === drawnAt) return;
  drawnAt = map.getZoom();
  layer.clearLayers();
  for (const group of grouped(map, spots, WIDE, HIGH)) mark(group);
}

const whole = spots.length ? L.latLngBounds(spots.map((spot) => spot.at)) : areas.getBounds();
if (whole.isValid()) map.fitBounds(whole, { padding: [narrow ? 24 : 56, 32], maxZoom: 15 });
else map.setView([36, 104], 8);
draw();
map.on("zoomend", draw);
settle();
map.scrollWheelZoom.disable();
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key === "Escape") map.closePopup();
});

for (const card of cards) {
  for (const [begin, end] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
    card.addEventListener(begin, () => light([card.dataset.building], true));
    card.addEventListener(end, () => light([card.dataset.building], false));
  }
}
