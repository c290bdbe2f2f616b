// Sends what this device's camera sees to the site, as fast as the connection takes it.
"use strict";

(() => {
  const WIDTHS = [320, 480, 640, 960, 1280];
  const SLOW_MS = 500;
  const QUICK_MS = 150;
  const QUICK_ONES = 20;
  const QUALITY = 0.8;
  const WITHIN_MS = 10000;
  const PAUSE_MS = 2000;
  const LOOK_AGAIN_MS = 200;
  const WRONG_CLOCK_MS = 30000;

  const page = document.getElementById("broadcast");
  const words = page.dataset;
  const video = page.querySelector("video");
  const facing = document.getElementById("facing");
  const start = document.getElementById("start");
  const stop = document.getElementById("stop");
  const count = document.getElementById("count");
  const trouble = document.getElementById("trouble");
  const csrf = page.querySelector("[name=csrfmiddlewaretoken]").value;
  const canvas = document.createElement("canvas");

  // A phone's clock may be far off; the site refuses pictures of tomorrow.
  const ahead = Date.now() - Number(words.now) * 1000;
  const correction = Math.abs(ahead) > WRONG_CLOCK_MS ? ahead : 0;

  let current = null; // what belongs to this start; an older one is noticed by its being replaced

  function say(text) {
    trouble.textContent = text;
    trouble.hidden = !text;
  }

  function tell(run) {
    const seconds = (performance.now() - run.since) / 1000;
    const fps = (run.sent / Math.max(seconds, 1)).toFixed(1);
    count.textContent = words.sent
      .replace("SENT", run.sent)
      .replace("FPS", fps)
      .replace("REFUSED", run.refused);
  }

  async function keepAwake(run) {
    try {
      run.lock = await navigator.wakeLock?.request("screen");
    } catch {
      // Not allowed on low battery: the page asks to keep the screen on anyway.
    }
  }

  function post(address, fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const headers = { "X-CSRFToken": csrf };
    return fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(WITHIN_MS) });
  }

  function frame(run) {
    const width = Math.min(WIDTHS[run.size], video.videoWidth);
    canvas.width = width;
    canvas.height = Math.round((video.videoHeight * width) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  }

  // Smaller pictures where the connection is slow, larger ones again where it is quick.
  function adapt(run, tookMs) {
    run.quick = tookMs < QUICK_MS ? run.quick + 1 : 0;
    if (tookMs > SLOW_MS && run.size > 0) run.size -= 1;
    if (run.quick >= QUICK_ONES && run.size < WIDTHS.length - 1) {
      run.size += 1;
      run.quick = 0;
    }
  }

  // The sentence about an answer that is no success.
  async function reason(answer) {
    if (answer.status === 401 || answer.status === 403) return words.loggedOut;
    return (await answer.json().catch(() => null))?.error?.message || words.taken;
  }

  // Send one picture; answers how long to wait before the next.
  async function send(run) {
    const takenAt = (Date.now() - correction) / 1000;
    const began = performance.now();
    const img = await frame(run);
    const answer = await post(words.frames, { img, taken_at: takenAt.toFixed(6), record: false });
    const tookMs = performance.now() - began;
    adapt(run, tookMs);
    if (answer.ok) {
      run.sent += 1;
      say("");
      return 1000 / Number(words.fps) - tookMs;
    }
    run.refused += 1;
    say(await reason(answer));
    return PAUSE_MS;
  }

  async function sendOrSay(run) {
    try {
      return await send(run);
    } catch {
      if (run === current) say(words.unreachable);
      return PAUSE_MS;
    }
  }

  async function broadcast(run) {
    while (run === current) {
      let pauseMs = LOOK_AGAIN_MS;
      if (document.hidden) {
        say(words.paused);
      } else if (video.videoWidth) {
        pauseMs = await sendOrSay(run);
        if (run === current) tell(run);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pauseMs)));
    }
  }

  async function open() {
    say("");
    if (!navigator.mediaDevices?.getUserMedia) return say(words.insecure);
    end();
    start.disabled = true;
    try {
      const wanted = { facingMode: facing.value, width: { ideal: WIDTHS.at(-1) } };
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted });
      await video.play();
    } catch {
      return say(words.denied);
    } finally {
      start.disabled = false;
    }
    [start.hidden, stop.hidden] = [true, false];
    current = { sent: 0, refused: 0, since: performance.now(), size: 2, quick: 0, lock: null };
    keepAwake(current);
    await post(words.power, { on: "true" }).catch(() => say(words.unreachable));
    broadcast(current);
  }

  function end() {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    current?.lock?.release();
    current = null;
    [start.hidden, stop.hidden] = [false, true];
  }

  start.addEventListener("click", open);
  stop.addEventListener("click", end);
  facing.addEventListener("change", () => current && open());
  document.addEventListener("visibilitychange", () => {
    if (current && !document.hidden) keepAwake(current);
  });
  window.addEventListener("pagehide", end);
})();
