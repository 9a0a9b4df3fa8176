// The intake: keys for the draft that one is at, its words shown in the text, drafts from selections.
// Without this file every draft still has its buttons; only selecting words needs it.
"use strict";

{ // its names are its own: the desk has its own file
  document.documentElement.classList.add("has-script");

  const article = document.getElementById("article");
  const drafts = [...document.querySelectorAll(".draft")];
  let current = null;

  function goTo(draft) {
    if (!draft) return;
    if (current) current.classList.remove("current");
    current = draft;
    draft.classList.add("current");
    let first = null;
    article.querySelectorAll("mark").forEach((mark) => {
      const here = mark.dataset.drafts.split(" ").includes(draft.id);
      mark.classList.toggle("here", here);
      if (here && !first) first = mark;
    });
    if (first) first.scrollIntoView({ block: "center" });
    draft.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const at = drafts.indexOf(current);
    const next = drafts[Math.max(0, Math.min(drafts.length - 1, at + by))];
    if (!next) return;
    goTo(next);
    next.focus({ preventScroll: true });
  }

  // Offsets are code points, where the browser counts UTF-16 units.
  const codePoints = (text) => [...text].length;

  function selected() {
    const selection = document.getSelection();
    if (!article || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!article.contains(range.startContainer) || !article.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(article, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = codePoints(before.toString());
    const exact = range.toString();
    return { start, end: start + codePoints(exact), exact };
  }

  let lastSelected = null;
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) lastSelected = found;
  });

  // Whoever sends a form that is about selected words sends them along.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asks = form.querySelector("[data-selected]");
    if (asks) {
      const found = selected() || lastSelected;
      if (!found) {
        event.preventDefault();
        event.stopImmediatePropagation();
        asks.setCustomValidity("Select words in the text first.");
        asks.reportValidity();
        asks.setCustomValidity("");
        return;
      }
      for (const name of ["start", "end", "exact"]) form.elements[name].value = found[name];
    }
    const other = form.querySelector("[data-other]");
    if (other && other.checked) other.value = form.querySelector(".other-claim").value.trim();
    if (form.matches(".arrival")) {
      const progress = form.querySelector(".progress");
      const words = progress.querySelector("span");
      const fetches = form.elements.url.value && !form.elements.text.value && !form.elements.file.value;
      words.textContent = fetches ? words.dataset.fetching : words.dataset.reading;
      progress.hidden = false;
    }
  }, true);

  document.querySelectorAll(".other-claim").forEach((field) => {
    field.addEventListener("input", () => {
      field.closest("label").querySelector("[data-other]").checked = true;
    });
  });

  function openEdit(draft) {
    const edit = draft.querySelector(".edit");
    if (!edit) return false;
    edit.open = true;
    edit.querySelector("input:not([type=hidden]), textarea").focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const on = document.getElementById("keys-on");
    const field = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || field || !article) return;
    if (on && localStorage.getItem("second-source-keys") === "off") return;
    const key = event.key;
    let done = true;
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "e" && current) done = openEdit(current);
    else if ("amsgx".includes(key) && key.length === 1) {
      const button = current && current.querySelector(`[data-do="${key}"]`);
      if (button) button.click();
      done = Boolean(current);
    } else done = false;
    if (done) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  if (article) {
    article.addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (!mark || !document.getSelection().isCollapsed) return;
      const refs = mark.dataset.drafts.split(" ");
      const at = current ? refs.indexOf(current.id) : -1;
      goTo(document.getElementById(refs[(at + 1) % refs.length]));
    });
    drafts.forEach((draft) => draft.addEventListener("focusin", () => {
      if (draft !== current) goTo(draft);
    }));
    document.querySelectorAll("[data-opens]").forEach((button) => button.addEventListener("click", () => {
      openEdit(button.closest(".draft"));
    }));
    const named = location.hash && document.getElementById(location.hash.slice(1));
    const refused = document.querySelector(".draft.refused") || document.querySelector(".draft:has(details[open])");
    const first = refused || (named && named.matches(".draft") && named) ||
      document.querySelector(".draft.is-waiting") || drafts[0];
    if (first) {
      goTo(first);
      first.focus({ preventScroll: true });
    }
  }
}
