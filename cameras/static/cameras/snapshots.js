// Renews the pictures of cameras every few seconds, those that are seen, each after its last came.
"use strict";

(() => {
  const EVERY_MS = 2000;
  const WITHIN_MS = 8000;

  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
  });

  async function renew(screen) {
    const { silent, none } = screen.words.dataset;
    try {
      const signal = AbortSignal.timeout(WITHIN_MS);
      const answer = await fetch(screen.stage.dataset.picture, { signal });
      if (answer.status === 200) await screen.show(await answer.blob());
      else screen.say(answer.status === 204 ? none : silent);
    } catch {
      screen.say(silent);
    }
  }

  async function run(screen) {
    observer.observe(screen.stage);
    for (;;) {
      await screen.untilWanted();
      if (seen.has(screen.stage)) await renew(screen);
      await Screen.pause(seen.has(screen.stage) ? EVERY_MS : 200);
    }
  }

  for (const stage of document.querySelectorAll("[data-picture]")) run(new Screen(stage));
})();
