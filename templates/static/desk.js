// Keys, suggestions and quoting for the desk. Everything works without this file, only slower.
"use strict";

document.documentElement.classList.add("has-script");

const typing = (element) =>
  element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// Keys

const keysOn = document.getElementById("keys-on");
const kept = "second-source-keys";
if (keysOn) {
  keysOn.checked = localStorage.getItem(kept) !== "off";
  keysOn.addEventListener("change", () => {
    localStorage.setItem(kept, keysOn.checked ? "on" : "off");
  });
}

const verdicts = { c: "corroborate", d: "dispute", f: "refute", e: "needs_evidence", b: "abstain" };
let chosen = null;

function choose(button) {
  const form = button.form;
  form.querySelectorAll("button").forEach((each) => each.classList.toggle("chosen", each === button));
  chosen = button;
  const reason = form.querySelector("textarea");
  reason.focus();
  reason.scrollIntoView({ block: "nearest" });
}

function openDetails(summary) {
  const details = summary.parentElement;
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  const first = details.querySelector("form input:not([type=hidden]), form select, form textarea");
  (first || summary).focus();
}

function step(by) {
  const links = [...document.querySelectorAll(".queue .row-claim")];
  if (!links.length) return false;
  const here = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, here < 0 ? 0 : here + by))].focus();
  return true;
}

function press(key) {
  if (key === "?") {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
    return true;
  }
  if ((key === "j" && step(1)) || (key === "k" && step(-1))) return true;
  if (key === "q") return quoteSelection();
  if (key in verdicts) {
    const button = document.querySelector(`.verdict-form button[value=${verdicts[key]}]`);
    if (button) choose(button);
    return Boolean(button);
  }
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`) ||
    (key === "/" && document.querySelector("input[type=search]"));
  if (!target) return false;
  if (target.matches("summary")) openDetails(target);
  else if (target.matches("input")) target.focus();
  else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    const form = event.target.form;
    if (form.matches(".verdict-form")) {
      if (chosen) form.requestSubmit(chosen);
    } else {
      form.requestSubmit();
    }
    event.preventDefault();
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!plain || typing(event.target) || (keysOn && !keysOn.checked)) return;
  if (press(event.key)) event.preventDefault();
});

// What was refused is what one wants to mend.
const faulty = document.querySelector(".faulty input, .faulty textarea, .faulty select");
if (faulty) faulty.focus();

// Of a proposal only what its kind needs is asked.
const proposal = document.querySelector("#do-propose select[name=kind]");
const asks = {
  discount: ["statement"], restore: ["statement"], declare_interest: ["source", "interest"],
  declare_authority: ["source"], close_dispute: ["reviewer"], publish_against_hold: [],
};
function askFor() {
  ["statement", "source", "interest", "reviewer"].forEach((name) => {
    proposal.form.querySelector(`.field-${name}`).hidden = !asks[proposal.value].includes(name);
  });
}
if (proposal) {
  proposal.addEventListener("change", askFor);
  askFor();
}

// A form that has been sent is not sent twice.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Suggestions: the names on record that hold what is typed

const suggestions = document.createElement("datalist");
suggestions.id = "suggestions";
document.body.append(suggestions);
const address = new URL(document.currentScript.dataset.suggest, location.href);
let waiting = 0;

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset || !field.dataset.suggest) return;
  field.setAttribute("list", "suggestions");
  const before = field.name === "via" ? field.value.slice(0, field.value.lastIndexOf(";") + 1) : "";
  const words = field.value.slice(before.length).trim();
  clearTimeout(waiting);
  if (words.length < 2) return;
  waiting = setTimeout(async () => {
    address.search = new URLSearchParams({ kind: field.dataset.suggest, q: words });
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) return;
    suggestions.innerHTML = await answer.text();
    suggestions.querySelectorAll("option").forEach((option) => {
      option.value = before ? `${before} ${option.value}` : option.value;
    });
  }, 150);
});

// Quoting: what is selected in a kept text goes into the form that records who says so

function quoteSelection() {
  const selection = getSelection();
  const from = selection.anchorNode && selection.anchorNode.parentElement &&
    selection.anchorNode.parentElement.closest(".kept");
  const words = selection.toString();
  if (!from || !words.trim()) return false;
  const open = document.querySelector(".do[open] textarea[name=quote]");
  const form = (open || document.querySelector("#do-attribution textarea[name=quote]")).form;
  form.elements.quote.value = words;
  form.elements.document.value = from.dataset.document;
  openDetails(form.parentElement.querySelector("summary"));
  return true;
}
