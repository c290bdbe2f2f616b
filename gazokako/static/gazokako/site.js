// What every page has: the switch of light and dark, times in the reader's own zone, buttons that copy.
"use strict";

(() => {
  const root = document.documentElement;

  function offerThemes() {
    const button = document.querySelector(".theme-switch");
    const sync = () => button.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      localStorage.setItem("gazokako.theme", root.dataset.bsTheme);
      sync();
    });
    sync();
  }

  function showTimes() {
    for (const time of document.querySelectorAll("time[data-moment]")) {
      const timeStyle = time.dataset.moment || "short";
      const format = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeStyle });
      time.title = time.textContent;
      time.textContent = format.format(new Date(time.dateTime));
      time.removeAttribute("data-moment");
    }
  }

  // Pages on plain http have no clipboard: there the old command copies what is selected.
  async function copy(field) {
    if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
    field.select();
    document.execCommand("copy");
  }

  function offerCopies() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await copy(document.getElementById(button.dataset.copy));
        button.textContent = button.dataset.done;
      });
    }
  }

  offerThemes();
  offerCopies();
  showTimes();
  document.body.addEventListener("htmx:afterSettle", showTimes);
  document.body.addEventListener("htmx:oobAfterSwap", showTimes);
})();
