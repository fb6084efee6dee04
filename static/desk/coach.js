// The coach looks along while somebody writes. It sends the texts as they stand, block by block, and
// marks the places it gets back with ranges (CSS Custom Highlight): the text itself is never touched.
"use strict";
(() => {
  const WAIT = 2000; // milliseconds of rest before it looks
  const INLINE = new Set("A B STRONG EM I SUB SUP CITE SPAN IMG U S FONT CODE SMALL".split(" "));
  const OURS = ".cke_widget_drag_handler_container, .cke_widget_mask, [data-cke-hidden-sel], [data-cke-temp]";
  const KINDS = ["long", "passive", "word"];
  const FAILED = "Nakijken lukte niet. Je tekst is er nog, en opslaan kan gewoon.";

  // A field is one block a line: where its text is, and how to go there.
  const fieldBlocks = (field) => {
    let at = 0;
    return field.value.split("\n").map((text) => {
      const first = at;
      at += text.length + 1;
      const place = (start, end) => ({
        text: () => field.value.slice(first + start, first + end),
        go: () => {
          field.focus();
          field.setSelectionRange(first + start, first + end);
          field.scrollIntoView({ block: "center" });
        },
      });
      return { text, place };
    });
  };

  // The text of the editor, with the text nodes that each stretch of it came from.
  const editorBlocks = (editor) => {
    const blocks = [];
    let text = "";
    let parts = [];
    const close = () => {
      if (text.trim()) blocks.push(bodyBlock(editor, text, parts));
      text = "";
      parts = [];
    };
    const gather = (parent) => {
      for (const node of parent.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) {
          parts.push({ node, first: text.length });
          text += node.data.replace(/\s/g, " ");
        } else if (node.nodeName === "BR") {
          text += "\n";
        } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(OURS)) {
          const isBlock = !INLINE.has(node.nodeName);
          if (isBlock) close();
          gather(node);
          if (isBlock) close();
        }
      }
    };
    gather(editor.editable().$);
    close();
    return blocks;
  };

  const bodyBlock = (editor, text, parts) => {
    const point = (offset, isEnd) => {
      const reached = parts.filter(({ first }) => (isEnd ? first < offset : first <= offset));
      const part = reached.at(-1) || parts[0];
      return [part.node, Math.min(offset - part.first, part.node.length)];
    };
    const place = (start, end) => {
      const range = editor.document.$.createRange();
      range.setStart(...point(start, false));
      range.setEnd(...point(end, true));
      return {
        range,
        text: () => range.toString().replace(/\s/g, " "),
        go: () => {
          editor.focus();
          const selection = editor.window.$.getSelection();
          selection.removeAllRanges();
          selection.addRange(range.cloneRange());
          const node = range.startContainer;
          (node.parentElement || node).scrollIntoView({ block: "center" });
        },
      };
    };
    return { text, place };
  };

  const start = (panel, editor) => {
    const fold = panel.querySelector(".coach-fold");
    const marks = panel.querySelector(".coach-marks");
    const state = panel.querySelector(".coach-state");
    const report = panel.querySelector(".coach-report");
    const page = panel.querySelector(".coach-page");
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    const fields = ["title", "summary", "key_points"]
      .map((name) => document.getElementById(`id_${name}`))
      .filter(Boolean);
    let places = [];
    let sent = "";
    let timer = 0;
    let asking = null;

    const registry = () => editor.mode === "wysiwyg" && editor.window.$.CSS.highlights;
    const clear = () => {
      const known = registry();
      if (known) KINDS.forEach((kind) => known.delete(`coach-${kind}`));
    };
    const paint = () => {
      clear();
      const known = registry();
      if (!known || !marks.checked || !fold.open) return;
      KINDS.forEach((kind, priority) => {
        const ranges = places.filter((one) => one.kind === kind && one.range).map((one) => one.range);
        if (!ranges.length) return;
        const highlight = new editor.window.$.Highlight(...ranges);
        highlight.priority = priority;
        known.set(`coach-${kind}`, highlight);
      });
    };

    const look = async () => {
      clearTimeout(timer);
      if (!fold.open || editor.mode !== "wysiwyg") return;
      const blocks = [...fields.flatMap(fieldBlocks), ...editorBlocks(editor)];
      const body = JSON.stringify({ blocks: blocks.map(({ text }) => text) });
      if (body === sent) return paint();
      if (asking) asking.abort();
      const mine = (asking = new AbortController());
      try {
        const answer = await fetch(panel.dataset.url, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
          redirect: "error",
          signal: mine.signal,
          body,
        });
        const found = await answer.json();
        if (mine.signal.aborted) return;
        state.textContent = found.error || "";
        if (found.error) return clear();
        places = found.places.map(([block, first, end, kind]) => {
          const text = blocks[block].text.slice(first, end).replace(/\n/g, "");
          return { kind, said: text, ...blocks[block].place(first, end) };
        });
        sent = body;
        report.innerHTML = found.html;
        paint();
      } catch {
        if (!mine.signal.aborted) {
          state.textContent = FAILED;
          clear();
        }
      }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT);
    };

    report.addEventListener("click", (event) => {
      const button = event.target.closest(".coach-go");
      if (!button) return;
      const one = places[[...report.querySelectorAll(".coach-go")].indexOf(button)];
      if (!one) return;
      if (one.text() !== one.said) {
        state.textContent = "Hier staat nu iets anders. De opmerkingen worden ververst.";
        sent = "";
        look();
        return;
      }
      state.textContent = "";
      one.go();
    });
    fold.open = desk.store.get("desk-coach-open") !== "no";
    marks.checked = desk.store.get("desk-coach-marks") !== "no";
    fold.addEventListener("toggle", () => {
      desk.store.set("desk-coach-open", fold.open ? "yes" : "no");
      if (fold.open) look();
      else clear();
    });
    marks.addEventListener("change", () => {
      desk.store.set("desk-coach-marks", marks.checked ? "yes" : "no");
      paint();
    });
    const canMark = Boolean(window.CSS && CSS.highlights && window.Highlight);
    panel.querySelector(".coach-switch").hidden = !canMark;
    if (page) page.hidden = canMark;
    fields.forEach((field) => field.addEventListener("input", later));
    editor.on("change", later);
    // Dictation and the like change the text without a key, of which the editor says nothing.
    const listen = () => editor.document.$.addEventListener("input", later);
    editor.on("contentDom", () => {
      sent = ""; // another document: the old ranges are of the one that went
      listen();
      later();
    });
    listen();
    look();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.getElementById("coach");
    if (!panel || !window.CKEDITOR) return;
    const isBody = (editor) => editor && editor.name === "id_body";
    const there = CKEDITOR.instances.id_body;
    if (there && there.status === "ready") start(panel, there);
    else CKEDITOR.on("instanceReady", ({ editor }) => isBody(editor) && start(panel, editor));
  });
})();
