/* 楼层图增强: live search, arrow keys, the card without a new page. Everything works without it. */
(() => {
  const plan = document.getElementById("plan");
  if (!plan) return;
  const rows = [...plan.querySelectorAll(".us")]
    .map((row) => [...row.querySelectorAll(".u")])
    .filter((row) => row.length);
  const blocks = rows.flat();

  /* 本楼查找: what does not match is dimmed while one types */
  const field = document.getElementById("plan-q");
  const found = document.getElementById("plan-found");
  if (field) {
    field.addEventListener("input", () => {
      const words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      for (const block of blocks) {
        const text = block.title.toLowerCase();
        block.classList.toggle("dim", !words.every((word) => text.includes(word)));
      }
      plan.classList.toggle("narrowed", words.length > 0 || plan.querySelector(".off") !== null);
      const count = plan.querySelectorAll(".u:not(.dim):not(.off)").length;
      found.textContent = words.length ? `找到 ${count} 格，其余变淡。` : "";
    });
  }

  /* 键盘: one stop for the tab key, arrows inside */
  const enter = (block) => {
    for (const other of blocks) other.tabIndex = other === block ? 0 : -1;
  };
  enter(plan.querySelector("[aria-current]") || blocks[0]);
  const middle = (block) => {
    const box = block.getBoundingClientRect();
    return box.left + box.width / 2;
  };
  const nearest = (row, at) =>
    row.reduce((a, b) => (Math.abs(middle(b) - at) < Math.abs(middle(a) - at) ? b : a));
  const moved = (block, key) => {
    const y = rows.findIndex((row) => row.includes(block));
    const row = rows[y];
    const x = row.indexOf(block);
    if (key === "ArrowRight") return row[x + 1];
    if (key === "ArrowLeft") return row[x - 1];
    if (key === "Home") return row[0];
    if (key === "End") return row[row.length - 1];
    const next = rows[key === "ArrowDown" ? y + 1 : key === "ArrowUp" ? y - 1 : -1];
    return next && nearest(next, middle(block));
  };
  plan.addEventListener("keydown", (event) => {
    const block = event.target.closest(".u");
    const keys = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"];
    if (!block || !keys.includes(event.key)) return;
    event.preventDefault();
    const next = moved(block, event.key);
    if (!next) return;
    enter(next);
    next.focus();
  });

  /* 说明: what a hovering mouse reads in the title, the keyboard reads beside the block */
  const tip = plan.appendChild(document.createElement("p"));
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  plan.addEventListener("focusin", (event) => {
    const block = event.target.closest(".u:focus-visible");
    tip.hidden = !block;
    if (!block) return;
    tip.textContent = block.title;
    tip.style.top = `${block.offsetTop + block.offsetHeight + 4}px`;
    tip.style.left = `${Math.min(block.offsetLeft, plan.clientWidth - tip.offsetWidth - 16)}px`;
  });
  plan.addEventListener("focusout", () => {
    tip.hidden = true;
  });

  /* 详情: the card beside the plan is replaced, the address follows */
  plan.addEventListener("click", (event) => {
    const block = event.target.closest(".u");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!block || !plain || !window.htmx) return;
    event.preventDefault();
    htmx.ajax("GET", block.href, { target: "#unit-card", swap: "innerHTML" }).then(() => {
      const before = plan.querySelector("[aria-current]");
      if (before) before.removeAttribute("aria-current");
      block.setAttribute("aria-current", "true");
      enter(block);
      history.replaceState(null, "", block.href);
      const card = document.getElementById("unit-card");
      if (card.getBoundingClientRect().top > window.innerHeight) card.scrollIntoView();
    });
  });
})();

/* 打印一楼一档 */
const sheet = document.querySelector("[data-print]");
if (sheet) window.addEventListener("load", () => window.print());
