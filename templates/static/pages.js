// Keys, copying and the reader's own time. Every page works without this file, only slower.
"use strict";

const typing = (element) =>
  element.closest("input:not([type=checkbox]):not([type=range]), textarea, select");

// The reader's time zone, so that the server can write times in it. It is told to nobody else.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`zone=${zone}`)) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
}

// Copying: at one click or key, registered where a story is being written

async function copy(button) {
  const form = button.form;
  const told = form.querySelector("[role=status]");
  const text = document.getElementById(button.dataset.copies).value;
  const say = (words, fault) => {
    told.textContent = words;
    told.hidden = false;
    told.classList.toggle("warning", Boolean(fault));
  };
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showText(button.dataset.copies);
    say("The browser keeps its clipboard closed: copy the selected text.", true);
  }
  if (!("registers" in form.dataset)) {
    if (told.hidden || !told.classList.contains("warning")) say(`${button.textContent.trim()}: copied. ${form.dataset.hint || ""}`);
    return;
  }
  const body = new FormData(form);
  body.set("format", button.value);
  const answer = await fetch(form.action, {
    method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
  }).catch(() => null);
  const found = answer && await answer.json().catch(() => null);
  if (found) say(answer.ok ? `Copied. ${found.told}` : `Copied, but not registered: ${found.told}`, !answer.ok);
  else say("Copied, but not registered: the server does not answer.", true);
}

function showText(id) {
  const field = document.getElementById(id);
  const folded = field.closest("details");
  if (folded) folded.open = true;
  field.focus();
  field.select();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  event.preventDefault();
  copy(button);
});

// Keys

function step(by) {
  const links = [...document.querySelectorAll("a.hit, .board .text > a")];
  if (!links.length) return false;
  const here = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, here < 0 ? 0 : here + by))].focus();
  return true;
}

function press(key) {
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches("summary")) {
    target.parentElement.open = !target.parentElement.open;
    const first = target.parentElement.querySelector("form input:not([type=hidden])");
    (target.parentElement.open && first ? first : target).focus();
  } else if (target.matches("input")) {
    target.focus();
    target.select();
  } else {
    target.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && !typing(event.target) && press(event.key)) event.preventDefault();
});

// The board as of an earlier moment, by a slider over the moments in the list

const slider = document.getElementById("as-of");
if (slider) {
  const moments = [...document.querySelectorAll(".earlier .moments a")].reverse();
  const shown = document.querySelector(".earlier output");
  const current = moments.findIndex((link) => link.getAttribute("aria-current"));
  const tell = () => {
    const link = moments[slider.value];
    shown.textContent = link ? link.textContent : "now";
  };
  slider.value = current < 0 ? moments.length : current;
  slider.hidden = false;
  tell();
  slider.addEventListener("input", tell);
  let moving = 0;
  slider.addEventListener("change", () => {
    clearTimeout(moving); // by key each step is a change: wait until it rests
    moving = setTimeout(() => {
      const link = moments[slider.value];
      location.assign(`${link ? link.href : location.pathname}#as-of`);
    }, 700);
  });
  if (location.hash === "#as-of") slider.focus();
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
