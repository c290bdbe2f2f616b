// The pictures to send: chosen, dropped anywhere, pasted or taken; shown, judged and removed. The
// file input always holds those that can be sent, so that the form works as without script.
// Small copies stay in this tab: the result page shows "before" from them, the server never does.
"use strict";

(() => {
  const STORE = "gazokako.before";
  const SIDE_PX = 900;
  const PATIENCE_MS = 5000;
  const form = document.getElementById("upload");
  const input = document.getElementById("files");
  const list = document.getElementById("chosen");
  const count = document.getElementById("chosen-count");
  const limits = list.dataset;
  const size = (bytes) => {
    const number = new Intl.NumberFormat(document.documentElement.lang);
    if (bytes < 1e5) return `${number.format(Math.ceil(bytes / 1e3))} kB`;
    return `${number.format(Math.ceil(bytes / 1e5) / 10)} MB`;
  };
  let chosen = [];
  let copying = Promise.resolve();

  document.documentElement.classList.add("js");

  // Browsers send a quotation mark in a file's name this way, and the result page shows it so.
  function nameAsSent(file) {
    return file.name.replaceAll('"', "%22");
  }

  async function copyOf(file) {
    try {
      const bitmap = await createImageBitmap(file);
      const scale = Math.min(1, SIDE_PX / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      return canvas.toDataURL("image/webp", 0.75);
    } catch {
      return null; // a format this browser does not show
    }
  }

  // What the site would refuse is said before it travels, beside the picture.
  function judge(file, good) {
    const isPicture = file.type.startsWith("image/") || /\.(hei[cf]|hif|avif)$/i.test(file.name);
    if (file.size === 0) return limits.empty;
    if (!(isPicture || isClip(file)) || file.type === "image/svg+xml") return limits.notPicture;
    if (isClip(file) && file.size > Number(limits.maxClipBytes)) return limits.clipTooLarge;
    if (!isClip(file) && file.size > Number(limits.maxFileBytes)) return limits.tooLarge;
    if (good.length >= Number(limits.maxFiles)) return limits.tooMany;
    const all = [...good, file];
    const pictures = all.filter((one) => !isClip(one));
    if (!isClip(file) && bytesOf(pictures) > Number(limits.maxPictureBytes)) return limits.tooMuchPictures;
    if (bytesOf(all) > Number(limits.maxBytes)) return limits.tooMuch;
    return "";
  }

  function isClip(file) {
    return file.type.startsWith("video/") || /\.(mp4|m4v|mov|webm|mkv)$/i.test(file.name);
  }

  function bytesOf(files) {
    return files.reduce((sum, file) => sum + file.size, 0);
  }

  function judgeAll() {
    const good = [];
    for (const one of chosen) {
      one.trouble = judge(one.file, good);
      if (!one.trouble) good.push(one.file);
    }
    const files = new DataTransfer();
    for (const one of chosen) if (!one.trouble) files.items.add(one.file);
    input.files = files.files;
    input.required = files.files.length === 0;
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function tile(one) {
    const item = element("li", one.trouble ? "has-trouble" : "", "");
    if (one.copy) {
      const image = document.createElement("img");
      image.src = one.copy;
      image.alt = nameAsSent(one.file);
      item.append(image);
    }
    item.append(element("span", "chosen-name", `${one.file.name} (${size(one.file.size)})`));
    if (one.trouble) item.append(element("strong", "chosen-trouble", one.trouble));
    const remove = element("button", "chosen-remove", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", `${limits.remove}: ${one.file.name}`);
    remove.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== one);
      show();
      (list.querySelector("button") || input).focus();
    });
    item.append(remove);
    if (chosen.indexOf(one) > 0) item.append(moveButton(one));
    return item;
  }

  // The order of the tiles is that of the result page and of the ZIP.
  function moveButton(one) {
    const move = element("button", "chosen-move", "‹");
    move.type = "button";
    move.setAttribute("aria-label", `${limits.earlier}: ${one.file.name}`);
    move.addEventListener("click", () => {
      const at = chosen.indexOf(one);
      chosen.splice(at - 1, 2, one, chosen[at - 1]);
      show();
      const tile = list.children[at - 1];
      (tile.querySelector(".chosen-move") || tile.querySelector("button")).focus();
    });
    return move;
  }

  function show() {
    judgeAll();
    list.replaceChildren(...chosen.map(tile));
    const sent = input.files.length;
    count.textContent = chosen.length ? limits.count.replace("COUNT", sent) : "";
  }

  function add(files) {
    const mark = ({ name, size, lastModified }) => `${size} ${lastModified} ${name}`;
    const known = new Set(chosen.map(({ file }) => mark(file)));
    const isNew = (file) => !known.has(mark(file));
    const fresh = [...files].filter(isNew).map((file) => ({ file, copy: null, trouble: "" }));
    chosen.push(...fresh);
    show();
    copying = copying.then(() => copyAll(fresh));
  }

  async function copyAll(fresh) {
    for (const one of fresh) {
      one.copy = one.trouble ? null : await copyOf(one.file);
      if (one.copy && chosen.includes(one)) show();
    }
  }

  // As many as the tab has room for; of the others the result page shows "after" alone.
  function remember() {
    const copies = chosen.filter(({ copy, trouble }) => copy && !trouble);
    const stored = copies.map(({ file, copy }) => ({ name: nameAsSent(file), url: copy }));
    sessionStorage.removeItem(STORE);
    while (stored.length) {
      try {
        return sessionStorage.setItem(STORE, JSON.stringify(stored));
      } catch {
        stored.pop();
      }
    }
  }

  // Whoever leaves for the result page waits for the copies, though not for long.
  form.copiesKept = async () => {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([copying, patience]);
    remember();
  };

  // A drop beside the box would otherwise leave the page for the picture.
  const drop = input.closest(".drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    add(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => add(event.clipboardData.files));
  input.addEventListener("change", () => add(input.files));
  window.addEventListener("pageshow", () => input.files.length && add(input.files));
})();
