/**
 * Whoever selects words inside one section of the sheet gets a button beside them, which puts section and words into
 * the form with data-pick and goes to its text. The button stands in the page behind the section's text, so that Tab
 * leads from the selection to it.
 */

/** Milliseconds after which a selection counts as made: while it is drawn nothing moves. */
const SETTLES = 150;

/** @typedef {{ key: string, words: string, text: Element, range: Range }} Picked */

/** @returns {Picked | null} what is selected, if it lies in the text of one section */
function picked() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const inside = range.commonAncestorContainer;
  const text = (inside instanceof Element ? inside : inside.parentElement)?.closest(".sheet__part[id] [data-words]");
  const words = selection.toString().replace(/\s+/g, " ").trim();
  const key = text?.closest(".sheet__part")?.id;
  return text && key && /[\p{L}\p{N}]/u.test(words) ? { key, words, text, range } : null;
}

/** @param {HTMLElement} place @param {Picked} found */
function show(place, found) {
  if (place.previousElementSibling !== found.text) found.text.after(place);
  place.hidden = false;
  const rows = found.range.getClientRects();
  const last = rows[rows.length - 1] ?? found.range.getBoundingClientRect();
  const frame = place.parentElement?.getBoundingClientRect() ?? last;
  const furthest = Math.max(0, frame.width - place.offsetWidth);
  place.style.insetBlockStart = `${last.bottom - frame.top}px`;
  place.style.left = `${Math.min(furthest, Math.max(0, last.right - frame.left - place.offsetWidth / 2))}px`;
}

/** @param {HTMLFormElement} form @param {Picked} found */
function fill(form, found) {
  const section = form.elements.namedItem("section");
  const quote = form.elements.namedItem("quote");
  const body = form.elements.namedItem("body");
  if (!(section instanceof HTMLSelectElement) || !(quote instanceof HTMLInputElement)) return;
  section.value = found.key;
  quote.value = found.words;
  for (const option of form.querySelectorAll('input[name="sentence"]')) {
    if (option instanceof HTMLInputElement) option.checked = option.value === "";
  }
  quote.closest("details")?.setAttribute("open", "");
  for (const field of [section, quote]) field.dispatchEvent(new Event("input", { bubbles: true }));
  if (body instanceof HTMLElement) body.focus();
}

const form = document.querySelector("form[data-pick]");
const place = form?.querySelector("[data-pick-here]");
if (form instanceof HTMLFormElement && place instanceof HTMLElement) {
  /** @type {Picked | null} */
  let found = null;
  let timer = 0;
  const look = () => {
    if (place.contains(document.activeElement)) return;
    found = picked();
    if (found) show(place, found);
    else place.hidden = true;
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, SETTLES);
  });
  window.addEventListener("resize", look);
  place.addEventListener("mousedown", (event) => event.preventDefault());
  place.querySelector("button")?.addEventListener("click", () => {
    if (!found) return;
    fill(form, found);
    document.getSelection()?.removeAllRanges();
    place.hidden = true;
  });
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") place.hidden = true;
  });
}
