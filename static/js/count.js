/** Says under a textarea with data-max how many characters are written. */

/** @param {HTMLTextAreaElement} area */
function counted(area) {
  const hints = (area.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
  const place = hints.map((hint) => hint?.querySelector("[data-count]")).find(Boolean);
  if (!(place instanceof HTMLElement)) return;
  const most = Number(area.dataset.max);
  const figure = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const words = place.dataset.count ?? "{n} / {max}";
  const show = () => {
    const written = [...area.value].length;
    place.textContent = words.replace("{n}", figure.format(written)).replace("{max}", figure.format(most));
    place.classList.toggle("ans-open", written > most);
  };
  area.addEventListener("input", show);
  show();
}

for (const area of document.querySelectorAll("textarea[data-max]")) {
  if (area instanceof HTMLTextAreaElement) counted(area);
}
