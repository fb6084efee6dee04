// Make and take back links without leaving the page, which may hold unsaved work. Without this
// script each button leads to a page that has the same panel.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const panel = () => document.getElementById("delen");

  const wire = () => {
    const button = panel()?.querySelector("[data-copy-address]");
    if (!button || !navigator.clipboard) return;
    const address = document.getElementById("delen-adres");
    const copied = panel().querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      address.select();
      try {
        await navigator.clipboard.writeText(address.value);
        copied.textContent = "Gekopieerd.";
      } catch {
        copied.textContent = "Kopiëren lukte niet: het adres is gekozen, druk op Ctrl+C.";
      }
    });
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!panel()?.contains(form)) return;
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("delen");
      if (!fresh) throw new Error("no panel");
      panel().replaceWith(document.adoptNode(fresh));
      wire();
      (document.getElementById("delen-adres") ?? document.getElementById("delen-kop")).focus();
    } catch {
      form.submit();
    }
  });
  wire();
});
