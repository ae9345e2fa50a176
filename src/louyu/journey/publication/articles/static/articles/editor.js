// 正文编辑: a text field becomes an editing area; without script the field takes plain text.
// What may be kept is decided on the server; here the same marks are kept so that one sees them.
const KEPT = new Set(["P", "BR", "HR", "H2", "H3", "H4", "UL", "OL", "LI", "BLOCKQUOTE", "A",
  "B", "STRONG", "I", "EM", "U", "S", "SUB", "SUP",
  "TABLE", "CAPTION", "THEAD", "TBODY", "TFOOT", "TR", "TH", "TD"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TITLE", "META", "LINK", "XML", "SVG", "MATH", "TEMPLATE",
  "NOSCRIPT", "IFRAME", "OBJECT", "EMBED", "SELECT", "TEXTAREA", "COL", "COLGROUP"]);
const RENAMED = { DIV: "P", SECTION: "P", ARTICLE: "P", CENTER: "P", H1: "H2", H5: "H4", H6: "H4" };
// The article's own pictures, by either of their doors; while one writes they come through the office's.
const DOOR = /^\/(?:open\/)?articles\/pictures\/([0-9]{1,9})\/(?:small|large)\.jpg$/;
const BLOCKS = "P,H2,H3,H4,UL,OL,TABLE,BLOCKQUOTE,HR";

function isSafeLink(address) {
  return /^(https?:|mailto:|tel:|\/|#)/i.test(address.trim());
}

// The picture of this number as it stands in the text, or null where the article has none such.
function picture(number) {
  const known = document.querySelector(`[data-picture="${number}"] img`);
  if (!known) return null;
  const made = document.createElement("img");
  made.src = `/articles/pictures/${number}/large.jpg`;
  made.alt = known.alt;
  return made;
}

// A copy of what the allow-list knows, built anew: nothing of the source's own attributes comes along.
function copied(source, target, seen) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(node.data.replace(/[ \t\r\n]+/g, " "));
      continue;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const name = RENAMED[node.tagName] || node.tagName.toUpperCase();
    if (name === "IMG") {
      const own = DOOR.exec(node.getAttribute("src") || "");
      const made = own && picture(own[1]);
      if (made) target.append(made);
      else seen.images += 1;
      continue;
    }
    if (DROPPED.has(name)) continue;
    if (!KEPT.has(name)) {
      copied(node, target, seen);
      continue;
    }
    // A block inside a paragraph would break it in two: its words go on in the outer one.
    const holdsBlocks = name === "P" && node.querySelector("div,p,table,ul,ol,h1,h2,h3,h4,blockquote");
    if (holdsBlocks) {
      copied(node, target, seen);
      continue;
    }
    const element = document.createElement(name);
    if (name === "A" && isSafeLink(node.getAttribute("href") || "")) {
      element.setAttribute("href", node.getAttribute("href").trim());
    }
    for (const span of ["colspan", "rowspan"]) {
      const value = node.getAttribute(span);
      if ((name === "TD" || name === "TH") && /^[1-9]\d?$/.test(value || "") && value !== "1") {
        element.setAttribute(span, value);
      }
    }
    copied(node, element, seen);
    if (name === "TABLE") seen.tables += 1;
    if (name === "P" && !element.textContent.replace(/\u00a0/g, " ").trim() && !element.querySelector("br,img")) continue;
    target.append(element);
  }
}

function clean(html) {
  const seen = { images: 0, tables: 0 };
  // A template is read without running, loading or styling anything. The page's policy complains
  // of styles in it all the same, and a text pasted from Word is full of them.
  const read = document.createElement("template");
  read.innerHTML = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/\sstyle=("[^"]*"|'[^']*')/gi, " ");
  const made = document.createElement("div");
  copied(read.content, made, seen);
  return { made, seen };
}

function enhance(box) {
  const field = box.querySelector("textarea");
  const bar = box.querySelector(".rich-bar");
  const area = box.querySelector(".rich-area");
  const said = box.querySelector("[data-rich-said]");
  let isSaved = true;

  const plain = !/<\w/.test(field.value);
  if (plain) {
    for (const line of field.value.split("\n").filter((one) => one.trim())) {
      const paragraph = document.createElement("p");
      paragraph.textContent = line.trim();
      area.append(paragraph);
    }
  } else {
    area.append(...clean(field.value).made.childNodes);
  }
  if (!area.childElementCount) area.append(blank());
  field.hidden = true;
  field.required = false;
  area.contentEditable = "true";
  area.hidden = false;
  bar.hidden = false;
  document.execCommand("defaultParagraphSeparator", false, "p");

  function blank() {
    const paragraph = document.createElement("p");
    paragraph.append(document.createElement("br"));
    return paragraph;
  }

  function written() {
    const last = area.lastElementChild;
    if (!last || last.tagName === "TABLE") area.append(blank());
    field.value = area.textContent.trim() || area.querySelector("img") ? area.innerHTML : "";
    isSaved = false;
  }

  function cell() {
    const at = getSelection().anchorNode;
    const element = at && (at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement);
    return element && area.contains(element) ? element.closest("td,th") : null;
  }

  // The block of the area the caret stands in.
  function block() {
    let at = getSelection().anchorNode;
    if (!at || !area.contains(at)) return null;
    while (at.parentNode !== area && at !== area) at = at.parentNode;
    return at === area ? null : at;
  }

  function put(made) {
    area.focus();
    if (made.querySelector(BLOCKS) && !cell()) {
      getSelection().deleteFromDocument();
      const at = block();
      const nodes = [...made.childNodes];
      if (at) at.after(...nodes);
      else area.append(...nodes);
      if (at && !at.textContent.trim() && !at.querySelector("table,img") && at.tagName !== "TABLE") at.remove();
      const last = nodes[nodes.length - 1];
      getSelection().collapse(last, last.childNodes.length);
    } else if (made.querySelector(BLOCKS)) {
      // Inside a cell only words go in: tables do not nest.
      document.execCommand("insertText", false, made.textContent.trim());
    } else {
      document.execCommand("insertHTML", false, made.innerHTML);
    }
    written();
  }

  function take(event, data) {
    const html = data.getData("text/html");
    if (!html) return;
    event.preventDefault();
    const { made, seen } = clean(html);
    put(made);
    const parts = [];
    if (seen.tables) parts.push(`带入 ${seen.tables} 张表格`);
    if (seen.images) parts.push(`${seen.images} 张图片没有带入`);
    said.textContent = parts.length ? `已粘贴：${parts.join("，")}。` : "";
  }

  function table() {
    const made = document.createElement("div");
    const rows = ["th", "td", "td"].map((name) =>
      `<tr>${`<${name}><br></${name}>`.repeat(3)}</tr>`);
    made.innerHTML = `<table><thead>${rows[0]}</thead><tbody>${rows[1]}${rows[2]}</tbody></table>`;
    put(made);
  }

  const acts = {
    link() {
      const address = prompt("链接地址（以 http:// 或 https:// 开头）", "https://");
      if (address && isSafeLink(address)) document.execCommand("createLink", false, address.trim());
    },
    table,
    row() {
      const row = cell().parentElement;
      const next = document.createElement("tr");
      for (const one of row.cells) {
        const made = document.createElement("td");
        if (one.colSpan > 1) made.colSpan = one.colSpan;
        made.append(document.createElement("br"));
        next.append(made);
      }
      const inHead = row.parentElement.tagName === "THEAD";
      const body = row.closest("table").tBodies[0];
      if (inHead && body) body.prepend(next);
      else row.after(next);
    },
    column() {
      for (const row of cell().closest("table").rows) {
        const last = row.cells[row.cells.length - 1];
        const made = document.createElement(last ? last.tagName : "td");
        made.append(document.createElement("br"));
        row.append(made);
      }
    },
    less() {
      const whole = cell().closest("table");
      cell().parentElement.remove();
      if (!whole.rows.length) whole.remove();
    },
    head() {
      const whole = cell().closest("table");
      if (whole.tHead) return;
      const first = whole.rows[0];
      for (const one of [...first.cells]) {
        const made = document.createElement("th");
        if (one.colSpan > 1) made.colSpan = one.colSpan;
        if (one.rowSpan > 1) made.rowSpan = one.rowSpan;
        made.append(...one.childNodes);
        one.replaceWith(made);
      }
      whole.createTHead().append(first);
    },
  };

  // The selection stays where it is while a button is pressed.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    area.focus();
    said.textContent = "";
    const { act, block: tag } = button.dataset;
    if (tag) document.execCommand("formatBlock", false, tag);
    else if (button.dataset.do) document.execCommand(button.dataset.do, false);
    else if (act === "link" || act === "table" || cell()) acts[act]();
    else said.textContent = "请先点进一张表格。";
    written();
  });
  for (const button of document.querySelectorAll("[data-place]")) {
    button.hidden = false;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const made = document.createElement("div");
      const paragraph = document.createElement("p");
      paragraph.append(picture(button.closest("[data-picture]").dataset.picture));
      made.append(paragraph);
      put(made);
      said.textContent = "图片已放进正文。";
    });
  }
  area.addEventListener("paste", (event) => take(event, event.clipboardData));
  area.addEventListener("drop", (event) => take(event, event.dataTransfer));
  area.addEventListener("input", written);
  box.querySelector("label").addEventListener("click", () => area.focus());
  box.closest("form").addEventListener("submit", (event) => {
    written();
    isSaved = true;
    if (field.value) return;
    event.preventDefault();
    isSaved = false;
    said.textContent = "正文是空的，请写正文。";
    area.focus();
  });
  addEventListener("beforeunload", (event) => {
    if (!isSaved) event.preventDefault();
  });
  isSaved = true;
}

for (const box of document.querySelectorAll("[data-rich]")) enhance(box);
