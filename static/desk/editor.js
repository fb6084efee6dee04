// The editor's uploads carry the form's token, as any other POST of ours does.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  if (!window.CKEDITOR) return;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const withToken = (editor) =>
    editor.on("fileUploadRequest", (event) => {
      event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", token.value);
    });
  CKEDITOR.on("instanceCreated", (event) => withToken(event.editor));
  Object.values(CKEDITOR.instances).forEach(withToken);
});
