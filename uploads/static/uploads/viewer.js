// A result in full: as large as the screen, or every pixel of it to be moved about.
"use strict";

(() => {
  const dialog = document.getElementById("viewer");
  const image = dialog.querySelector("img");
  const zoom = dialog.querySelector("[data-zoom]");

  function setZoom(isOn) {
    dialog.classList.toggle("is-zoomed", isOn);
    zoom.setAttribute("aria-pressed", String(isOn));
  }

  function open(link) {
    image.src = link.href;
    image.alt = link.dataset.view;
    setZoom(false);
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  zoom.addEventListener("click", () => setZoom(zoom.getAttribute("aria-pressed") === "false"));
  image.addEventListener("click", () => zoom.click());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => image.removeAttribute("src"));
})();
