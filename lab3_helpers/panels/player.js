// A button that moves a slider one step per interval, from its value (or, at the end, its start) to its end.

function render({ model, el }) {
  const button = document.createElement("button");
  button.className = "jupyter-widgets jupyter-button widget-button";
  button.style.width = "auto";
  el.append(button);

  let timer = null;
  const pause = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = "▶ Play";
  };
  const play = async () => {
    const slider = await model.widget_manager.get_model(model.get("slider"));
    const move = (value) => {
      slider.set("value", value);
      slider.save_changes();
    };
    if (slider.get("value") >= slider.get("max")) move(slider.get("min"));
    button.textContent = "⏸ Pause";
    timer = setInterval(() => {
      if (slider.get("value") >= slider.get("max")) pause();
      else move(slider.get("value") + slider.get("step"));
    }, model.get("interval"));
  };
  pause();
  button.addEventListener("click", () => (timer === null ? play() : pause()));
  return pause;
}

export default { render };
