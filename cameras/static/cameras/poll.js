// Rests the polling of states while the tab is hidden, and says since when the site is silent.
"use strict";

(() => {
  const poll = document.getElementById("poll");
  let heardAt = new Date();

  function say(words) {
    poll.textContent = words.replace("TIME", heardAt.toLocaleTimeString(document.documentElement.lang));
    poll.hidden = !words;
    document.body.classList.toggle("is-silent", Boolean(words));
  }

  poll.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden) event.preventDefault();
  });
  poll.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) {
      heardAt = new Date();
      say("");
    } else {
      say(detail.xhr.status === 404 ? poll.dataset.gone : poll.dataset.silent);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) htmx.trigger(poll, "refresh");
  });
})();
