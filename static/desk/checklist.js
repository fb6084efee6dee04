// A point of the checklist leads to its place; and the list follows what is typed, unasked only
// in a pause. Nothing is saved by it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.getElementById("nakijklijst");
  const form = document.getElementById("article_form");
  if (!panel || !form) return;
  const points = panel.querySelector(".checklist-points");
  const again = panel.querySelector(".checklist-again");
  const status = panel.querySelector(".checklist-status");
  const PAUSE = 4000; // milliseconds without a key
  const KINDS = { h: "h2, h3, h4", a: "a[href]", img: "img:not(.cke_reset)", p: "p" };
  const { editors } = desk;

  // The same sign for what is written in two ways; one for one, so that places stay.
  const even = (text) => text.replace(/\s/g, " ").replace(/’/g, "'");
  const tidy = (text) => even(text).replace(/[\u00ad\u200b]/g, "").replace(/ +/g, " ").trim();
  const says = (element) => tidy(element.tagName === "IMG" ? element.alt : element.textContent);

  function toElement(editor, { kind, nth, quote }) {
    const all = [...editor.document.$.body.querySelectorAll(KINDS[kind])];
    const is = (element) => element && says(element) === tidy(quote);
    const element = is(all[nth]) ? all[nth] : all.find(is) || all[nth];
    if (!element) return null;
    const found = new CKEDITOR.dom.element(element);
    const widget = kind === "img" && editor.widgets && editor.widgets.getByElement(found);
    if (widget) widget.focus();
    else {
      const range = editor.createRange();
      range.selectNodeContents(found);
      editor.getSelection().selectRanges([range]);
    }
    return element;
  }

  function toWords(editor, { quote }) {
    const body = editor.document.$.body;
    const walker = editor.document.$.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push([text.length, walker.currentNode]);
      text += even(walker.currentNode.data);
    }
    const start = text.indexOf(even(quote));
    if (start < 0) return null;
    const node = (place) => nodes.filter(([at]) => at <= place).pop();
    const [first, last] = [node(start), node(start + quote.length - 1)];
    const range = editor.createRange();
    range.setStart(new CKEDITOR.dom.text(first[1]), start - first[0]);
    range.setEnd(new CKEDITOR.dom.text(last[1]), start + quote.length - last[0]);
    editor.getSelection().selectRanges([range]);
    return first[1].parentElement;
  }

  function inEditor(editor, place) {
    if (editor.mode !== "wysiwyg") {
      editor.setMode("wysiwyg", () => inEditor(editor, place));
      return;
    }
    editor.container.$.scrollIntoView({ block: "center" });
    editor.focus();
    const element = (place.kind ? toElement : toWords)(editor, place);
    if (element) element.scrollIntoView({ block: "center" });
  }

  function inField({ field, quote }) {
    let input = document.getElementById(`id_${field}`) || document.getElementById(`id_${field}_0`);
    if (!input) return;
    if (input.classList.contains("select2-hidden-accessible"))
      input = input.nextElementSibling.querySelector(".select2-selection");
    input.scrollIntoView({ block: "center" });
    input.focus();
    const start = quote && input.value ? even(input.value).indexOf(even(quote)) : -1;
    if (start >= 0 && input.setSelectionRange) input.setSelectionRange(start, start + quote.length);
  }

  points.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-field]");
    if (!link) return;
    event.preventDefault();
    const editor = editors().find((one) => one.name === `id_${link.dataset.field}`);
    if (editor) inEditor(editor, link.dataset);
    else inField(link.dataset);
  });

  if (!again) return; // who may only read
  let timer, running, sent;

  // What the list says itself already, is only for who does not see it.
  function tell(text, isOnList) {
    status.classList.toggle("visually-hidden", Boolean(isOnList));
    status.textContent = text;
  }

  async function look(asked) {
    clearTimeout(timer);
    // Who is on the list now is not to lose their place.
    if (!asked && points.contains(document.activeElement)) return later();
    editors().forEach((editor) => editor.updateElement());
    const data = new FormData(form);
    const now = new URLSearchParams(data).toString();
    if (!asked && now === sent) return;
    if (running) running.abort();
    running = new AbortController();
    if (asked) tell("Even kijken …");
    try {
      const answer = await fetch(panel.dataset.url, { method: "POST", body: data, signal: running.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const text = await answer.text();
      const wasOpen = points.querySelector("details[open]") !== null;
      const before = points.querySelector(".checklist-said");
      const said = before && before.textContent;
      points.innerHTML = text;
      if (wasOpen) points.querySelector("details")?.setAttribute("open", "");
      const after = points.querySelector(".checklist-said").textContent;
      sent = now;
      tell(asked || said !== after ? after : "", true);
    } catch (error) {
      if (error.name === "AbortError") return;
      tell("Nakijken lukt nu niet. Wat je typte, staat er nog.");
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  again.hidden = false;
  again.querySelector("button").addEventListener("click", () => look(true));
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  if (window.django && django.jQuery) django.jQuery(form).on("change", later); // select2 tells only it
  if (window.CKEDITOR) {
    editors().forEach((editor) => editor.on("change", later));
    CKEDITOR.on("instanceReady", ({ editor }) => editor.on("change", later));
  }
});
