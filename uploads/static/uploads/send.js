// Sends the form with its progress in sight. What goes wrong is said above the button, and nothing
// that was chosen is lost: sending again is one press.
"use strict";

(() => {
  const form = document.getElementById("upload");
  const go = document.getElementById("go");
  const cancel = document.getElementById("cancel");
  const progress = document.getElementById("sent");
  const trouble = document.getElementById("send-trouble");
  const effects = [...form.querySelectorAll("[name=recipe]")];
  const words = go.dataset;
  let request = null;

  // The button says what it will do.
  function nameButton() {
    const ticked = effects.filter(({ checked }) => checked).map(({ value }) => value);
    go.textContent = ticked.join() === "faces" ? words.faces : words.any;
  }

  function say(...sentences) {
    trouble.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("p");
        line.className = "mb-0";
        line.textContent = sentence;
        return line;
      }),
    );
    trouble.hidden = sentences.length === 0;
    if (sentences.length) trouble.focus();
  }

  function setSending(isSending) {
    go.disabled = isSending;
    cancel.hidden = progress.hidden = !isSending;
    if (isSending) go.textContent = words.busy;
    else nameButton();
  }

  // The answer is a page: that of the upload, or this one again with what is wrong.
  async function take({ responseURL, responseText }) {
    if (new URL(responseURL).pathname !== location.pathname) {
      await form.copiesKept();
      location.assign(responseURL);
      return;
    }
    setSending(false);
    const page = new DOMParser().parseFromString(responseText, "text/html");
    const answers = [...page.querySelectorAll("[role=alert] li")];
    const sentences = answers.length ? answers : [...page.querySelectorAll("h1")];
    say(...sentences.map((line) => line.textContent.trim().replace(/\s+/g, " ")));
  }

  function send() {
    request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.max = total;
      progress.value = loaded;
    });
    request.addEventListener("load", () => take(request));
    request.addEventListener("error", () => {
      setSending(false);
      say(words.lost);
    });
    request.addEventListener("abort", () => setSending(false));
    request.open("POST", location.href);
    request.send(new FormData(form));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (effects.some(({ checked }) => checked)) {
      say();
      setSending(true);
      send();
    } else {
      say(words.none);
    }
  });
  cancel.addEventListener("click", () => request.abort());
  window.addEventListener("pageshow", () => setSending(false));
  for (const effect of effects) effect.addEventListener("change", nameButton);
})();
