// A button that moves a slider one step per interval, from its value (or, at the end, its start) to its end.

// One timer, however many views there are. `playing` stays in the page: the kernel need not know.
function initialize({ model }) {
  let timer;
  const tick = (slider) => {
    if (slider.get("value") >= slider.get("max")) model.set("playing", false);
    // While the kernel has not answered, a step would wait in ipywidgets' own buffer, and be sent after a Reset.
    else if (!slider._pending_msgs) move(slider, slider.get("value") + slider.get("step"));
  };
  const move = (slider, value) => {
    slider.set("value", value);
    slider.save_changes();
  };
  model.on("change:playing", async () => {
    clearInterval(timer);
    if (!model.get("playing")) return;
    const slider = await model.widget_manager.get_model(model.get("slider"));
    if (!model.get("playing")) return; // paused meanwhile
    if (slider.get("value") >= slider.get("max")) move(slider, slider.get("min"));
    clearInterval(timer);
    timer = setInterval(tick, model.get("interval"), slider);
  });
  return () => clearInterval(timer);
}

function render({ model, el }) {
  const button = document.createElement("button");
  button.className = "jupyter-widgets jupyter-button widget-button";
  button.style.width = "auto";
  button.title = `Runs through the ${model.get("label")}, one after the other`;
  el.append(button);

  const name = () => { button.textContent = model.get("playing") ? "❚❚ Pause" : "▶ Play"; };
  const stop = () => model.set("playing", false);
  name();
  model.on("change:playing", name);
  button.addEventListener("click", () => model.set("playing", !model.get("playing")));

  // A press that came before the kernel hears of it would be overtaken by the next step: stop here, at once.
  const inPanel = (target) => el.closest(".lab3-panel")?.contains(target) && !el.contains(target);
  const onClick = ({ target }) => { if (inPanel(target) && target.closest("button")) stop(); };
  const onPointerDown = ({ target }) => {
    const label = target.closest(".widget-slider")?.querySelector(".widget-label");
    if (inPanel(target) && label?.textContent.trim() === model.get("label")) stop();
  };
  document.addEventListener("click", onClick, true);
  document.addEventListener("pointerdown", onPointerDown, true);
  return () => {
    model.off("change:playing", name);
    document.removeEventListener("click", onClick, true);
    document.removeEventListener("pointerdown", onPointerDown, true);
  };
}

export default { initialize, render };
