// The browser's side of a panel: the picture, the sentence, the recipe, and names for the controls around them.

const REST_MS = 700; // a screen reader speaks the sentence when the slider has rested this long

function element(tag, className, parent) {
  const node = document.createElement(tag);
  node.className = className;
  parent.append(node);
  return node;
}

// ipywidgets draws a slider's label beside it without connecting the two, and tells a screen reader the
// position in a list instead of the entry. Name each handle, and let it say what the readout shows.
function nameControls(panel) {
  const set = (node, name, value) => {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  };
  for (const slider of panel.querySelectorAll(".widget-slider")) {
    const label = slider.querySelector(".widget-label")?.textContent.trim();
    const readout = slider.querySelector(".widget-readout");
    const handle = slider.querySelector(".noUi-handle");
    if (!label || !readout || !handle) continue;
    set(handle, "aria-label", label);
    set(handle, "data-lm-suppress-shortcuts", "true"); // else the notebook's own arrow-key shortcuts steal the keys
    set(handle, "aria-valuetext", readout.textContent);
    if (slider.classList.contains("lab3-list")) {
      // ipywidgets lets one type into a list's readout as well, and ignores what was typed.
      readout.removeAttribute("contenteditable");
      readout.removeAttribute("tabindex");
    } else {
      set(readout, "role", "textbox");
      set(readout, "aria-label", `${label}, type a value`);
    }
  }
  // A bar without role or value; the sentence says how far it is.
  for (const bar of panel.querySelectorAll(".widget-hprogress")) set(bar, "aria-hidden", "true");
}

// ipywidgets reads "3,5" as 3: a comma becomes a point before it reads.
function pointForComma({ target, type, key }) {
  if (!target.matches(".widget-readout[contenteditable]") || (type === "keydown" && key !== "Enter")) return;
  if (target.textContent.includes(",")) target.textContent = target.textContent.replace(",", ".");
}

function render({ model, el }) {
  const figure = element("figure", "lab3-figure", el);
  const place = element("div", "", figure);
  const image = new Image(model.get("width"), model.get("height"));
  const sentence = element("p", "lab3-sentence", figure);
  const recipe = element("code", "lab3-recipe", figure);
  const spoken = element("div", "lab3-spoken", figure);
  spoken.setAttribute("role", "status");
  figure.setAttribute("aria-label", model.get("title"));
  figure.style.maxWidth = `${model.get("width")}px`;
  image.classList.toggle("lab3-clickable", model.get("click") !== "");
  image.title = model.get("click");
  inParts(place, image, image.width, image.height, model.get("parts"));
  recipe.title = "Run this line in a cell of its own: it makes this picture again.";

  let url, timer, shown, disposed = false;
  const update = () => {
    const bytes = model.get("image");
    if (bytes !== shown) {
      shown = bytes;
      const old = url;
      url = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
      // The old picture stays until the new one is decoded.
      for (const one of place.querySelectorAll("img")) one.src = url;
      if (old) URL.revokeObjectURL(old);
    }
    recipe.textContent = model.get("recipe");
    sentence.classList.toggle("lab3-failed", model.get("failed"));
    const text = model.get("sentence");
    if (text === sentence.textContent) return;
    image.alt = text;
    sentence.textContent = text;
    if (timer !== undefined) {
      clearTimeout(timer);
      timer = setTimeout(() => { spoken.textContent = text; }, REST_MS);
    }
  };
  update();
  timer = null; // from now on changes are spoken; what is there at first is read in its place
  model.on("change", update);

  // Every part holds the whole picture, of which it shows its own: wherever the click, the whole is the measure.
  place.addEventListener("click", ({ target, clientX, clientY }) => {
    if (!model.get("click") || target.localName !== "img") return;
    const box = target.getBoundingClientRect();
    model.send({ x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height });
  });

  // The controls join the page after this picture was made, and may be drawn anew.
  const observer = new MutationObserver(() => nameControls(observer.panel));
  const settle = () => {
    observer.panel = el.closest(".lab3-panel");
    if (!observer.panel) {
      if (!disposed) requestAnimationFrame(settle);
      return;
    }
    nameControls(observer.panel);
    for (const type of ["keydown", "blur"]) observer.panel.addEventListener(type, pointForComma, true);
    observer.observe(observer.panel, { childList: true, subtree: true, attributeFilter: ["aria-valuetext"] });
  };
  settle();

  let density; // the screen's, which changes when the page is zoomed or moved to another screen
  const tellRatio = () => {
    density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    density.addEventListener("change", tellRatio, { once: true });
    if (devicePixelRatio === model.get("ratio")) return;
    model.set("ratio", devicePixelRatio);
    model.save_changes();
  };
  tellRatio();

  return () => {
    disposed = true;
    density.removeEventListener("change", tellRatio);
    clearTimeout(timer);
    observer.disconnect();
    model.off("change", update);
    URL.revokeObjectURL(url);
  };
}

export default { render };
