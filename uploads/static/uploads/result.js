// Shows "before" from the copies this tab kept when the pictures were chosen.
"use strict";

(() => {
  const STORE = "gazokako.before";

  function copiesOf(slug) {
    const key = `${STORE}:${slug}`;
    const fresh = sessionStorage.getItem(STORE);
    if (fresh) {
      sessionStorage.removeItem(STORE);
      sessionStorage.setItem(key, fresh);
    }
    return JSON.parse(sessionStorage.getItem(key) || "[]");
  }

  function showBefore() {
    const slug = document.getElementById("pictures")?.dataset.own;
    if (!slug) return;
    const copies = copiesOf(slug);
    for (const figure of document.querySelectorAll("[data-before]")) {
      const at = copies.findIndex(({ name }) => name === figure.dataset.before);
      if (at < 0) continue;
      figure.querySelector("img").src = copies.splice(at, 1)[0].url;
      figure.hidden = false;
    }
  }

  // Deleting everything means these copies as well.
  document.getElementById("delete")?.addEventListener("submit", () => {
    sessionStorage.removeItem(`${STORE}:${document.getElementById("pictures").dataset.own}`);
  });

  showBefore();
  document.body.addEventListener("htmx:afterSettle", showBefore);
})();
