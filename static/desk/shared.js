// What more than one script of the desk needs.
"use strict";
const desk = {
  DRAFTS: "desk.draft.", // the keys of what was typed and not saved: then the user, the article, the page

  editors: () => Object.values(window.CKEDITOR?.instances ?? {}),

  // localStorage, where a browser that keeps nothing is as one that kept nothing yet.
  store: {
    tried(act, otherwise) {
      try {
        return act();
      } catch {
        return otherwise;
      }
    },
    keys: (start) =>
      desk.store.tried(() => Object.keys(localStorage).filter((key) => key.startsWith(start)), []),
    get: (key) => desk.store.tried(() => localStorage.getItem(key), null),
    set: (key, value) => desk.store.tried(() => (localStorage.setItem(key, value), true), false),
    remove: (key) => desk.store.tried(() => localStorage.removeItem(key)),
  },

  // As blog/moments.py: "dinsdag 3 november 09:00", with the year when that is another than now.
  inWords(at, timeZone = "Europe/Amsterdam") {
    const say = (parts) => new Intl.DateTimeFormat("nl-NL", { timeZone, ...parts }).format(at);
    const date = { weekday: "long", day: "numeric", month: "long" };
    const time = say({ hour: "2-digit", minute: "2-digit" });
    const year = new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", year: "numeric" });
    if (say({ year: "numeric" }) === year.format(new Date())) return `${say(date)} ${time}`;
    return `${say({ ...date, year: "numeric" })}, ${time}`;
  },
};
