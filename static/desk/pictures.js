// A click hands the picture, and what it shows, to the dialog that opened this window.
"use strict";
(() => {
  const shelf = document.querySelector(".picture-shelf");
  if (!shelf || !shelf.dataset.callback || !window.opener) return;
  shelf.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-url]");
    if (!button) return;
    const { url, alt } = button.dataset;
    window.opener.CKEDITOR.tools.callFunction(Number(shelf.dataset.callback), url, function () {
      const field = this.getDialog().getContentElement("info", "alt");
      if (field && alt && !field.getValue()) field.setValue(alt);
    });
    window.close();
  });
})();
