// Who signs out leaves nothing on this computer: what this user typed and did not save goes too.
"use strict";
(() => {
  const { user } = document.currentScript.dataset;
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "logout-form") return;
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(`desk.draft.${user}.`)) localStorage.removeItem(key);
    } catch {} // where a browser keeps nothing there is nothing to forget
  });
})();
