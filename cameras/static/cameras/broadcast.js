// Sends what this device's camera sees to the site, as fast as the connection takes it.
"use strict";

(() => {
  const WIDTHS = [320, 480, 640, 960, 1280];
  const SLOW_MS = 500;
  const QUICK_MS = 150;
  const QUALITY = 0.8;
  const WITHIN_MS = 10000;
  const PAUSE_MS = 2000;
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

  let run = null; // what belongs to this start; a stopped one is told by its being replaced

  function say(text) {
    trouble.textContent = text;
    trouble.hidden = !text;
  }

  function tell() {
    const seconds = (performance.now() - run.since) / 1000;
    const fps = (run.sent / Math.max(seconds, 1)).toFixed(1);
    count.textContent = words.sent
      .replace("SENT", run.sent)
      .replace("FPS", fps)
      .replace("REFUSED", run.refused);
  }

  async function keepAwake() {
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

  function frame() {
    const width = Math.min(WIDTHS[run.size], video.videoWidth);
    canvas.width = width;
    canvas.height = Math.round((video.videoHeight * width) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  }

  function adapt(tookMs) {
    run.quick = tookMs < QUICK_MS ? run.quick + 1 : 0;
    if (tookMs > SLOW_MS) run.size = Math.max(run.size - 1, 0);
    else if (run.quick >= 20 && run.size < WIDTHS.length - 1) [run.size, run.quick] = [run.size + 1, 0];
  }

  // The sentence about an answer that is no success.
  async function reason(answer) {
    if (answer.status === 401 || answer.status === 403) return words.loggedOut;
    return (await answer.json().catch(() => null))?.error?.message || words.taken;
  }

  async function send() {
    const takenAt = (Date.now() - correction) / 1000;
    const began = performance.now();
    const answer = await post(words.frames, { img: await frame(), taken_at: takenAt.toFixed(6) });
    adapt(performance.now() - began);
    if (answer.ok) {
      run.sent += 1;
      say("");
      return 1000 / Number(words.fps) - (performance.now() - began);
    }
    run.refused += 1;
    say(await reason(answer));
    return PAUSE_MS;
  }

  async function broadcast(mine) {
    while (run === mine) {
      let pauseMs = PAUSE_MS;
      if (document.hidden) {
        say(words.paused);
        pauseMs = 500;
      } else if (video.videoWidth) {
        try {
          pauseMs = await send();
        } catch {
          if (run === mine) say(words.unreachable);
        }
        if (run === mine) tell();
      } else {
        pauseMs = 100;
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pauseMs)));
    }
  }

  async function open() {
    say("");
    if (!navigator.mediaDevices?.getUserMedia) return say(words.insecure);
    end();
    const video_ = { facingMode: facing.value, width: { ideal: 1280 } };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: video_ });
    } catch {
      return say(words.denied);
    }
    run = { stream, sent: 0, refused: 0, since: performance.now(), size: 2, quick: 0, lock: null };
    video.srcObject = stream;
    await video.play();
    [start.hidden, stop.hidden] = [true, false];
    keepAwake();
    await post(words.power, { on: "true" }).catch(() => say(words.unreachable));
    broadcast(run);
  }

  function end() {
    run?.stream.getTracks().forEach((track) => track.stop());
    run?.lock?.release();
    run = null;
    video.srcObject = null;
    [start.hidden, stop.hidden] = [false, true];
  }

  start.addEventListener("click", open);
  stop.addEventListener("click", end);
  facing.addEventListener("change", () => run && open());
  document.addEventListener("visibilitychange", () => run && !document.hidden && keepAwake());
  window.addEventListener("pagehide", end);
})();
