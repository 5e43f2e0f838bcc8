"""How steep ``f`` is in a direction that one turns: why the gradient is the steepest, and which paths are straight."""

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Polygon

from lab3_helpers.descent.maths import LOWEST, MINIMUM, START, f, f_gradient, gradient_descent
from lab3_helpers.descent.panel import (EXPLODES_ABOVE, F_IN_WORDS, HALVES, IN_DECIMALS, RANGES, contour_axes,
                                        move_point_to_click, point_sliders, to_tenths)
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, GREY, ORANGE, VERMILION, Canvas
from lab3_helpers.panel.controls import button, list_slider, number_slider, refuse_unless_bool
from lab3_helpers.panel.words import number

SIDES = {"right": 0, "up": 90, "left": 180, "down": 270}  # degrees, as everywhere here
DISTANCE = 5.0  # of the turned start from the minimum
STEPS = 50  # of the path from there
REACH = 3.0  # of the cut, on both sides of the point
EVERY_DIRECTION = np.arange(0, 361, 3)
_CORNERS = np.stack(np.meshgrid(*RANGES), axis=-1).reshape(-1, 2)
_STEEPEST, _HIGHEST = np.hypot(*f_gradient(_CORNERS).T).max(), (f(_CORNERS) - LOWEST).max()
# How far the axes go, in slope and in value above the minimum, to choose from.
SCALES = [(slope * _STEEPEST, height * _HIGHEST) for slope, height in ((0.15, 0.1), (0.3, 0.2), (0.6, 0.5), (1.2, 1.7))]


class SlopePanel(Panel):
    """The slope of ``f`` at a point in a direction: both are chosen by slider, the point also by a click.

    Parameters
    ----------
    x : pair of float, default `START`
        The point, inside the picture.
    direction : int, default 0
        In degrees between 0 and 360: 0 is to the right (more x1), 90 up (more x2).
    gradient : bool, default True
        Whether the gradient is drawn, and the slope in every direction.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = f"Slope in a direction, of {F_IN_WORDS}"
    click = "Click: the point moves here."

    def __init__(self, x=START, direction=0, gradient=True):
        x1, x2 = point_sliders("x", x)
        refuse_unless_bool("gradient", gradient)
        controls = {
            "x1": x1,
            "direction": number_slider("direction", direction, 0, 360, 5),
            "x2": x2,
            "gradient": widgets.Checkbox(description="gradient", value=gradient, tooltip=""),
        }
        super().__init__(_SlopeFigure(), controls, _buttons_to_sides(self), play="direction")

    def move(self, x1, x2, direction, gradient):
        x1, x2 = x = to_tenths((x1, x2))
        slope, largest, away = self.figure.move(np.array(x), direction, gradient)
        said = f"At ({number(x1)}, {number(x2)}) f is {number(f(x), 3)}. {_describe(direction, slope)}"
        compared = f" {_compare(largest, away)}" if gradient else ""
        return said + compared, {"x": x, "direction": direction, "gradient": gradient}

    def clicked(self, x, y):
        move_point_to_click(self, x, y)


class StraightPathPanel(Panel):
    """A start that is turned around the minimum of ``f``: from where is the path of gradient descent straight?

    Parameters
    ----------
    direction : int, default 0
        From the minimum to the start, in degrees between 0 and 360: 0 is to the right, 90 up.
    learning_rate : float, default 0.1
        At most the greatest with which no path diverges.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = f"Straight and bent paths of gradient descent on {F_IN_WORDS}"

    def __init__(self, direction=0, learning_rate=0.1):
        rates = {rate: name for rate, name in IN_DECIMALS.items() if rate < EXPLODES_ABOVE}
        controls = {
            "direction": number_slider("direction", direction, 0, 360, 5),
            "learning rate": list_slider("learning rate", learning_rate, rates),
        }
        super().__init__(_SlopeFigure(with_path=True), controls, _buttons_to_sides(self), play="direction")

    def move(self, direction, learning_rate):
        start = MINIMUM + DISTANCE * unit_vector(direction)
        path = gradient_descent(start, f, f_gradient, STEPS, learning_rate, tol=None).path
        slope, _, away = self.figure.move(start, direction, True, path)
        if away < 0.05:
            sentence = (f"The gradient at the start lies on the line to the minimum, and the path is straight. "
                        f"The slope along this line is {number(slope, 3)}, at distance {number(DISTANCE)}.")
        else:
            sentence = (f"The gradient at the start points {number(away, 1)}° away from the line to the minimum, "
                        f"and the path leaves this line.")
        start = ", ".join(number(coordinate, 2) for coordinate in start)
        return (f"Start in direction {direction}° from the minimum, at ({start}). {sentence}",
                {"direction": direction, "learning_rate": learning_rate})


def _buttons_to_sides(panel):
    return [button(f"{side} {turn}°", lambda turn=turn: panel.set(direction=turn)) for side, turn in SIDES.items()]


def unit_vector(degrees):
    """The vector of length 1 in a direction, exact to the right, up, left and down; shape (...) -> (..., 2)."""
    angle = np.deg2rad(degrees)
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1).round(15)


def _describe(direction, slope):
    """The slope in words."""
    side = next((f" ({side})" for side, angle in SIDES.items() if angle == direction % 360), "")
    goes = "is level, its slope is" if abs(slope) < 1e-9 else "rises with slope" if slope > 0 else "falls with slope"
    return f"In direction {direction}°{side} f {goes} {number(slope, 3)}."


def _compare(largest, away):
    """How the slope in a direction compares with the largest one, from the angle between direction and gradient."""
    if largest == 0:
        return "The gradient is zero: f is level in every direction."
    if away < 0.05:
        here = "in this direction"
    elif away > 179.95:
        here = "straight against this direction, which is the steepest way down"
    else:
        here = f"{number(away, 1)}° from this direction, whose slope is its length times the cosine of this angle"
    return f"The largest slope of all is {number(largest, 3)}, the length of the gradient. It points {here}."


class _SlopeFigure(Canvas):
    """Contours with a point and a direction, the cut through ``f`` along it, and the slopes in every direction."""

    def __init__(self, with_path=False):
        super().__init__(820, 424, parts=HALVES)
        self.contours = self._contour_axes(with_path)
        self.cut = self.rescaled(self._cut_axes())
        self.slopes = self.rescaled(self._slope_axes())

    def move(self, point, direction, show_gradient, path=None):
        """Show another point; the slope, the length of the gradient, and the degrees between the two directions."""
        along, gradient = unit_vector(direction), f_gradient(point)
        value, slope, largest = f(point), float(gradient @ along), float(np.hypot(*gradient))
        away = float(np.rad2deg(np.arccos(np.clip(slope / largest, -1, 1)))) if largest else 0.0

        distances = np.linspace(-REACH, REACH, 61)
        on_cut = point + distances[:, None] * along
        self._point.set_data(*point[:, None])
        self._way.set_data(*np.array([on_cut[0] if path is None else MINIMUM, on_cut[-1]]).T)
        self._direction.set_xy(_arrow(point, 2.2 * along, 0.17))
        self._gradient.set_xy(_arrow(point, gradient / 4 * show_gradient, 0.09))
        if path is not None:
            self._path.set_data(*path.T)

        highest = value - LOWEST + largest * REACH
        scales = (scale for scale in SCALES if scale[0] >= largest and scale[1] >= highest)
        self.view = end, height = next(scales, SCALES[-1])
        self.cut.set_ylim(LOWEST - height / 12, LOWEST + height)
        self.slopes.set_ylim(-1.15 * end, 1.15 * end)
        self._cut_line.set_data(distances, f(on_cut))
        self._tangent.set_data([-REACH, REACH], value + slope * np.array([-REACH, REACH]))
        self._cut_point.set_data([0], [value])

        everywhere = unit_vector(EVERY_DIRECTION) @ gradient
        self._every_slope.set_data(EVERY_DIRECTION, everywhere if show_gradient else np.full(len(everywhere), np.nan))
        steepest = np.rad2deg(np.arctan2(gradient[1], gradient[0])) % 360
        self._largest.set_data(*([steepest], [largest]) if show_gradient and largest else ([], []))
        self._slope.set_data([direction], [slope])
        self._slope_label.set_text(f"slope {slope + 0.0:.2f}")
        return slope, largest, away

    def _contour_axes(self, with_path):
        axes = contour_axes(self)
        self._way = self.line(axes, "--", color=GREY, linewidth=1)
        self._path = self.line(axes, "o-", color=VERMILION, markersize=3.5, linewidth=1.2, label="path")
        self._direction, self._gradient = (
            self.moving(axes.add_patch(Polygon(np.zeros((7, 2)), facecolor=colour, edgecolor="black", linewidth=0.7,
                                               label=label)))
            for colour, label in ((ORANGE, "direction"), (BLUE, "gradient / 4")))
        self._point = self.line(axes, "s", color="white", markeredgecolor="black", markeredgewidth=1.5, markersize=8,
                                clip_on=False, label="point")
        handles = [self._point, self._direction, self._gradient]
        if with_path:
            handles += [self._path, *axes.plot(*MINIMUM, "+", color="black", markersize=14, label="minimum")]
        axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.45, 1), ncols=len(handles), fontsize=9,
                    frameon=False, columnspacing=0.8, handlelength=1.2, handletextpad=0.4, borderaxespad=0.2)
        return axes

    def _cut_axes(self):
        axes = self.figure.add_axes((0.56, 0.585, 0.415, 0.345), xlim=(-REACH, REACH))
        axes.set_title("f along the direction, and its tangent line", fontsize=10)
        axes.set_xlabel("distance from the point", labelpad=1)
        axes.grid(color="#DDDDDD")
        self._cut_line = self.line(axes, "-", color="black", linewidth=1.5)
        self._tangent = self.line(axes, "--", color=ORANGE, linewidth=2.5)
        self._cut_point = self.line(axes, "s", color="white", markeredgecolor="black", markeredgewidth=1.5,
                                    markersize=8)
        self._slope_label = self.moving(axes.text(0.5, 0.93, "", transform=axes.transAxes, ha="center", va="top",
                                                  bbox={"facecolor": "white", "edgecolor": ORANGE, "pad": 3}))
        return axes

    def _slope_axes(self):
        axes = self.figure.add_axes((0.56, 0.11, 0.415, 0.3), xlim=(0, 360))
        axes.set_title("slope in every direction", fontsize=10)
        axes.set_xticks(range(0, 361, 45), [f"{angle}°" for angle in range(0, 361, 45)], fontsize=9)
        axes.set_xlabel("direction", labelpad=1)
        axes.grid(color="#DDDDDD")
        axes.axhline(0, color=GREY, linewidth=1)
        self._every_slope = self.line(axes, "-", color=BLUE, linewidth=1.5)
        self._largest = self.line(axes, "^", color=BLUE, markeredgecolor="black", markersize=10)
        self._slope = self.line(axes, "o", color=ORANGE, markeredgecolor="black", markersize=9, clip_on=False)
        return axes


def _arrow(start, way, half):
    """Corners of an arrow, shape (7, 2), whose shaft is twice `half` wide; one of no length is nothing to see."""
    length = np.hypot(*way) or 1.0
    along = way / length
    neck, wide = max(0.0, length - 0.6), half + 0.2
    side = np.array([(0, half), (neck, half), (neck, wide), (length, 0)])
    return start + np.concatenate([side, side[-2::-1] * (1, -1)]) @ np.array([along, (-along[1], along[0])])
