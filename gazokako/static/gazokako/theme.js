// Light or dark, before anything is drawn: as this browser chose here, else as the system prefers.
"use strict";

document.documentElement.dataset.bsTheme =
  localStorage.getItem("gazokako.theme") ||
  (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
