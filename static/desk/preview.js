// Beside the text: the page as it will be, at the width of a phone and of a computer. Without this
// script the same button opens the same page in a new tab.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const starter = document.querySelector("[data-preview]");
  const dialog = document.getElementById("voorbeeld-venster");
  if (!starter || !dialog || !dialog.showModal) return;
  const frame = dialog.querySelector("iframe");
  const stage = dialog.querySelector(".preview-stage");
  const status = dialog.querySelector("[role=status]");
  const widths = [...dialog.querySelectorAll("[data-width]")];

  // A computer's width seldom fits beside all else: then the page is shown smaller, and whole.
  const fit = () => {
    if (!dialog.open) return;
    const width = Number(dialog.querySelector("[aria-pressed=true]").dataset.width);
    const scale = Math.min(1, stage.clientWidth / width);
    frame.style.inlineSize = `${width}px`;
    frame.style.blockSize = `${stage.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
    frame.style.marginInlineStart = `${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`;
  };

  const choose = (button) => {
    for (const other of widths) other.setAttribute("aria-pressed", String(other === button));
    fit();
  };

  // Not as the button would: nothing that listens for a form being sent is to think it is saved.
  const post = (form) => {
    const before = ["action", "target"].map((name) => [name, form.getAttribute(name)]);
    form.setAttribute("action", starter.getAttribute("formaction"));
    form.setAttribute("target", frame.name);
    HTMLFormElement.prototype.submit.call(form);
    for (const [name, value] of before) {
      if (value === null) form.removeAttribute(name);
      else form.setAttribute(name, value);
    }
  };

  const show = () => {
    status.textContent = "Het voorbeeld wordt gemaakt…";
    dialog.showModal();
    fit();
    if (starter.form) {
      for (const editor of desk.editors()) editor.updateElement();
      post(starter.form);
    } else {
      frame.src = starter.href;
    }
  };

  frame.addEventListener("load", () => {
    if (!dialog.open) return;
    const page = frame.contentDocument;
    if (page?.URL === "about:blank") return;
    if (!page?.querySelector("main article")) {
      status.textContent = "Het voorbeeld kon niet worden gemaakt. Ben je nog aangemeld?";
      return;
    }
    status.textContent = "";
    page.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dialog.close();
    });
    for (const link of page.links) {
      if (!link.getAttribute("href").startsWith("#")) link.target = "_blank";
    }
  });

  starter.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show();
  });
  for (const button of widths) button.addEventListener("click", () => choose(button));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => starter.focus());
  new ResizeObserver(fit).observe(stage);
  if (matchMedia("(max-width: 48rem)").matches) choose(widths[0]);
});
