// Point at what must stay in view when the picture is cut. The two numbers work without this.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const img = document.querySelector(".field-thumbnail .readonly img");
  const fields = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));
  if (!img || !fields[0]) return;
  const frame = document.createElement("span");
  const mark = document.createElement("span");
  frame.className = "focal";
  mark.className = "focal-mark";
  const whole = img.closest("picture") || img;
  whole.before(frame);
  frame.append(whole, mark);
  const show = () => {
    mark.style.insetInlineStart = `${fields[0].value}%`;
    mark.style.insetBlockStart = `${fields[1].value}%`;
  };
  img.addEventListener("click", (event) => {
    const box = img.getBoundingClientRect();
    fields[0].value = Math.round((100 * (event.clientX - box.left)) / box.width);
    fields[1].value = Math.round((100 * (event.clientY - box.top)) / box.height);
    show();
  });
  fields.forEach((field) => field.addEventListener("input", show));
  show();
});
