// Shows the chosen pictures, and keeps small copies in this tab so that the result page can show
// "before" without the server ever giving an original away.
"use strict";

(() => {
  const STORE = "gazokako.before";
  const SIDE_PX = 900;
  const form = document.getElementById("upload");
  const input = document.getElementById("files");
  const list = document.getElementById("chosen");
  const drop = input.closest(".drop");
  const go = document.getElementById("go");
  const effects = [...form.querySelectorAll("[name=recipe]")];
  let previews = [];

  document.documentElement.classList.add("js");

  // Browsers send a quotation mark in a file's name this way, and the result page shows it so.
  function nameAsSent(file) {
    return file.name.replaceAll('"', "%22");
  }

  async function preview(file) {
    try {
      const bitmap = await createImageBitmap(file);
      const scale = Math.min(1, SIDE_PX / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      return { name: nameAsSent(file), url: canvas.toDataURL("image/webp", 0.75) };
    } catch {
      return { name: file.name, url: null }; // a format this browser does not show
    }
  }

  function tile({ name, url }) {
    const item = document.createElement("li");
    if (url) {
      const image = document.createElement("img");
      image.src = url;
      image.alt = name;
      item.append(image);
    } else {
      item.textContent = name;
    }
    return item;
  }

  async function showChosen() {
    const files = [...input.files];
    const shown = [];
    for (const file of files) {
      shown.push(await preview(file));
      if (files[0] !== input.files[0] || files.length !== input.files.length) return;
    }
    previews = shown;
    list.replaceChildren(...shown.map(tile));
  }

  function remember() {
    try {
      sessionStorage.setItem(STORE, JSON.stringify(previews.filter(({ url }) => url)));
    } catch {
      sessionStorage.removeItem(STORE); // no room: the result page shows "after" alone
    }
  }

  // The button says what it will do.
  function nameButton() {
    const ticked = effects.filter(({ checked }) => checked).map(({ value }) => value);
    go.textContent = ticked.join() === "faces" ? go.dataset.faces : go.dataset.any;
  }

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, () => drop.classList.add("is-over"));
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("is-over"));
  }
  input.addEventListener("change", showChosen);
  for (const effect of effects) effect.addEventListener("change", nameButton);
  form.addEventListener("submit", () => {
    remember();
    go.disabled = true;
    go.textContent = go.dataset.busy;
  });
  window.addEventListener("pageshow", () => {
    go.disabled = false;
    nameButton();
    if (input.files.length) showChosen();
  });
})();
