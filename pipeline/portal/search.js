"use strict";
const box = document.getElementById("find");
const said = document.getElementById("found");
const rows = Array.from(document.querySelectorAll("tr[data-find]"));
box.closest("form").hidden = false;
function look() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = words.every((word) => row.dataset.find.includes(word));
    row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  for (const table of document.querySelectorAll("table")) {
    table.hidden = !table.querySelector("tr[data-find]:not([hidden])");
  }
  for (const year of document.querySelectorAll("section[aria-labelledby^=y]")) {
    year.hidden = !year.querySelector("table:not([hidden])");
  }
  said.textContent = words.length ? shown + (shown === 1 ? " document" : " documents") + " found" : "";
}
box.addEventListener("input", look);
box.closest("form").addEventListener("submit", (event) => event.preventDefault());
look();
