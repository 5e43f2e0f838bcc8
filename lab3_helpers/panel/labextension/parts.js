// A picture that a narrow page shows in parts below each other, for `picture.js` and for `stored_picture.js`.

const LEGIBLE = 0.8; // shrunk further, a whole picture's letters are too small

// Fill `place` with `image`, of `width` and `height`, whole where there is room and else its `parts`, each with its
// left, top, right and bottom. Their boxes have their size before anything is loaded.
export function inParts(place, image, width, height, parts) {
  const whole = [[0, 0, width, height]];
  place.className = "lab3-picture";
  place.style.maxWidth = `${width}px`;
  let shown;
  const show = (boxes) => {
    if (boxes === shown) return;
    shown = boxes;
    place.replaceChildren(...boxes.map(([left, top, right, bottom], n) => {
      const box = document.createElement("div"), one = n === 0 ? image : image.cloneNode(), part = right - left;
      box.style.cssText = `width: ${part}px; aspect-ratio: ${part} / ${bottom - top}`;
      one.style.cssText = `width: ${100 * width / part}%; margin: ${-100 * top / part}% 0 0 ${-100 * left / part}%`;
      if (n > 0) one.alt = ""; // it is one picture, and read once
      box.append(one);
      return box;
    }));
  };
  show(whole);
  new ResizeObserver(() => {
    const room = place.clientWidth; // 0 while it is not in view
    if (room) show(parts.length && room < LEGIBLE * width ? parts : whole);
  }).observe(place);
}
