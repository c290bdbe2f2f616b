// Faces as buttons over the result: press one to show it, draw a box around one that was missed.
"use strict";

(() => {
  const SIDES = ["left", "top", "width", "height"];
  const SMALLEST = 1; // % of the picture; less is a slip of the finger
  const FIRST_BOX = { left: 40, top: 40, width: 20, height: 20 };
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const between = (low, value, high) => Math.min(Math.max(value, low), high);

  const tellChange = () => document.dispatchEvent(new Event("correction:changed"));

  function place(button, box) {
    for (const side of SIDES) button.style[side] = `${box[side]}%`;
    button.box = box;
  }

  function buttonOn(stage, label, box) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "face";
    button.setAttribute("aria-label", label);
    button.title = label;
    place(button, box);
    stage.append(button);
    return button;
  }

  function offerFace(stage, choice) {
    const box = Object.fromEntries(SIDES.map((side) => [side, Number(choice.dataset[side])]));
    const button = buttonOn(stage, choice.parentElement.textContent.trim(), box);
    const sync = () => {
      button.setAttribute("aria-pressed", String(choice.checked));
      button.classList.toggle("is-changed", choice.checked !== choice.defaultChecked);
    };
    button.dataset.key = `face-${choice.value}`;
    button.addEventListener("click", () => {
      choice.checked = !choice.checked;
      sync();
      tellChange();
    });
    choice.form.addEventListener("correction:undone", () => {
      choice.checked = choice.defaultChecked;
      sync();
    });
    sync();
  }

  // Boxes drawn by the visitor; each that is added travels as a hidden field of the form.
  function drawer(form, stage, draw) {
    function remove(button) {
      button.field?.remove();
      button.remove();
      tellChange();
    }

    function add(button) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "add";
      field.value = SIDES.map((side) => button.box[side].toFixed(3)).join(",");
      form.append(field);
      button.field = field;
      button.classList.replace("is-new", "is-added");
      button.setAttribute("aria-label", draw.dataset.added);
      button.title = draw.dataset.added;
      button.addEventListener("click", () => remove(button));
      form.dispatchEvent(new CustomEvent("box:added", { detail: { button } }));
      tellChange();
    }

    function begin(box) {
      const button = buttonOn(stage, draw.dataset.new, box);
      button.classList.add("is-new");
      button.addEventListener("keydown", (event) => steer(event, button));
      tellChange();
      return button;
    }

    function steer(event, button) {
      if (["Delete", "Backspace", "Escape"].includes(event.key)) {
        remove(button);
        draw.focus();
      } else if (button.field) {
        return; // added: Enter and space remove it, as a click does
      } else if (event.key === "Enter") {
        add(button);
        document.querySelector("[data-apply]").focus();
      } else if (MOVES[event.key]) {
        const [dx, dy] = MOVES[event.key];
        const box = { ...button.box };
        if (event.shiftKey) {
          box.width = between(SMALLEST, box.width + dx, 100 - box.left);
          box.height = between(SMALLEST, box.height + dy, 100 - box.top);
        } else {
          box.left = between(0, box.left + dx, 100 - box.width);
          box.top = between(0, box.top + dy, 100 - box.height);
        }
        place(button, box);
      } else {
        return;
      }
      event.preventDefault();
    }

    form.addEventListener("correction:sent", () => stage.querySelectorAll(".is-new").forEach(add));
    form.addEventListener("correction:undone", () => {
      stage.querySelectorAll(".is-new, .is-added").forEach(remove);
    });
    return { begin, add, remove };
  }

  function followPointer(stage, { begin, add, remove }) {
    let drawn = null;
    let from = null;
    const point = (event) => {
      const frame = stage.getBoundingClientRect();
      return {
        x: between(0, (100 * (event.clientX - frame.left)) / frame.width, 100),
        y: between(0, (100 * (event.clientY - frame.top)) / frame.height, 100),
      };
    };
    const stretch = (event) => {
      const to = point(event);
      place(drawn, {
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      });
    };
    stage.addEventListener("pointerdown", (event) => {
      if (!stage.classList.contains("is-drawing") || !event.isPrimary || drawn) return;
      event.preventDefault();
      stage.setPointerCapture(event.pointerId);
      from = point(event);
      drawn = begin({ left: from.x, top: from.y, width: 0, height: 0 });
    });
    stage.addEventListener("dragstart", (event) => event.preventDefault()); // of the picture itself
    stage.addEventListener("pointermove", (event) => drawn && stretch(event));
    stage.addEventListener("pointerup", (event) => {
      if (!drawn) return;
      stretch(event);
      const isBox = Math.min(drawn.box.width, drawn.box.height) >= SMALLEST;
      (isBox ? add : remove)(drawn);
      drawn = null;
    });
    stage.addEventListener("pointercancel", () => {
      if (drawn) remove(drawn);
      drawn = null;
    });
  }

  function offer(form) {
    form.hidden = false;
    form.querySelector("[type=submit]").hidden = true; // the bar below applies all at once
    const stage = document.getElementById(form.dataset.stage);
    stage.querySelector(".marks")?.setAttribute("hidden", "");
    form.querySelectorAll("[name=show][data-left]").forEach((choice) => offerFace(stage, choice));
    form.querySelectorAll("[data-choices]").forEach((choices) => (choices.hidden = true));
    form.querySelectorAll("[data-script]").forEach((words) => (words.hidden = false));

    const draw = form.querySelector("[data-draw]");
    const tools = drawer(form, stage, draw);
    followPointer(stage, tools);
    draw.hidden = false;
    draw.addEventListener("click", (event) => {
      const isOn = stage.classList.toggle("is-drawing");
      draw.setAttribute("aria-pressed", String(isOn));
      form.querySelector("[data-help]").hidden = !isOn;
      const isFromKeyboard = event.detail === 0;
      if (isOn && isFromKeyboard) tools.begin({ ...FIRST_BOX }).focus();
    });
  }

  const offerAll = (part) => part.querySelectorAll("form[data-stage]").forEach(offer);
  offerAll(document);
  document.addEventListener("picture:renewed", ({ detail }) => offerAll(detail.part));
})();
