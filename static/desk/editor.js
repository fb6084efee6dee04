// The editor's uploads carry the form's token, as any other POST of ours does; and a figure that was
// stored comes back as it was.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  if (!window.CKEDITOR) return;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const withToken = (editor) =>
    editor.on("fileUploadRequest", (event) => {
      event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", token.value);
    });
  // The editor knows a picture with a caption by a class, which no text may hold. A figure of
  // another making, such as one with paragraphs under it, it leaves alone.
  const CAPTIONED =
    /<figure>(?=\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*<\/a>)?\s*<figcaption>(?:[^<]|<\/?(?:a|b|br|cite|em|i|strong|sub|sup)\b[^<>]*>)*<\/figcaption>\s*<\/figure>)/g;
  function withFigures(editor) {
    const give = ({ data }) => {
      data.dataValue = data.dataValue.replace(CAPTIONED, '<figure class="image">');
    };
    editor.on("toHtml", give, null, null, 1); // before the filter, at 6, and the widgets, at 8
    editor.on("widgetDefinition", ({ data }) => {
      if (data.name === "image") data.editables.caption.allowedContent = "br em strong sub sup cite; a[!href]";
    });
  }
  const begin = (editor) => [withToken, withFigures].forEach((part) => part(editor));
  CKEDITOR.on("instanceCreated", (event) => begin(event.editor));
  Object.values(CKEDITOR.instances).forEach(begin);
});
