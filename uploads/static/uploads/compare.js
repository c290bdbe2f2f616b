// Before and after: the copies that this tab kept when the pictures were chosen lie over the
// results, as far as the divider is moved. The server has no part in it.
"use strict";

(() => {
  const STORE = "gazokako.before";
  const SAME_SHAPE = 0.02; // how far two shapes may differ that still lie over each other
  const pictures = document.getElementById("pictures");
  const key = `${STORE}:${pictures.dataset.own}`;

  function copies() {
    const fresh = sessionStorage.getItem(STORE);
    if (fresh) {
      sessionStorage.removeItem(STORE);
      sessionStorage.setItem(key, fresh);
    }
    return JSON.parse(sessionStorage.getItem(key) || "[]");
  }

  // Of files with one name the first is the first that was sent.
  function copyOf(part) {
    const alike = [...pictures.querySelectorAll("[data-before]")].filter(
      ({ dataset }) => dataset.before === part.dataset.before,
    );
    return copies().filter(({ name }) => name === part.dataset.before)[alike.indexOf(part)];
  }

  function hasSameShape(before, after) {
    const shape = after.getAttribute("width") / after.getAttribute("height");
    return Math.abs(before.naturalWidth / before.naturalHeight / shape - 1) < SAME_SHAPE;
  }

  function offerDivider(part, before) {
    const divider = part.querySelector("[data-divider]");
    const sync = () => before.style.setProperty("--divider", `${divider.value}%`);
    part.querySelector(".stage img").after(before);
    divider.addEventListener("input", sync);
    divider.closest("label").hidden = false;
    sync();
  }

  async function showBefore(part) {
    const copy = part.querySelector("[data-divider]") && copyOf(part);
    if (!copy) return;
    const before = new Image();
    before.src = copy.url;
    before.alt = part.querySelector("[data-divider]").dataset.alt;
    await before.decode();
    if (hasSameShape(before, part.querySelector(".stage img"))) {
      before.className = "before";
      offerDivider(part, before);
    } else {
      const figure = part.querySelector("figure.apart");
      figure.append(before);
      figure.hidden = false;
    }
  }

  // At once, not when the copy is there: nothing below may move.
  function keepDivider({ part, old }) {
    const [fresh, before] = [part, old].map((one) => one.querySelector("[data-divider]"));
    if (!fresh || !before) return;
    fresh.value = before.value;
    fresh.closest("label").hidden = before.closest("label").hidden;
  }

  // Deleting everything means these copies as well.
  document.getElementById("delete").addEventListener("submit", () => sessionStorage.removeItem(key));

  const frames = document.getElementById("frames");
  const offerFrames = () => (frames.hidden = !pictures.querySelector("form.correct:not([data-persons]), .marks"));
  frames.addEventListener("click", () => {
    const areHidden = pictures.classList.toggle("without-frames");
    frames.setAttribute("aria-pressed", String(!areHidden));
  });

  document.addEventListener("picture:renewed", ({ detail }) => {
    keepDivider(detail);
    showBefore(detail.part);
    offerFrames();
  });
  offerFrames();
  pictures.querySelectorAll("[data-before]").forEach(showBefore);
})();
