// 草稿: what was typed stays on this device until the server has said that it has it.
(() => {
  "use strict";
  const received = document.querySelector("[data-received]");
  if (received) {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(received.dataset.received)) localStorage.removeItem(name);
    }
    return;
  }
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = form.dataset.draft;
  const offline = form.querySelector("[data-offline]");
  const read = () => JSON.parse(localStorage.getItem(name) || "null");

  const fields = () => [...form.elements].filter(e => e.name && !["csrfmiddlewaretoken", "base", "about", "pick"].includes(e.name));
  const keep = (more = {}) => {
    const typed = fields().map(e => [e.name, e.value, ["radio", "checkbox"].includes(e.type) ? e.checked : null]);
    localStorage.setItem(name, JSON.stringify({ typed, ...more }));
  };
  // What the server gave back after an error is newer than what was kept.
  const draft = form.querySelector("[role=alert]") ? null : read();
  if (draft) {
    for (const [field, value, on] of draft.typed) {
      for (const element of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) {
        if (on === null) element.value = value;
        else if (element.value === value) element.checked = on;
      }
    }
  }

  const done = form.querySelector("[data-done]");
  const count = () => {
    if (!done) return;
    const items = [...form.querySelectorAll("[data-item]")];
    const answered = items.filter(item => item.querySelector(":scope > input:checked, .three input:checked")).length;
    done.textContent = answered;
    form.querySelector("[data-bar]").value = answered;
  };
  // A day is asked only of who picks one.
  const days = () => {
    for (const field of form.querySelectorAll("[data-day]")) {
      const picked = field.parentElement.querySelector("input[value=day]:checked");
      field.hidden = !picked && !field.querySelector(".errorlist");
    }
  };
  form.addEventListener("input", () => { keep(); count(); days(); });
  form.addEventListener("submit", event => {
    if (event.submitter && event.submitter.name === "pick") { keep(); return; }
    keep({ pending: true });
    if (navigator.onLine) return;
    event.preventDefault();
    offline.hidden = false;
  });
  const send = () => {
    const kept = read();
    if (kept && kept.pending) form.requestSubmit();
  };
  // While the page stays open; opened anew, a person looks at it and sends it.
  window.addEventListener("online", send);
  count();
  days();
})();
