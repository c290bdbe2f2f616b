// The persons of a clip: where each is seen, and boxes that hide something for a span of time.
// Drawing itself is in faces.js.
"use strict";

(() => {
  const SIDES = ["left", "top", "width", "height"];
  const USUAL_SPAN_S = 2;

  const tellChange = () => document.dispatchEvent(new Event("correction:changed"));

  const rounded = (seconds) => Math.round(seconds * 10) / 10;

  // A frame around the face, gone as soon as the clip goes on.
  function mark(stage, place) {
    stage.querySelector(".spot")?.remove();
    const spot = document.createElement("span");
    spot.className = "spot";
    for (const side of SIDES) spot.style[side] = `${place.dataset[side]}%`;
    stage.append(spot);
  }

  function offerPlace(stage, video, place) {
    place.disabled = false;
    place.addEventListener("click", () => {
      video.pause();
      video.currentTime = Number(place.dataset.seek);
      mark(stage, place);
      stage.scrollIntoView({ block: "center", behavior: "instant" });
    });
  }

  // One row of fields for each box that is drawn; the plain form's own row is their pattern.
  function offerSpans(form, stage, video) {
    const draw = form.querySelector("[data-draw]");
    const pattern = form.querySelector("[data-span]");
    const field = (row, name) => row.querySelector(`[name=${name}]`);
    pattern.querySelectorAll("[data-plain]").forEach((part) => (part.hidden = true));
    pattern.querySelectorAll("button").forEach((button) => (button.hidden = false));
    pattern.remove();

    form.addEventListener("box:added", ({ detail: { button } }) => {
      const row = pattern.cloneNode(true);
      const start = rounded(video.currentTime);
      const end = Math.min(start + USUAL_SPAN_S, video.duration || Infinity);
      button.field.remove();
      button.field = row;
      for (const side of SIDES) field(row, side).value = button.box[side].toFixed(3);
      field(row, "start").value = start;
      field(row, "end").value = rounded(end);
      row.querySelector("[data-remove]").addEventListener("click", () => button.click());
      for (const now of row.querySelectorAll("[data-now]")) {
        now.addEventListener("click", () => {
          field(row, now.dataset.now).value = rounded(video.currentTime);
        });
      }
      draw.parentElement.before(row);
      if (stage.classList.contains("is-drawing")) draw.click(); // to play on, up to its last moment
    });
  }

  function offer(form) {
    const stage = document.getElementById(form.dataset.stage);
    const video = stage.querySelector("video");
    const choices = [...form.querySelectorAll("[name=show]")];
    form.querySelectorAll("[data-seek]").forEach((place) => offerPlace(stage, video, place));
    for (const choice of choices) choice.addEventListener("change", tellChange);
    form.addEventListener("correction:undone", () => {
      for (const choice of choices) choice.checked = choice.defaultChecked;
    });
    form.querySelector("[data-draw]").addEventListener("click", () => {
      video.pause();
      if (stage.classList.contains("is-drawing")) stage.scrollIntoView({ block: "center", behavior: "instant" });
    });
    video.addEventListener("play", () => stage.querySelector(".spot")?.remove());
    offerSpans(form, stage, video);
  }

  const offerAll = (part) => part.querySelectorAll("form[data-persons]").forEach(offer);
  offerAll(document);
  document.addEventListener("picture:renewed", ({ detail }) => offerAll(detail.part));
})();
