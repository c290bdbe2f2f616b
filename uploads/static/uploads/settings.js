// Effects with their options: ready-made choices, and the last one remembered by this browser.
"use strict";

(() => {
  const STORE = "gazokako.settings";
  const form = document.getElementById("upload");
  const presets = document.getElementById("presets");
  const effects = [...form.querySelectorAll("[name=recipe]")];
  const fields = [...form.querySelectorAll(".operation-controls [name], [name=expires_in]")];

  function setEffect(effect, isOn) {
    if (effect.checked === isOn) return;
    effect.checked = isOn;
    effect.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const initial = (field) =>
    field.options ? [...field.options].find((o) => o.defaultSelected)?.value : field.defaultValue;

  function choose(preset) {
    for (const effect of effects) setEffect(effect, effect.value in preset);
    for (const field of fields) {
      const [effect, parameter] = field.name.split("-");
      const value = preset[effect]?.[parameter] ?? initial(field);
      if (effect in preset && value !== undefined) field.value = value;
    }
  }

  function keep() {
    const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    const chosen = effects.filter(({ checked }) => checked).map(({ value }) => value);
    localStorage.setItem(STORE, JSON.stringify({ chosen, values }));
  }

  // A choice that is not offered any more leaves a list empty: it keeps its own then.
  function restore({ chosen, values }) {
    for (const effect of effects) setEffect(effect, chosen.includes(effect.value));
    for (const field of fields) {
      const before = field.value;
      if (field.name in values) field.value = values[field.name];
      if (field.value === "") field.value = before;
    }
  }

  presets.hidden = false;
  presets.addEventListener("click", ({ target }) => {
    if (target.dataset.preset) choose(JSON.parse(target.dataset.preset));
  });
  form.addEventListener("submit", keep);
  const kept = localStorage.getItem(STORE);
  if (kept && !("bound" in form.dataset)) restore(JSON.parse(kept));
})();
