// The site as an app: its service worker, and pictures that were shared with it from a gallery.
"use strict";

(() => {
  const SHARED = "gazokako-shared";
  const input = document.getElementById("files");

  async function fileOf(cache, request) {
    const answer = await cache.match(request);
    const name = decodeURIComponent(answer.headers.get("X-Name"));
    return new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") });
  }

  async function choose() {
    const cache = await caches.open(SHARED);
    const files = new DataTransfer();
    for (const request of await cache.keys()) files.items.add(await fileOf(cache, request));
    await caches.delete(SHARED);
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
  }

  if (!("serviceWorker" in navigator)) return; // plain http, or an old browser
  navigator.serviceWorker.register(document.currentScript.dataset.worker);
  if (!new URLSearchParams(location.search).has("shared")) return;
  history.replaceState(null, "", location.pathname);
  choose();
})();
