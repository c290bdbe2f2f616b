// The example on the upload page is dragged between before and after.
"use strict";

(() => {
  const divider = document.querySelector(".example input");
  const sync = () => divider.parentElement.style.setProperty("--divider", `${divider.value}%`);
  divider.hidden = false;
  divider.addEventListener("input", sync);
  sync();
})();
