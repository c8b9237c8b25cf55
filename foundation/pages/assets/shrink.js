// Makes photos small before they are sent: <input type="file" data-shrink="1600">, the longest edge in pixels.
// A telephone's photo of 5 MB becomes one of 300 kB, which also goes through where the line is thin. What this browser cannot open
// is sent as it is; the centre checks and makes small again in any case.

async function smaller(file, edge) {
  if (!file.type.startsWith("image/")) return file;
  let image;
  try {
    image = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, edge / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
}

function watch(input) {
  const edge = Number(input.dataset.shrink);
  let work = null;
  input.addEventListener("change", () => {
    const mine = Promise.all([...input.files].map((file) => smaller(file, edge))).then((files) => {
      if (work !== mine) return;
      const box = new DataTransfer();
      for (const file of files) box.items.add(file);
      input.files = box.files;
      work = null;
    });
    work = mine;
  });
  // Whoever presses the button at once waits the moment it takes.
  input.form.addEventListener("submit", (event) => {
    if (!work) return;
    event.preventDefault();
    const button = event.submitter;
    work.finally(() => { work = null; input.form.requestSubmit(button); });
  });
}

document.querySelectorAll("input[type=file][data-shrink]").forEach(watch);
