// Behaviour shared by all pages. Every page works without it; nothing here decides anything.
"use strict";

// htmx under the strict policy: no eval, no injected styles, only our own origin, nothing kept in storage.
if (window.htmx) {
  Object.assign(window.htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    scrollBehavior: "auto",
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
}

// A failed fragment falls back to the full page, so nobody waits in front of a dead button.
document.addEventListener("htmx:responseError", (event) => {
  const config = event.detail.requestConfig;
  if (config && config.verb === "get") window.location.assign(config.path);
});

// Quantity stepper: the plus and minus buttons of a number field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  if (Number(button.dataset.step) > 0) input.stepUp();
  else input.stepDown();
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// Forms marked data-auto send themselves when a choice changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

// One press, one request: the button says what it is doing until the answer comes.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented) return;
  window.setTimeout(() => button.setAttribute("aria-busy", "true"), 0);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll('[aria-busy="true"]').forEach((busy) => busy.removeAttribute("aria-busy"));
});

// Dialogs: data-opens="id" opens, data-closes closes; without JS the link or button does its plain job.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    const open = closer.closest("dialog");
    if (open) {
      event.preventDefault();
      open.close();
    }
  }
});

const ready = () => {
  document.documentElement.classList.remove("no-js");
  document.querySelectorAll("dialog[data-modal]").forEach((dialog) => {
    if (dialog.open) dialog.close();
    dialog.showModal();
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  });
  const problem = document.querySelector("[data-focus]");
  if (problem) problem.focus();
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
