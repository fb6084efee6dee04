// The result of a search engine, as it is typed. The rules are those of blog/seen.py; width counts
// here in pixels, as it does there where they show it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector(".seen[data-site]");
  const field = (name) => document.getElementById(`id_${name}`);
  if (!panel || !field("meta_title")) return;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "20px Arial, sans-serif";
  const show = (name, text) => {
    const place = panel.querySelector(`[data-seen=${name}]`);
    if (place.textContent !== text) place.textContent = text;
  };
  const plain = (name) => field(name).value.split(/\s+/).filter(Boolean).join(" ");

  function cut(text, fits) {
    if (fits(text)) return text;
    const words = text.split(" ");
    while (words.length > 1 && !fits(`${words.join(" ")}…`)) words.pop();
    return `${words.join(" ")}…`;
  }

  function fit(text, is) {
    if (!text) return "nog leeg";
    const signs = [...text].length;
    return `${signs} ${signs === 1 ? "teken" : "tekens"}: ${is ? "past." : "wordt afgekapt."}`;
  }

  function update() {
    const words = plain("meta_title") || plain("title");
    const whole = `${words} · ${panel.dataset.site}`;
    const title = words && [...whole].length <= Number(panel.dataset.titleRoom) ? whole : words;
    const narrow = (text) => pen.measureText(text).width <= 580;
    show("title", title ? cut(title, narrow) : "De titel van het artikel");
    show("title-fits", fit(title, narrow(title)));
    const about = plain("meta_description") || plain("summary");
    const short = (text) => [...text].length <= Number(panel.dataset.descriptionRoom);
    show("description", about ? cut(about, short) : "Het begin van de samenvatting.");
    show("description-fits", fit(about, short(about)));
    show("slug", field("slug").value || "…");
  }

  for (const event of ["input", "change", "keyup"]) document.addEventListener(event, update);
  update();
});
