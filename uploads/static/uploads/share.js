// The system's own sheet for sharing, and results put on the clipboard, where the browser can.
"use strict";

(() => {
  for (const button of navigator.share ? document.querySelectorAll("[data-share]") : []) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const url = document.getElementById(button.dataset.share).value;
      navigator.share({ title: button.dataset.title, url }).catch(() => {}); // closed again
    });
  }

  // The one kind of picture that every clipboard takes is PNG.
  async function asPng(address) {
    const bitmap = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  async function copy(button) {
    const png = asPng(button.dataset.copyPicture);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
    button.textContent = button.dataset.done;
  }

  function offerCopies(part) {
    if (!window.ClipboardItem || !navigator.clipboard?.write) return;
    for (const button of part.querySelectorAll("[data-copy-picture]")) {
      button.hidden = false;
      button.addEventListener("click", () => copy(button));
    }
  }

  offerCopies(document);
  document.addEventListener("picture:renewed", ({ detail }) => offerCopies(detail.part));
})();
