// Shows a camera's stream: only while its tab is seen, and never frozen without a word. An <img>
// alone would not tell that its stream has ended.
"use strict";

(() => {
  const SILENT_MS = 5000;
  const PAUSE_MS = 1000;
  const MAX_PAUSE_MS = 15000;
  const END_OF_HEAD = "\r\n\r\n";

  // What has come of a multipart stream and is not shown yet.
  class Parts {
    #bytes = new Uint8Array();

    add(bytes) {
      const all = new Uint8Array(this.#bytes.length + bytes.length);
      all.set(this.#bytes);
      all.set(bytes, this.#bytes.length);
      this.#bytes = all;
    }

    // The newest whole frame; older ones are skipped, so that a slow device does not lag behind.
    newest() {
      let frame = null;
      for (let next = this.#take(); next; next = this.#take()) frame = next;
      return frame;
    }

    #take() {
      const head = new TextDecoder("latin1").decode(this.#bytes.subarray(0, 500));
      const end = head.indexOf(END_OF_HEAD);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      const start = end + END_OF_HEAD.length;
      if (end < 0 || !length || this.#bytes.length < start + length) return null;
      const frame = new Blob([this.#bytes.subarray(start, start + length)], { type: "image/jpeg" });
      this.#bytes = this.#bytes.slice(start + length + 2);
      return frame;
    }
  }

  // Follow the stream until it ends, falls silent, or nobody wants it. Answers which words fit then.
  async function follow(screen) {
    const leaving = new AbortController();
    let heardAt = performance.now();
    const watch = setInterval(() => {
      const isSilent = performance.now() - heardAt > SILENT_MS;
      if (isSilent || !screen.isWanted) leaving.abort();
    }, 200);
    const onHidden = () => document.hidden && leaving.abort();
    document.addEventListener("visibilitychange", onHidden);
    try {
      const answer = await fetch(screen.stage.dataset.stream, { signal: leaving.signal });
      if (!answer.ok) return screen.state === "live" ? "full" : "none";
      const reader = answer.body.getReader();
      const parts = new Parts();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        heardAt = performance.now();
        parts.add(next.value);
        const frame = parts.newest();
        if (!frame) continue;
        await screen.show(frame);
      }
    } catch {
      // Left, or the connection broke: the caller says so and tries again.
    } finally {
      clearInterval(watch);
      document.removeEventListener("visibilitychange", onHidden);
    }
    return screen.url ? "silent" : "none";
  }

  async function run(screen) {
    let pauseMs = PAUSE_MS;
    for (;;) {
      await screen.untilWanted();
      const before = screen.shownAt;
      const words = await follow(screen);
      if (!screen.isWanted) continue;
      pauseMs = screen.shownAt > before ? PAUSE_MS : Math.min(pauseMs * 2, MAX_PAUSE_MS);
      screen.say(screen.words.dataset[words]);
      await Screen.pause(pauseMs);
    }
  }

  for (const stage of document.querySelectorAll("[data-stream]")) run(new Screen(stage));
})();
