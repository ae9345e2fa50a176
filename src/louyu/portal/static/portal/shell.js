// 外壳: comforts of the frame; every page works without them.

// An open account menu closes on Escape and on a click elsewhere.
for (const menu of document.querySelectorAll(".me")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A fragment that could not be fetched must not look like an answer.
const trouble = document.getElementById("trouble");
document.addEventListener("htmx:beforeRequest", () => { trouble.hidden = true; });
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => { trouble.hidden = false; });
}
