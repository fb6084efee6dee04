// What is typed into an article and not yet saved is kept in this browser, and offered again.
// A draft per page that is open: two tabs on one article do not write over each other.
"use strict";
(() => {
  const LEFT = "desk.left"; // when somebody signed out in this browser (sign-out.js)
  const SUBMITTED = "desk.submitted"; // of this tab: the draft that its last form was
  const DAYS = 7;
  const WAIT = 800; // milliseconds after the last key
  const NOT_TYPED = new Set(["csrfmiddlewaretoken", "version", "since", "shown_picks"]);

  const { store } = desk;
  const read = (key) => store.tried(() => JSON.parse(store.get(key)), null);
  const session = (value) =>
    store.tried(() => {
      if (value === undefined) return sessionStorage.getItem(SUBMITTED);
      if (value === null) return sessionStorage.removeItem(SUBMITTED);
      return sessionStorage.setItem(SUBMITTED, value);
    }, null);

  function dropOld() {
    const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
    for (const key of store.keys(desk.DRAFTS)) {
      const draft = read(key);
      if (!draft || !(draft.at > oldest)) store.remove(key);
    }
  }

  // The page after a save says so; of a form that came back, or a login page, nothing is forgotten.
  function dropSaved() {
    if (session() && document.querySelector('.messagelist [class*="saved-"]')) {
      store.remove(session());
      session(null);
    }
  }

  class Desk {
    constructor(form, box) {
      this.form = form;
      this.box = box;
      this.said = document.getElementById("desk-draft-said");
      this.of = `${desk.DRAFTS}${box.dataset.user}.${box.dataset.article}.`;
      this.isUnsaved = "unsaved" in box.dataset;
      const sent = session() || "";
      const isBack = this.isUnsaved && sent.startsWith(this.of);
      this.key = isBack ? sent : this.of + Math.random().toString(36).slice(2);
      this.isTouched = this.isUnsaved;
      this.isSending = this.isLeaving = this.isFull = false;
    }

    editors() {
      return desk.editors().filter((editor) => this.form.contains(editor.element.$));
    }

    // Per name what it holds: a text, a tick, or pairs of value and label.
    fields() {
      const found = {};
      const bodies = new Map(this.editors().map((editor) => [editor.element.$, editor]));
      for (const element of this.form.elements) {
        const { name, type } = element;
        if (!name || NOT_TYPED.has(name) || /_FORMS$|-__prefix__-/.test(name)) continue;
        if (["hidden", "submit", "button", "file", "fieldset"].includes(type)) continue;
        if (bodies.has(element)) found[name] = bodies.get(element).getData();
        else if (element.options)
          found[name] = [...element.selectedOptions].map((option) => [option.value, option.text]);
        else if (type === "checkbox" || type === "radio") found[`${name}=${element.value}`] = element.checked;
        else found[name] = element.value;
      }
      return found;
    }

    start() {
      this.begin = JSON.stringify(this.fields());
      if (this.isUnsaved) this.keep();
      const touch = () => {
        this.isTouched = true;
        if (this.isLeaving) store.remove(LEFT); // stayed after all
        this.isLeaving = false;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.keep(), WAIT);
      };
      // On the document, for a field may belong to the form and stand outside it.
      for (const type of ["input", "change"])
        document.addEventListener(type, (event) => event.target.form === this.form && touch());
      // The admin's search fields tell jQuery only.
      if (window.django && django.jQuery) django.jQuery(this.form).on("change", "select", touch);
      for (const editor of this.editors()) {
        editor.on("change", touch);
        editor.on("mode", () => {
          if (editor.mode === "source") editor.editable().attachListener(editor.editable(), "input", touch);
        });
      }
      addEventListener("pagehide", () => this.keep());
      document.addEventListener("visibilitychange", () => this.keep());
      this.form.addEventListener("submit", (event) => {
        const button = event.submitter;
        if (button && (button.hasAttribute("formaction") || button.hasAttribute("formtarget"))) return;
        this.keep();
        this.isSending = true;
        session(this.key);
      });
      // What sign-out.js has just removed is not to be kept again.
      document.addEventListener("submit", (event) => {
        this.isLeaving = event.target.id === "logout-form";
      });
      addEventListener("storage", (event) => event.key === LEFT && this.hasLeft() && store.remove(this.key));
      addEventListener("pageshow", () => (this.isSending = false));
      addEventListener("beforeunload", (event) => {
        if (!this.isSending && this.isDirty()) event.preventDefault();
      });
      this.offer();
    }

    isDirty() {
      return this.isTouched && (this.isUnsaved || JSON.stringify(this.fields()) !== this.begin);
    }

    // Signed out since this page came, perhaps in another tab.
    hasLeft() {
      return Number(read(LEFT)) > performance.timeOrigin;
    }

    keep() {
      if (this.isSending || this.isLeaving || !this.isTouched) return;
      clearTimeout(this.timer);
      if (this.hasLeft()) {
        this.said.textContent = "Je bent afgemeld. Wat je hier typt, wordt niet meer bijgehouden.";
        return;
      }
      if (!this.isDirty()) return store.remove(this.key);
      const draft = JSON.stringify({
        at: Date.now(),
        version: Number(this.box.dataset.version),
        fields: this.fields(),
      });
      const isKept = store.set(this.key, draft);
      if (isKept && this.isFull) this.said.textContent = "";
      if (!isKept && !this.isFull)
        this.said.textContent =
          "Je browser kan niet bijhouden wat je typt. Sla zelf vaak op, dan raakt er niets weg.";
      this.isFull = !isKept;
    }

    // --- Restoring -------------------------------------------------------------------------

    waiting() {
      const found = store.keys(this.of).filter((key) => key !== this.key);
      return found.map((key) => ({ key, ...read(key) })).sort((a, b) => b.at - a.at);
    }

    offer() {
      const now = this.fields();
      const different = ({ key, fields }) => {
        if (!fields) return false;
        const isOther = this.differences(fields, now).length > 0;
        if (!isOther) store.remove(key); // it was saved after all
        return isOther;
      };
      const drafts = this.waiting().filter(different);
      this.box.hidden = !drafts.length;
      if (!drafts.length) return;
      const [draft] = drafts;
      const part = (name) => this.box.querySelector(`[data-${name}]`);
      part("at").textContent = desk.inWords(draft.at);
      part("changed").hidden = draft.version === Number(this.box.dataset.version);
      part("more").hidden = drafts.length < 2;
      const text = this.box.querySelector("dl");
      text.replaceChildren(...this.readable(draft.fields, now));
      text.hidden = true;
      part("look").setAttribute("aria-expanded", "false");
      part("look").onclick = () => {
        text.hidden = !text.hidden;
        part("look").setAttribute("aria-expanded", String(!text.hidden));
      };
      part("restore").onclick = () => this.done(draft, "Het staat terug in de velden. Sla het op om het te bewaren.", true);
      part("discard").onclick = () => this.done(draft, "Weggegooid.", false);
    }

    done(draft, said, isBack) {
      if (isBack) {
        this.restore(draft);
        this.isTouched = true;
        this.keep();
      }
      // Only when it is kept under the key of this page is the old one no longer needed.
      if (!isBack || !this.isFull) store.remove(draft.key);
      this.said.textContent = said;
      this.said.tabIndex = -1;
      this.said.focus();
      if (isBack && this.isFull) this.box.hidden = true;
      else this.offer();
    }

    differences(fields, now) {
      const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
      const said = (value) => value !== "" && value !== false && !same(value, []) && !same(value, [["", "---------"]]);
      return Object.keys(fields).filter((name) =>
        name in now ? !same(this.plain(fields[name]), this.plain(now[name])) : said(fields[name]),
      );
    }

    plain(value) {
      return Array.isArray(value) ? value.map((pair) => pair[0]) : typeof value === "string" ? value.replace(/\s+/g, " ").trim() : value;
    }

    readable(fields, now) {
      return this.differences(fields, now).flatMap((name) => {
        const term = document.createElement("dt");
        const text = document.createElement("dd");
        term.textContent = this.label(name);
        text.textContent = this.words(fields[name], name) || "(leeg)";
        text.tabIndex = 0; // a long one scrolls, by the keys as well
        return [term, text];
      });
    }

    label(name) {
      const element = this.form.elements[name.split("=")[0]];
      const label = element && element.labels && element.labels[0];
      const fieldset = element && element.closest && element.closest("fieldset.module");
      const heading = fieldset && fieldset.querySelector("h2");
      const text = label ? label.textContent : heading ? heading.textContent : name;
      return text.replace(/:\s*$/, "").trim();
    }

    words(value, name) {
      if (Array.isArray(value)) return value.map((pair) => pair[1]).join(", ");
      if (typeof value === "boolean") return value ? "aangevinkt" : "niet aangevinkt";
      if (!this.editors().some((editor) => editor.name === `id_${name}`)) return value;
      const page = new DOMParser().parseFromString(value, "text/html"); // runs nothing, loads nothing
      page.querySelectorAll("p, h2, h3, h4, li, tr, blockquote, figcaption, br").forEach((block) => block.append("\n"));
      page.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
      return page.body.textContent.replace(/\s*\n\s*/g, "\n").trim();
    }

    restore(draft) {
      const isSame = draft.version === Number(this.box.dataset.version);
      for (const [full, value] of Object.entries(draft.fields)) {
        const [name, choice] = full.split("=");
        const row = name.match(/^(.+)-(\d+)-/);
        // Rows stand by number: of another version they may be other rows.
        if (row && !isSame && this.box.dataset.article !== "new") continue;
        if (row) this.addRows(row[1], Number(row[2]));
        const element = this.form.elements[name];
        if (!element) continue;
        const editor = this.editors().find((one) => one.name === `id_${name}`);
        if (editor) editor.setData(value);
        else if (Array.isArray(value)) this.choose(element, value);
        else if (choice !== undefined) this.tick(element, choice, value);
        else element.value = value;
        if (!editor && element.dispatchEvent) {
          element.dispatchEvent(new Event("input", { bubbles: true }));
          element.dispatchEvent(new Event("change", { bubbles: true }));
        }
      }
    }

    choose(select, pairs) {
      const values = new Set(pairs.map((pair) => pair[0]));
      for (const [value, text] of pairs)
        if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
      for (const option of select.options) option.selected = values.has(option.value);
      if (window.django && django.jQuery) django.jQuery(select).trigger("change");
    }

    tick(element, choice, isOn) {
      const boxes = element.length === undefined ? [element] : [...element];
      for (const box of boxes) if (box.value === choice) box.checked = isOn;
    }

    addRows(prefix, last) {
      const add = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
      for (let tries = 0; add && tries < 50 && !document.getElementById(`${prefix}-${last}`); tries += 1) add.click();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    dropOld();
    dropSaved();
    const box = document.getElementById("desk-draft");
    const form = box && box.closest("form");
    if (!form) return;
    const page = new Desk(form, box);
    // The editors write their texts out anew when they are ready: from there on a difference counts.
    const begin = () => {
      const waiting = page.editors().filter((editor) => editor.status !== "ready");
      if (!waiting.length) return setTimeout(() => page.start());
      waiting[0].once("instanceReady", begin);
    };
    setTimeout(begin);
  });
})();
