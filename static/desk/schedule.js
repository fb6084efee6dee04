// The words on the button, and under the moments, follow what is typed. Wall time on the Dutch
// clock is compared with wall time: the server judges, this only says.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const row = document.querySelector(".submit-row[data-stand]");
  const button = row && row.querySelector("[name=_save]");
  const field = (name) => document.getElementById(`id_${name}`);
  if (!button || !field("publish_at_0")) return;
  const enter = document.querySelector("input.visually-hidden[name=_save]");
  const publish = row.querySelector("[name=_publish]");
  const line = document.querySelector(".field-in_words .readonly");
  if (line) line.setAttribute("aria-live", "polite");
  const pad = (number) => String(number).padStart(2, "0");

  // "2026-11-03 09:00:00", "" for nothing typed, null for what is no moment (yet).
  function typed(name) {
    const day = field(`${name}_0`).value.trim();
    const time = field(`${name}_1`).value.trim();
    if (!day && !time) return "";
    const clock = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/.exec(time);
    const dutch = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})$/.exec(day);
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day);
    if (!clock || (!dutch && !iso)) return null;
    const [y, m, d] = iso ? iso.slice(1).map(Number) : [dutch[3], dutch[2], dutch[1]].map(Number);
    const year = y < 100 ? 2000 + y : y;
    const [hour, minute, second] = [clock[1], clock[2], clock[3] || 0].map(Number);
    const date = new Date(Date.UTC(year, m - 1, d));
    const exists = date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
    if (!exists || hour > 23 || minute > 59 || second > 59) return null;
    return `${String(year).padStart(4, "0")}-${pad(m)}-${pad(d)} ${pad(hour)}:${pad(minute)}:${pad(second)}`;
  }

  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Amsterdam", dateStyle: "short", timeStyle: "medium",
  });
  const now = () => clock.format(new Date());

  const words = (moment) => desk.inWords(new Date(`${moment.replace(" ", "T")}Z`), "UTC");

  function said(begin, end) {
    const at = now();
    const wasPublic = row.dataset.stand === "published";
    if (begin === null || end === null) {
      return ["Bewaar", "Nog geen moment: vul een datum in als 3-11-2026 en een tijd als 9:00."];
    }
    if (!begin) {
      const text = "Een concept: niemand buiten de praktijk ziet het.";
      return wasPublic ? ["Haal van de site en bewaar als concept", text] : ["Bewaar als concept", text];
    }
    const gone = "daarna leest wie het adres opent dat het er niet meer is.";
    if (end && end <= at && begin <= at) {
      const label = wasPublic ? "Bewaar en trek nu in" : "Bewaar: blijft ingetrokken";
      return [label, `Ingetrokken op ${words(end)}. Wie het adres opent, leest dat het er niet meer is.`];
    }
    const leaving = end ? ` Wordt ingetrokken op ${words(end)}, Nederlandse tijd; ${gone}` : "";
    if (begin > at) {
      const text = `Wordt gepubliceerd op ${words(begin)}, Nederlandse tijd`;
      const label = wasPublic ? `Haal van de site tot ${words(begin)}` : text;
      return [label, `${text}.${leaving}`];
    }
    return ["Bewaar: meteen te lezen op de site", `Staat op de site sinds ${words(begin)}.${leaving}`];
  }

  function update() {
    const [label, text] = said(typed("publish_at"), typed("withdraw_at"));
    if (button.textContent !== label) button.textContent = label;
    if (enter) enter.value = label;
    if (line && line.textContent !== text) line.textContent = text;
  }

  // The calendar and the clock of the admin fill a field without saying so.
  for (const event of ["input", "change", "focusin"]) document.addEventListener(event, update);
  document.addEventListener("click", () => setTimeout(update));
  setInterval(update, 30000);
  update();

  // Quick choices for the day to look at the text again.
  const review = field("review_due_on");
  if (!review) return;
  const choices = document.createElement("div");
  choices.className = "help quick-days";
  for (const [label, count] of [["Over een half jaar", 6], ["Over een jaar", 12], ["Over twee jaar", 24]]) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.className = "button";
    choice.textContent = label;
    choice.addEventListener("click", () => {
      const [year, month, day] = now().slice(0, 10).split("-").map(Number);
      const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
      const date = new Date(Date.UTC(year, month - 1 + count, Math.min(day, last)));
      review.value = `${pad(date.getUTCDate())}-${pad(date.getUTCMonth() + 1)}-${date.getUTCFullYear()}`;
      review.dispatchEvent(new Event("input", { bubbles: true }));
      review.dispatchEvent(new Event("change", { bubbles: true }));
    });
    choices.append(choice);
  }
  review.closest(".flex-container").after(choices);
});
