// While somebody edits an article: say so when another saves, deletes or closes it. Asked every half
// minute, and only while the page is in view.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const line = document.getElementById("desk-meanwhile");
  const field = line && line.closest("form").querySelector("input[name=version]");
  if (!field) return;
  const SECONDS = 30;
  const say = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };
  const told = {
    403: "Je mag dit artikel niet meer veranderen. Kopieer wat je wilt houden.",
    404: "Dit artikel is intussen verwijderd. Kopieer wat je wilt houden.",
  };
  async function ask() {
    if (document.hidden) return;
    let answer;
    try {
      answer = await fetch(`${line.dataset.url}?gezien=${field.value}`, { redirect: "manual", cache: "no-store" });
    } catch {
      return; // no connection: the next time, perhaps
    }
    if (answer.type === "opaqueredirect")
      return say("Je bent niet meer aangemeld. Meld je aan in een nieuw tabblad en ververs dan deze pagina: wat je hebt getypt, kun je dan terugzetten.");
    if (answer.status in told) return say(told[answer.status]);
    if (!answer.ok) return;
    const { version, who, when } = await answer.json();
    if (String(version) === field.value) return say("");
    const moment = when ? ` op ${when}` : "";
    say(`${who} heeft dit artikel${moment} opgeslagen. Als jij opslaat, zie je eerst wat er verschilt.`);
  }
  setInterval(ask, SECONDS * 1000);
  document.addEventListener("visibilitychange", ask);
});
