// Areas of a camera's picture: drawn by their corners, kept as text in the field they belong to.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

class Areas {
  constructor(field, template, address) {
    this.field = field;
    this.corners = []; // of the area that is being drawn, in percent
    const tool = template.content.cloneNode(true).firstElementChild;
    this.image = tool.querySelector("img");
    this.drawing = tool.querySelector("svg");
    this.close = tool.querySelector("[data-close]");
    this.undo = tool.querySelector("[data-undo]");
    tool.hidden = true;
    this.image.addEventListener("load", () => (tool.hidden = false));
    this.image.src = address;
    field.after(tool);
    this.drawing.addEventListener("pointerdown", (event) => this.add(event));
    this.close.addEventListener("click", () => this.finish());
    this.undo.addEventListener("click", () => this.takeBack());
    field.addEventListener("input", () => this.show());
    this.show();
  }

  get lines() {
    return this.field.value.split("\n").filter((line) => line.trim());
  }

  set lines(lines) {
    this.field.value = lines.join("\n");
    this.show();
  }

  add(event) {
    const box = this.drawing.getBoundingClientRect();
    const share = (at, start, length) => Math.round((1000 * (at - start)) / length) / 10;
    const x = share(event.clientX, box.left, box.width);
    const y = share(event.clientY, box.top, box.height);
    this.corners.push(`${Math.min(100, Math.max(0, x))},${Math.min(100, Math.max(0, y))}`);
    this.show();
  }

  finish() {
    const line = this.corners.join(" ");
    this.corners = [];
    this.lines = [...this.lines, line];
  }

  takeBack() {
    if (this.corners.pop() === undefined) this.lines = this.lines.slice(0, -1);
    this.show();
  }

  show() {
    const shapes = this.lines.map((line) => Areas.shape("polygon", line));
    if (this.corners.length) shapes.push(Areas.shape("polyline", this.corners.join(" ")));
    for (const corner of this.corners) {
      const [x, y] = corner.split(",");
      const dot = document.createElementNS(SVG, "circle");
      dot.setAttribute("cx", x);
      dot.setAttribute("cy", y);
      dot.setAttribute("r", "1");
      shapes.push(dot);
    }
    this.drawing.replaceChildren(...shapes);
    this.close.disabled = this.corners.length < 3;
    this.undo.disabled = !this.corners.length && !this.lines.length;
  }

  static shape(kind, points) {
    const shape = document.createElementNS(SVG, kind);
    shape.setAttribute("points", points);
    return shape;
  }
}

const template = document.querySelector("#areas-tool");
for (const field of document.querySelectorAll("textarea[data-areas]")) {
  new Areas(field, template, template.dataset.picture);
}
