// Leave at once: each link replaces this page, so that Back does not lead to it, and so does Esc
// pressed three times. Without this script the link is a link.
"use strict";
(() => {
  const PRESSES = 3;
  const WITHIN = 2000; // milliseconds
  const links = document.querySelectorAll("[data-quick-exit]");
  if (!links.length) return;
  let pressed = [];
  let isLeaving = false;

  const leave = () => {
    isLeaving = true;
    // The next page may take a while: until it comes there is nothing to see.
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(links[0].href);
  };

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      leave();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (isLeaving) {
      event.preventDefault(); // Esc would stop the next page from loading
      return;
    }
    const now = Date.now();
    pressed = [...pressed.filter((moment) => now - moment < WITHIN), now];
    if (pressed.length < PRESSES) return;
    event.preventDefault();
    leave();
  });

  document.querySelector("[data-quick-exit-key]").hidden = false;
})();
