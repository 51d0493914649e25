// A button that prints the page. Without this file it stays hidden and the browser's own menu prints.
"use strict";

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
