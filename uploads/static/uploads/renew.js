// While pictures wait, the page asks for its changing part each second and takes over what has
// changed, part by part: place, focus, marks and dividers of all other pictures stay as they are.
"use strict";

(() => {
  const EVERY_MS = 1000;
  const UNFINISHED = ["queued", "running"];
  const pictures = document.getElementById("pictures");
  const announcement = document.getElementById("announcement");

  const partNamed = (name) => pictures.querySelector(`[data-part="${name}"]`);

  // A picture that is made anew stays in sight until the new one is there; a clip takes longer and
  // shows how far it is.
  function isMadeAnew(old, fresh) {
    if (fresh.dataset.kind === "clip") return false;
    return old.dataset.state === "done" && UNFINISHED.includes(fresh.dataset.state);
  }

  function take(fresh) {
    const old = partNamed(fresh.dataset.part);
    if (old.dataset.mark === fresh.dataset.mark) return;
    if (isMadeAnew(old, fresh)) {
      old.setAttribute("aria-busy", "true");
      return;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    old.replaceWith(fresh);
    const detail = { part: fresh, old };
    document.dispatchEvent(new CustomEvent("picture:renewed", { detail }));
    if (focused) fresh.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  function takeAll(fresh) {
    fresh.querySelectorAll("[data-part]").forEach(take);
    pictures.toggleAttribute("data-renew", fresh.hasAttribute("data-renew"));
    if (pictures.hasAttribute("data-renew")) return;
    announcement.textContent = fresh.dataset.announce;
    document.dispatchEvent(new Event("pictures:settled"));
  }

  async function renew() {
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
      if (answer.status === 404) return location.reload();
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        takeAll(page.getElementById("pictures"));
      }
    } catch {
      // no connection: asked again in a moment
    }
    return watch();
  }

  function watch() {
    if (pictures.hasAttribute("data-renew")) setTimeout(renew, EVERY_MS);
  }

  document.addEventListener("pictures:begun", () => {
    announcement.textContent = "";
    pictures.setAttribute("data-renew", "");
    renew();
  });
  watch();
})();
