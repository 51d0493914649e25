// Big keys for gloves: they type into the number of their form. Without this file the field itself is typed into.
"use strict";

const fill = (form) => {
  const input = form.querySelector(".readout input");
  const keys = form.querySelector("[data-keys]");
  if (!input || !keys) return;
  keys.hidden = false;
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    if (!key) return;
    if (key.dataset.key === "clear") input.value = "";
    else if (key.dataset.key === "back") input.value = input.value.slice(0, -1);
    else if (input.value.length < 6) input.value += key.dataset.key;
  });
};
document.querySelectorAll("[data-keypad]").forEach(fill);
