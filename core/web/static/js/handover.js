// The hand-over at the truck: checked on the phone, kept there, sent when there is a network. Without this file it is a plain form.
"use strict";

(() => {
  const root = document.querySelector("[data-handovers]");
  if (!root || !window.indexedDB) return;
  const words = JSON.parse(root.dataset.words);
  const forms = [...root.querySelectorAll("form[data-handover]")];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const queue = new PhoneQueue.Queue({
    url: root.dataset.actions, user: root.dataset.user, org: root.dataset.org,
    csrf: document.querySelector("[name=csrf_token]")?.value, changed: show,
  });
  queue.answered = (row) => { if (row.body.load_key) location.reload(); };
  const mine = (form) => queue.rows.find((row) => row.body.load_key === form.dataset.handover);

  function show() {
    forms.forEach((form) => {
      const row = mine(form);
      const note = form.parentElement.querySelector("[data-kept]");
      form.hidden = Boolean(row) && !row.refused;
      note.hidden = !row;
      note.className = `alert ${row?.refused ? "alert--bad" : "alert--warn"}`;
      note.textContent = row ? row.refused || fill(words.kept, { n: row.body.boxes }) : "";
    });
  }

  // The same limits as shop/rules/handover.py; the server has the last word.
  function faultsOf(form) {
    const found = [];
    if (Number(form.elements.boxes.value) !== Number(form.dataset.boxes)) found.push(["boxes", words.boxes]);
    form.querySelectorAll("[data-warmest]").forEach((input) => {
      const degrees = Number(input.value.replace("−", "-").replace(/℃|°C/, "").trim() || NaN);
      const coldest = input.dataset.coldest === "" ? -Infinity : Number(input.dataset.coldest);
      if (Number.isNaN(degrees)) found.push([input.name, words.unread]);
      else if (degrees > Number(input.dataset.warmest)) found.push([input.name, words.warm]);
      else if (degrees < coldest) found.push([input.name, words.cold]);
    });
    if (!form.elements.seal_no.value.trim()) found.push(["seal_no", words.seal]);
    return found;
  }

  function point(form, faults) {
    form.querySelectorAll("[data-fault]").forEach((node) => node.remove());
    faults.forEach(([name, text]) => {
      const node = document.createElement("p");
      node.className = "field__err";
      node.dataset.fault = "";
      node.textContent = text;
      form.elements[name].after(node);
    });
    if (faults.length) form.elements[faults[0][0]].focus();
  }

  async function submit(event) {
    event.preventDefault();
    const form = event.target;
    const faults = faultsOf(form);
    point(form, faults);
    if (faults.length) return;
    const old = mine(form);
    if (old) await queue.remove(old.id);
    const typed = Object.fromEntries([...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && value !== ""));
    await queue.add({ ...typed, load_key: form.dataset.handover });
  }

  forms.forEach((form) => { form.noValidate = true; form.addEventListener("submit", submit); });
  queue.start();
})();
