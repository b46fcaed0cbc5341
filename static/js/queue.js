/**
 * Keys of the moderation page: j and k to the next and previous comment, a r d x choose an outcome,
 * / goes to the search field, ? explains them in the dialog with data-help. All of it is reachable without keys.
 * The button in data-cover blackens what is selected in the text of the redaction.
 */

const OUTCOMES = { a: "approve", r: "return", d: "decline", x: "redact" };

/** @param {EventTarget | null} target whether it takes letters itself */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "submit", "button"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** @param {"next" | "prev"} way */
function go(way) {
  const link = document.querySelector(`a[rel~="${way}"]`);
  if (link instanceof HTMLAnchorElement) link.click();
}

/** @param {string} outcome */
function choose(outcome) {
  const option = document.querySelector(`input[type="radio"][name="action"][value="${outcome}"]`);
  if (!(option instanceof HTMLInputElement)) return;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
}

function help() {
  const dialog = document.querySelector("dialog[data-help]");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {string} key @returns {boolean} whether it meant something */
function press(key) {
  if (key === "j") go("next");
  else if (key === "k") go("prev");
  else if (key === "?") help();
  else if (key === "/") {
    const search = document.querySelector('input[type="search"], input[name="q"]');
    if (!(search instanceof HTMLElement)) return false;
    search.closest("details")?.setAttribute("open", "");
    search.focus();
  } else if (Object.hasOwn(OUTCOMES, key)) choose(OUTCOMES[/** @type {keyof typeof OUTCOMES} */ (key)]);
  else return false;
  return true;
}

/** Blackens what is selected in the text beside the button, line breaks stay. @param {HTMLElement} place */
function coverSelection(place) {
  const text = place.closest("form")?.elements.namedItem("redacted_body");
  if (!(text instanceof HTMLTextAreaElement)) return;
  const { selectionStart: begin, selectionEnd: end } = text;
  const covered = [...text.value.slice(begin, end)].map((sign) => (sign === "\n" ? sign : "█")).join("");
  text.setRangeText(covered, begin, end, "end");
  text.focus();
}

/** The row of the opened comment is in sight in the list, without moving the page. */
function showCurrent() {
  const row = document.querySelector(".queue [aria-current]");
  const list = row?.closest(".queue");
  if (!(list instanceof HTMLElement) || !(row instanceof HTMLElement)) return;
  list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (press(event.key)) event.preventDefault();
});

for (const opener of document.querySelectorAll("[data-help-open]")) {
  if (opener instanceof HTMLElement) {
    opener.hidden = false;
    opener.addEventListener("click", help);
  }
}

for (const place of document.querySelectorAll("[data-cover]")) {
  if (place instanceof HTMLElement) {
    place.hidden = false;
    place.querySelector("button")?.addEventListener("click", () => coverSelection(place));
  }
}

/** Somebody else was quicker: the line that says so is shown although it comes with a 409. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event instanceof CustomEvent && event.detail.xhr.status === 409) event.detail.shouldSwap = true;
});
showCurrent();
