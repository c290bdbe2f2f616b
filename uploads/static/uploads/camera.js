// Takes a picture with the visitor's camera and adds it to the chosen files.
"use strict";

(() => {
  const dialog = document.getElementById("camera");
  const video = dialog.querySelector("video");
  const trouble = dialog.querySelector("[role=alert]");
  const input = document.getElementById("files");
  const take = document.getElementById("take");
  let stream = null;

  async function open() {
    trouble.hidden = true;
    dialog.showModal();
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: 1920 }, facingMode: "environment" },
      });
      video.srcObject = stream;
    } catch {
      trouble.hidden = false;
    }
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
  }

  function shoot() {
    if (!video.videoWidth) return;
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      for (const file of input.files) files.items.add(file);
      const name = `camera-${files.items.length + 1}.jpg`;
      files.items.add(new File([blob], name, { type: "image/jpeg" }));
      input.files = files.files;
      input.dispatchEvent(new Event("change"));
      dialog.close();
    }, "image/jpeg", 0.92);
  }

  take.hidden = !navigator.mediaDevices?.getUserMedia;
  take.addEventListener("click", open);
  dialog.addEventListener("close", stop);
  dialog.querySelector("[data-do=shoot]").addEventListener("click", shoot);
  dialog.querySelector("[data-do=close]").addEventListener("click", () => dialog.close());
})();
