// Who signs out leaves nothing on this computer: what this user typed and did not save goes too.
"use strict";
(() => {
  const { user } = document.currentScript.dataset;
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "logout-form") return;
    desk.store.keys(`${desk.DRAFTS}${user}.`).forEach(desk.store.remove);
  });
})();
