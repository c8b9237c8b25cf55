// A box to sign in with a finger: <canvas data-signature="field">, <input type="hidden" name="field">, <button type="button" data-clear>.
// The strokes are kept, so the drawing survives turning the phone; on submit they become a PNG of at most 600 × 240 in the hidden input.
// What the hidden input brings along (the form came back because something else was wrong) lies under the strokes.
// Without this script the block (class needs-js) stays hidden and the paper number is used.

const WIDEST = 600;
const HIGHEST = 240;
const INK = "#1d2521";

function draw(context, strokes, scale, pen) {
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = INK;
  context.lineWidth = pen;
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(stroke[0].x * scale, stroke[0].y * scale);
    // A tap is a dot: a line to its own start, with round ends.
    for (const point of stroke) context.lineTo(point.x * scale, point.y * scale);
    context.stroke();
  }
}

function png(canvas, before, strokes) {
  const box = canvas.getBoundingClientRect();
  const scale = Math.min(WIDEST / box.width, HIGHEST / box.height);
  const paper = document.createElement("canvas");
  paper.width = Math.round(box.width * scale);
  paper.height = Math.round(box.height * scale);
  const context = paper.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, paper.width, paper.height);
  if (before) context.drawImage(before, 0, 0, paper.width, paper.height);
  draw(context, strokes, scale, 3 * scale);
  return paper.toDataURL("image/png");
}

function pad(canvas) {
  const form = canvas.closest("form");
  const field = form.querySelector(`input[type="hidden"][name="${canvas.dataset.signature}"]`);
  const block = canvas.closest(".needs-js");
  let strokes = [];
  let pointer = null;
  let before = null;

  function ink(some) {
    const density = window.devicePixelRatio || 1;
    draw(canvas.getContext("2d"), some, density, 3 * density);
  }
  function show() {
    const density = window.devicePixelRatio || 1;
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.round(box.width * density);
    canvas.height = Math.round(box.height * density);
    if (before) canvas.getContext("2d").drawImage(before, 0, 0, canvas.width, canvas.height);
    ink(strokes);
  }
  function at(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
  function end(event) {
    if (event.pointerId === pointer) pointer = null;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button > 0) return;
    event.preventDefault();
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    strokes.push([at(event)]);
    ink(strokes.slice(-1));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    const stroke = strokes[strokes.length - 1];
    stroke.push(at(event));
    ink([stroke.slice(-2)]);
  });
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  form.addEventListener("submit", () => {
    if (strokes.length) field.value = png(canvas, before, strokes);
    else if (!before) field.value = "";
  });
  block.querySelector("[data-clear]").addEventListener("click", () => { strokes = []; before = null; field.value = ""; show(); });
  window.addEventListener("resize", show);

  block.classList.remove("needs-js");
  show();
  if (field.value) {
    before = new Image();
    before.addEventListener("load", show);
    before.src = field.value;
  }
}

document.querySelectorAll("canvas[data-signature]").forEach(pad);
