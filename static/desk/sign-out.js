// Who signs out leaves nothing on this computer: what this user typed and did not save goes too,
// and by the stamp other tabs know that they keep no more. What others left goes when one comes.
"use strict";
(() => {
  const { user } = document.currentScript.dataset;
  const own = `${desk.DRAFTS}${user}.`;
  const drafts = desk.store.keys(desk.DRAFTS);
  drafts.filter((key) => !key.startsWith(own)).forEach(desk.store.remove);
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "logout-form") return;
    desk.store.set("desk.left", Date.now());
    desk.store.keys(own).forEach(desk.store.remove);
  });
})();
