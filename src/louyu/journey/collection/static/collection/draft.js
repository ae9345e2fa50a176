// 草稿: what was typed stays on this device until the server has said that it has it.
(() => {
  "use strict";
  const parse = name => JSON.parse(localStorage.getItem(name) || "null");
  const taken = element => element.dataset.keys.split(" ");
  const received = document.querySelector("[data-received]");
  if (received) {
    const draft = parse(received.dataset.received);
    if (draft && taken(received).includes(draft.key)) localStorage.removeItem(received.dataset.received);
    return;
  }
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = form.dataset.draft;
  const notice = what => { form.querySelector(`[data-${what}]`).hidden = false; };

  const secret = ["csrfmiddlewaretoken", "base", "about", "pick", "key"];
  const about = () => [...form.querySelectorAll("[name=about]")].map(e => e.value);
  const keep = () => {
    const fields = [...form.elements].filter(e => e.name && !secret.includes(e.name));
    const typed = fields.map(e => [e.name, e.value, ["radio", "checkbox"].includes(e.type) ? e.checked : null]);
    const { key, base } = form.elements;
    localStorage.setItem(name, JSON.stringify({ typed, about: about(), key: key.value, base: base.value }));
  };
  const restore = draft => {
    for (const [field, value, on] of draft.typed) {
      for (const element of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) {
        if (on === null) element.value = value;
        else if (element.value === value) element.checked = on;
      }
    }
    // Sent again under its own key, unless it was made before somebody else's answer.
    if (draft.base === form.elements.base.value) form.elements.key.value = draft.key;
    else notice("stale");
  };
  const draft = parse(name);
  if (draft && taken(form).includes(draft.key)) localStorage.removeItem(name);
  // What the server gave back after an error is newer than what was kept.
  else if (draft && !form.querySelector("[role=alert]")) {
    const missing = draft.about.filter(one => !about().includes(one) && !document.getElementById(`t-${one}`));
    const asked = new URL(location.href);
    if (missing.some(one => !asked.searchParams.getAll("about").includes(one))) {
      for (const one of missing) asked.searchParams.append("about", one);
      location.replace(asked);
      return;
    }
    restore(draft);
  }

  let pending = false;
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
    keep();
    const picks = event.submitter && event.submitter.name === "pick";
    pending = !picks && !navigator.onLine;
    if (!pending) return;
    event.preventDefault();
    notice("offline");
  });
  // While this page stays open. Opened anew, or come back from the server with what somebody
  // else said meanwhile, it is looked at and sent by a person.
  window.addEventListener("online", () => { if (pending) form.requestSubmit(); });
  count();
  days();
})();
