/* 认定台: one key a pair. Without script the buttons do the same. */
(() => {
  const form = document.getElementById("pair");
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const act = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!act) return;
    event.preventDefault();
    act.click();
  });
})();
