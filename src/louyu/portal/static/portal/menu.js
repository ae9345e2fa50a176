// 菜单: an open account menu closes on Escape and on a click elsewhere; it works without this.
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
