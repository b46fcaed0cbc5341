/**
 * Keeps what a person types into a form with data-keep="key" on this device, and offers it back later.
 *
 * Nothing is put into a field unasked. A page with data-kept-done="key" (the receipt) lets the text go, with every
 * text whose key goes on behind it ("key/…"); signing out lets all of them go, and after thirty days each goes by
 * itself. Passwords, files and hidden fields are never kept.
 */

const PREFIX = "kept:";
const DAYS = 30;

/** @typedef {{ at: number, fields: Record<string, string> }} Kept */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @returns {Storage | null} null where the browser refuses storage */
function shelf() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** @param {Storage} store @param {string} key @returns {Kept | null} */
function read(store, key) {
  try {
    const kept = JSON.parse(store.getItem(PREFIX + key) ?? "null");
    return kept && typeof kept.at === "number" && typeof kept.fields === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Storage} store */
function sweep(store) {
  const oldest = Date.now() - DAYS * 86_400_000;
  for (const name of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
    const kept = read(store, name.slice(PREFIX.length));
    if (!kept || kept.at < oldest) store.removeItem(name);
  }
}

/** @param {Storage} store @param {string} key "" for all of them */
function letGo(store, key) {
  for (const name of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
    const own = name.slice(PREFIX.length);
    if (!key || own === key || own.startsWith(`${key}/`)) store.removeItem(name);
  }
}

/** @param {HTMLFormElement} form @returns {Field[]} */
function fields(form) {
  /** @type {Field[]} */
  const found = [];
  for (const field of form.elements) {
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) found.push(field);
    if (field instanceof HTMLInputElement && ["text", "radio", "date", "checkbox"].includes(field.type)) found.push(field);
  }
  return found.filter((field) => field.name && !("readOnly" in field && field.readOnly));
}

/** @param {Field} field */
const chosen = (field) => field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type);

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function written(form) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const field of fields(form)) {
    if (!chosen(field)) texts[field.name] = field.value;
    else if (field instanceof HTMLInputElement && field.checked) texts[field.name] = field.value;
  }
  return texts;
}

/** @param {HTMLFormElement} form @param {Record<string, string>} texts */
function fill(form, texts) {
  for (const field of fields(form)) {
    if (chosen(field) && field instanceof HTMLInputElement) field.checked = texts[field.name] === field.value;
    else if (field.name in texts) field.value = texts[field.name] ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {HTMLFormElement} form @param {Record<string, string>} texts whether they say more than the form does */
function saysMore(form, texts) {
  const now = written(form);
  return fields(form).some((field) => {
    if (!(field instanceof HTMLTextAreaElement)) return false;
    const text = texts[field.name] ?? "";
    return text.trim() !== "" && text !== now[field.name];
  });
}

/** @param {Storage} store @param {HTMLFormElement} form @param {() => boolean} isOver whether nothing is kept any more */
function keep(store, form, isOver) {
  const key = form.dataset.keep;
  if (!key) return;
  const offer = form.querySelector("[data-keep-offer]");
  const when = form.querySelector("[data-keep-when]");
  const kept = read(store, key);
  let waiting = false;

  if (kept && offer instanceof HTMLElement && saysMore(form, kept.fields)) {
    offer.hidden = false;
    waiting = true;
    offer.querySelector("[data-keep-take]")?.addEventListener("click", () => {
      waiting = false;
      offer.hidden = true;
      fill(form, kept.fields);
      form.querySelector("textarea")?.focus();
    });
    offer.querySelector("[data-keep-drop]")?.addEventListener("click", () => {
      waiting = false;
      offer.hidden = true;
      store.removeItem(PREFIX + key);
      form.querySelector("textarea")?.focus();
    });
  }

  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    if (waiting || isOver()) return;
    const now = new Date();
    try {
      store.setItem(PREFIX + key, JSON.stringify({ at: now.getTime(), fields: written(form) }));
    } catch {
      return;
    }
    if (when instanceof HTMLElement) {
      const clock = `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
      when.textContent = (when.dataset.keepWhen ?? "").replace("{time}", clock);
    }
  };
  let touched = false;
  form.addEventListener("input", (event) => {
    touched = true;
    if (event.isTrusted && waiting && offer instanceof HTMLElement) {
      waiting = false;
      offer.hidden = true;
    }
    clearTimeout(timer);
    timer = window.setTimeout(save, 400);
  });
  window.addEventListener("pagehide", () => {
    if (touched) save();
  });
}

const store = shelf();
if (store) {
  sweep(store);
  for (const done of document.querySelectorAll("[data-kept-done]")) {
    if (done instanceof HTMLElement && done.dataset.keptDone) letGo(store, done.dataset.keptDone);
  }
  let over = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (!(form.getAttribute("action") ?? "").split("?", 1)[0]?.endsWith("/sign-out")) return;
    over = true;
    letGo(store, "");
  });
  for (const form of document.querySelectorAll("form[data-keep]")) {
    if (form instanceof HTMLFormElement) keep(store, form, () => over);
  }
}
