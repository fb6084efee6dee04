// What comes from Word, Google Docs or a web page becomes what an article may hold, before anyone
// sees it: blog.html would do the same when it is saved. The editor's own filters have been by.
"use strict";
(() => {
  const NEAR = { H1: "h2", H5: "h4", H6: "h4" };
  const OURS = /^(?:https?:\/\/[^/]+)?\/media\/pictures\//;
  const SPACES = /[ \t\r\n\u00a0]*\u00a0[ \t\r\n\u00a0]+|[ \t\r\n]+\u00a0/g;
  const BETWEEN_WORDS = /(\p{L}[,.;:!?]?)\u00a0(?=\p{L})/gu;

  function rename(element, name) {
    const other = element.ownerDocument.createElement(name);
    other.append(...element.childNodes);
    element.replaceWith(other);
  }

  // Bold and italic that stand in a style, and those that a style undoes.
  function inElements(body) {
    const isBold = (weight) => /^bold/.test(weight) || Number(weight) >= 600;
    for (const element of body.querySelectorAll("span[style]")) {
      const { fontWeight, fontStyle } = element.style;
      element.removeAttribute("style"); // or the editor's next filter says it once more
      const names = [isBold(fontWeight) && "strong", /^(italic|oblique)/.test(fontStyle) && "em"];
      for (const name of names) {
        if (!name || element.closest(name)) continue;
        element.querySelectorAll(name).forEach((same) => same.replaceWith(...same.childNodes));
        const inner = element.ownerDocument.createElement(name);
        inner.append(...element.childNodes);
        element.append(inner);
      }
    }
    for (const element of body.querySelectorAll("b[style], strong[style]"))
      if (element.style.fontWeight && !isBold(element.style.fontWeight)) element.replaceWith(...element.childNodes);
    for (const element of body.querySelectorAll("i[style], em[style]"))
      if (element.style.fontStyle === "normal") element.replaceWith(...element.childNodes);
  }

  // The text as it may stand, and how many pictures cannot come along.
  function tidy(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html"); // runs and loads nothing
    for (const element of body.querySelectorAll("[style], [hidden]"))
      if (element.hidden || element.style.display === "none") element.remove();
    inElements(body);
    for (const element of body.querySelectorAll(Object.keys(NEAR).join())) rename(element, NEAR[element.tagName]);
    let lost = 0;
    for (const img of body.querySelectorAll("img")) {
      const src = img.getAttribute("src") || "";
      if (OURS.test(src) || src.startsWith("data:image/")) continue;
      lost += 1;
      img.remove();
    }
    const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data } = texts.currentNode;
      if (data.includes("\u00a0")) texts.currentNode.data = data.replace(SPACES, " ").replace(BETWEEN_WORDS, "$1 ");
    }
    for (const cell of body.querySelectorAll("td, th")) {
      const only = cell.firstElementChild;
      const isAlone = only && only.tagName === "P" && cell.textContent.trim() === only.textContent.trim();
      if (isAlone && cell.children.length === 1) only.replaceWith(...only.childNodes);
    }
    for (const block of body.querySelectorAll("p, div, h2, h3, h4, li"))
      if (!block.textContent.trim() && !block.querySelector("img, hr, table")) block.remove();
    body.querySelectorAll(":scope > br").forEach((line) => line.remove());
    return { html: body.innerHTML, lost };
  }

  function watch(editor) {
    editor.on(
      "paste",
      (event) => {
        if (event.data.type === "text" || !/[<\u00a0]/.test(event.data.dataValue)) return;
        const { html, lost } = tidy(event.data.dataValue);
        event.data.dataValue = html;
        if (lost)
          editor.showNotification(
            `${lost === 1 ? "Er is een afbeelding" : `Er zijn ${lost} afbeeldingen`} niet meegekomen. Bewaar zo'n afbeelding op je computer en zet hem in de tekst met de knop Afbeelding.`,
            "warning",
          );
      },
      null,
      null,
      5,
    );
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.CKEDITOR) return;
    CKEDITOR.on("instanceCreated", (event) => watch(event.editor));
    Object.values(CKEDITOR.instances).forEach(watch);
    // What is still on its way up is not in the text yet.
    document.addEventListener("submit", (event) => {
      for (const editor of Object.values(CKEDITOR.instances)) {
        const widgets = Object.values((editor.widgets || { instances: {} }).instances);
        if (!event.target.contains(editor.element.$) || !widgets.some(({ name }) => name === "uploadimage")) continue;
        event.preventDefault();
        editor.showNotification("Wacht even: er wordt nog een afbeelding verstuurd. Sla daarna op.", "warning");
      }
    }, true);
  });
})();
