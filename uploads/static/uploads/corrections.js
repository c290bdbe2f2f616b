// Changes of all pictures are applied in one go, from a bar that is there once there are some.
"use strict";

(() => {
  const bar = document.getElementById("corrections");
  const apply = bar.querySelector("[data-apply]");
  const undo = bar.querySelector("[data-undo]");
  const trouble = bar.querySelector("[role=alert]");
  const idle = apply.textContent;
  let applied = [];

  const forms = () => [...document.querySelectorAll("form.correct")];

  function isChanged(form) {
    const stage = document.getElementById(form.dataset.stage);
    const choices = [...form.querySelectorAll("[name=show]")];
    const isMarked = choices.some(({ checked, defaultChecked }) => checked !== defaultChecked);
    return isMarked || stage.querySelector(".is-new, .is-added") !== null;
  }

  const changed = () => forms().filter(isChanged);

  function setBusy(isBusy) {
    apply.setAttribute("aria-disabled", String(isBusy));
    apply.textContent = isBusy ? apply.dataset.busy : idle;
    undo.hidden = isBusy;
  }

  function refresh() {
    if (applied.length === 0) bar.hidden = changed().length === 0;
  }

  async function send(form) {
    form.dispatchEvent(new Event("correction:sent"));
    const body = new FormData(form);
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
    });
    return answer.ok ? "" : (await answer.text()) || apply.dataset.lost;
  }

  // A form that was not taken keeps its marks.
  async function applyAll() {
    if (apply.getAttribute("aria-disabled") === "true") return;
    applied = changed();
    setBusy(true);
    trouble.textContent = "";
    for (const form of applied) {
      const sentence = await send(form).catch(() => apply.dataset.lost);
      if (sentence) trouble.textContent = sentence;
    }
    document.dispatchEvent(new Event("pictures:begun"));
  }

  // Whoever pressed the button goes on at the picture that was made anew.
  function settle() {
    if (applied.length === 0) return;
    const wasFocused = bar.contains(document.activeElement);
    const part = applied[0].dataset.of;
    applied = [];
    setBusy(false);
    refresh();
    if (!wasFocused || !bar.hidden) return;
    document.querySelector(`[data-part="${part}"] h2`)?.focus({ preventScroll: true });
  }

  apply.addEventListener("click", applyAll);
  undo.addEventListener("click", () => {
    for (const form of changed()) form.dispatchEvent(new Event("correction:undone"));
    refresh();
  });
  document.addEventListener("correction:changed", refresh);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.correct")) return;
    event.preventDefault();
    applyAll();
  });
  document.addEventListener("pictures:settled", settle);
})();
