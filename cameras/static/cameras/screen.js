// One camera's picture on a page: shows frames, and says in words why there is none.
"use strict";

class Screen {
  constructor(stage) {
    this.stage = stage;
    this.image = stage.querySelector(".picture");
    this.words = stage.querySelector(".stage-trouble");
    this.shownAt = new Date();
    this.url = null;
  }

  // The status the server sent last: off, starting, live or offline.
  get state() {
    return this.stage.closest(".camera-view").querySelector(".camera-state").dataset.state;
  }

  get isWanted() {
    return !document.hidden && this.state !== "off";
  }

  async show(blob) {
    const url = URL.createObjectURL(blob);
    this.image.src = url;
    await this.image.decode().catch(() => {}); // a damaged frame: the next one is due anyway
    URL.revokeObjectURL(this.url);
    this.url = url;
    this.shownAt = new Date();
    this.say("");
  }

  clear() {
    this.image.removeAttribute("src");
    URL.revokeObjectURL(this.url);
    this.url = null;
    this.say("");
  }

  say(words) {
    const since = this.shownAt.toLocaleTimeString(document.documentElement.lang);
    this.words.textContent = words.replace("TIME", since);
    this.words.hidden = !words;
    this.stage.classList.toggle("is-old", Boolean(words));
  }

  static pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  async untilWanted() {
    if (!this.isWanted) this.clear();
    while (!this.isWanted) await Screen.pause(200);
  }
}
