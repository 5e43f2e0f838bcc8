"""Where gradient descent goes, and why the learning rate decides it: path, value per step, error factors."""

from fractions import Fraction

import numpy as np

from lab3_helpers.arguments import shown
from lab3_helpers.descent.maths import (LOWEST, MINIMUM, START, eigenvectors, f, f_gradient, formula_text,
                                        gradient_descent)
from lab3_helpers.descent.students_optimizer import optimizer_path
from lab3_helpers.student_code.guarded import latest
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, GREEN, GREY, ORANGE, VERMILION, Canvas
from lab3_helpers.panel.controls import button, list_slider, number_slider
from lab3_helpers.panel.words import counted, number

# One step multiplies the error along an eigenvector by 1 - alpha lambda; the smaller eigenvalue is the gentle
# direction's.
EIGENVALUES, DIRECTIONS = eigenvectors()
F_IN_WORDS = f"f(x1, x2) = {formula_text().replace(' ** 2', '²').replace(' * ', ' ')}"
RANGES = np.round(MINIMUM[:, None] + (-8, 8), 1)  # of x1 and x2
MAX_STEPS = 100
STEP_RANGES = (10, 30, MAX_STEPS)  # ends of the step axis to choose from
EXPLODES_ABOVE = 2 / EIGENVALUES[1]
HALVES = [(0, 0, 402, 424), (402, 0, 820, 424)]  # of a picture: the contours, and what stands beside them
LEFT = (45 / 820, 46 / 424, 352 / 820, 346 / 424)  # the contours' axes
THRESHOLD = 1e-4  # of the early stop that is asked for in 1.5
# The rates that annul the steep error, that balance both factors, and that let the steep error bounce for ever.
LANDMARKS = {float(rate): str(Fraction(rate).limit_denominator(99))
             for rate in (1 / EIGENVALUES[1], 2 / EIGENVALUES.sum(), EXPLODES_ABOVE)}
RATES = {rate: f"{rate:g}" for rate in (
    0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1.0,
    1.2, 1.5, 1.9, 2.0
)} | LANDMARKS
IN_DECIMALS = {rate: f"{rate:.3g}" for rate in RATES}
# Powers of ten at which the value axis may begin and end: an ordinary descent gets few, and its steps are told apart.
LOWEST_POWERS, HIGHEST_POWERS = (-3, -8, -15), (3, 7)


class DescentPanel(Panel):
    """Gradient descent on ``f``: start, learning rate and number of steps by slider, the start also by a click.

    Parameters
    ----------
    optimizer : callable, optional
        Your ``gradient_descent_optimizer(x0, func, grad, max_steps, alpha)``, whose steps are then drawn; when its
        cell is run again, the new one. While it is a blank, the course's own takes its place; without it the course's
        own runs and does not stop early.
    x0 : pair of float, default `START`
        Start, inside the picture.
    learning_rate : float, default 0.1
    steps : int, default 10
        Between 0 and 100.
    landmarks : bool, default True
        Whether buttons lead to the rates that question 1.3 asks for.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = f"Gradient descent on {F_IN_WORDS}"
    click = "Click: the start moves here."

    def __init__(self, optimizer=None, x0=START, learning_rate=0.1, steps=10, landmarks=True):
        if optimizer is not None and not callable(optimizer):
            raise TypeError(f"optimizer must be a function or None, but {shown(optimizer)} came.")
        self.optimizer, self.landmarks = optimizer, landmarks
        x1, x2 = point_sliders("x0", x0)
        controls = {
            "x1": x1,
            "learning rate": list_slider("learning rate", learning_rate, RATES if landmarks else IN_DECIMALS),
            "x2": x2,
            "steps": number_slider("steps", steps, 0, MAX_STEPS, 1),
        }
        buttons = [
            *(button(counted(n, "step"), lambda n=n: self.set(steps=n)) for n in (1, 10, 100)),
            *(button(f"rate {name}", lambda rate=rate: self.set(learning_rate=rate))
              for rate, name in (LANDMARKS if landmarks else {}).items()),
        ]
        super().__init__(_DescentFigure(), controls, buttons, play="steps")

    def move(self, x1, x2, learning_rate, steps):
        start = to_tenths((x1, x2))
        x0 = np.array(start)
        path, complaint = (x0[None] if steps == 0 else None), None
        if steps and self.optimizer:
            path, complaint = optimizer_path(latest(self.optimizer), x0, f, f_gradient, steps, learning_rate)
        if path is None:
            # In place of a student's optimizer it stops early, as that is asked to do.
            tol = THRESHOLD if self.optimizer else None
            path = gradient_descent(x0, f, f_gradient, steps, learning_rate, tol).path
        gaps = f(path) - LOWEST
        factors = 1 - learning_rate * EIGENVALUES
        self.figure.move(path, gaps, np.abs(factors))
        said = f"{complaint} " if complaint else ""
        arguments = {"optimizer": self.optimizer} if self.optimizer else {}
        arguments |= {"x0": start, "learning_rate": learning_rate, "steps": steps}
        arguments |= {} if self.landmarks else {"landmarks": False}
        return said + _describe(path, gaps, learning_rate, factors, steps), arguments

    def clicked(self, x, y):
        move_point_to_click(self, x, y)


def _describe(path, gaps, learning_rate, factors, allowed):
    """The picture in words; a path with fewer than the `allowed` steps has stopped early."""
    steps = len(path) - 1
    end, minimum = (f"({', '.join(map(number, point))})" for point in (path[-1], MINIMUM))
    minimum = f"the minimum {number(LOWEST)} at {minimum}"
    gentle, steep = (number(factor, 3) for factor in factors)
    effect = (f"A step with learning rate {number(learning_rate, 3)} multiplies the error by {gentle} in the gentle "
              f"and by {steep} in the steep direction.")
    if steps == 0:
        return f"No step made: the start {end} is {number(gaps[0])} above {minimum}. {effect}"
    outside = ~inside(path)
    if outside[-1] and not gaps[-1] < gaps[0]:
        above = learning_rate > EXPLODES_ABOVE
        reason = f"the rate is above {LANDMARKS[EXPLODES_ABOVE]}" if above else "the value rises"
        return (f"The path diverges, {reason}: it leaves the picture at step {np.argmax(outside)}. "
                f"After {counted(steps, 'step')} the value is {number(gaps[-1] + LOWEST)}. {effect}")
    distance = "on" if gaps[-1] < 1e-12 else f"{number(gaps[-1])} above"
    where = f"After {counted(steps, 'step')} the point is {end}, {distance} {minimum}. "
    if steps < allowed:
        decrease = gaps[-2] - gaps[-1]
        did = "raised the value by" if decrease < 0 else "lowered the value by only"
        where += (f"It stopped early, {counted(allowed, 'step')} were allowed: "
                  f"the last step {did} {number(abs(decrease))}. ")
    return where + effect


def point_sliders(name, point):
    """The sliders of both coordinates of a panel's point.

    Raises
    ------
    TypeError, ValueError
        If these are not two numbers inside of the picture; the sentence names the point or the coordinate.
    """
    try:
        x1, x2 = point
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be two numbers, but {shown(point)} came.") from None
    return number_slider("x1", x1, *RANGES[0], 0.1), number_slider("x2", x2, *RANGES[1], 0.1)


def to_tenths(point):
    """A point to the sliders' step: a dragged slider sends 0.30000000000000004."""
    x1, x2 = (round(float(coordinate), 1) for coordinate in point)
    return x1, x2


def move_point_to_click(panel, x, y):
    """Move a panel's point to where the contours in its picture were clicked."""
    point = panel.figure.point_at(panel.figure.contours, x, y)
    if point is not None:
        x1, x2 = to_tenths(point)
        panel.set(x1=x1, x2=x2)


def drawable(path):
    """A path up to where it is far outside, for Agg cannot rasterise numbers like 1e200; shape (n, 2)."""
    far = np.abs(path).max(axis=1) >= 1e5
    return path[: np.argmax(far)] if far.any() else path


def inside(points):
    """Whether each point lies in the picture; shape (..., 2) -> (...)."""
    return ((points >= RANGES[:, 0]) & (points <= RANGES[:, 1])).all(axis=-1)


def contour_axes(canvas):
    """Axes on the left of a picture that show `RANGES`, with the contours of ``f`` around its minimum."""
    axes = canvas.figure.add_axes(LEFT, aspect="equal")
    x1, x2 = (np.linspace(*ends, 81) for ends in RANGES)
    axes.contour(x1, x2, f(np.stack(np.meshgrid(x1, x2), axis=-1)) - LOWEST,
                 levels=[0.1, 0.5, 1.5, 3, 6, 10, 16, 24, 36, 52, 75, 105, 140, 190, 250],
                 colors="#9A9A9A", linewidths=0.8)
    axes.set(xlim=RANGES[0], ylim=RANGES[1])
    axes.set_xlabel("$x_1$", labelpad=1)
    axes.set_ylabel("$x_2$", labelpad=-4)
    return axes


class _DescentFigure(Canvas):
    """Contour plot with a path, distance to the minimum per step, and how much each step leaves of the error."""

    def __init__(self):
        super().__init__(820, 424, parts=HALVES)
        self.contours = self._contour_axes()
        self.gaps = self.rescaled(self._gap_axes())
        self._bar_axes()

    def move(self, path, gaps, factors):
        """Show another path; `gaps` are its values above the least one, `factors` the sizes of the errors'."""
        shown = drawable(path)
        self._line.set_data(*shown.T)
        self._steps.set_data(*shown[1:-1].T)
        self._start.set_data(*shown[:1].T)
        self._end.set_data(*shown[-1:].T if len(shown) == len(path) else ([], []))

        low, high, zero = self._value_range(gaps)
        heights = np.where(gaps > 0, gaps, zero)
        heights = np.where(heights < 10.0 ** (high + 1), heights, np.nan)
        self._gap_line.set_data(np.arange(len(heights)), heights)
        self._zeros.set_data(np.flatnonzero(gaps <= 0), np.full(np.sum(gaps <= 0), zero))
        last = next(n for n in STEP_RANGES if n >= min(len(heights) - 1, MAX_STEPS))
        self.gaps.set_xlim(-0.03 * last, 1.03 * last)
        self.view = last, low, high

        for bar, label, factor in zip(self._bars, self._bar_labels, factors):
            bar.set_width(factor)
            label.set_text(f"{factor:.2f}")

    def _value_range(self, gaps):
        """The powers of ten that the value axis shows, and where on it an exact zero stands."""
        shown = gaps[(gaps > 0) & np.isfinite(gaps)]
        least, most = (shown.min(), shown.max()) if shown.size else (1, 1)
        low = next((power for power in LOWEST_POWERS if 10.0**power <= least), LOWEST_POWERS[-1])
        high = next((power for power in HIGHEST_POWERS if most <= 10.0**power), HIGHEST_POWERS[-1])
        powers = range(low, high + 1, 2 if high - low < 8 else 4 if high - low < 13 else 6)
        zero = 10.0 ** (low - (high - low) / 12)
        self.gaps.set_ylim(10.0 ** (low - (high - low) / 8), 10.0**high)
        names = ["0", *(f"$10^{{{power}}}$" for power in powers)]
        self.gaps.set_yticks([zero, *(10.0**power for power in powers)], names)
        return low, high, zero

    def _contour_axes(self):
        axes = contour_axes(self)
        for direction, eigenvalue in zip(DIRECTIONS, EIGENVALUES):
            spot = MINIMUM + 5.5 * direction  # clear of the sheet's start
            axes.axline(MINIMUM, spot, color=GREY, linestyle=":", linewidth=1)
            axes.text(*spot, f"λ = {eigenvalue:g}", color="black", fontsize=9, ha="center", va="center",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
        minimum, = axes.plot(*MINIMUM, "+", color="black", markersize=14, label="minimum")
        self._line = self.line(axes, "-", color=BLUE, linewidth=1.5)
        self._steps = self.line(axes, "o", color=BLUE, markersize=5, label="step")
        self._start = self.line(axes, "s", color="white", markeredgecolor=BLUE, markeredgewidth=2, markersize=9,
                                clip_on=False, label="start")
        self._end = self.line(axes, "*", color=VERMILION, markeredgecolor="black", markeredgewidth=0.7, markersize=15,
                              label="end")
        axes.legend(handles=[self._start, self._steps, self._end, minimum], loc="lower center", bbox_to_anchor=(0.5, 1),
                    ncols=4, fontsize=9, frameon=False, columnspacing=1.2, handletextpad=0.3, borderaxespad=0.2)
        return axes

    def _gap_axes(self):
        axes = self.figure.add_axes((0.585, 0.52, 0.4, 0.41))
        axes.set_yscale("log")
        axes.set_title("value above the minimum", fontsize=10)
        axes.set_xlabel("step", labelpad=1)
        axes.minorticks_off()
        axes.grid(color="#DDDDDD")
        self._gap_line = self.line(axes, "o-", color=BLUE, markersize=4, linewidth=1)
        self._zeros = self.line(axes, "D", color="white", markeredgecolor=BLUE, markersize=5)
        return axes

    def _bar_axes(self):
        axes = self.figure.add_axes((0.685, 0.08, 0.3, 0.22))
        self._bars = axes.barh([1, 0], [0, 0], height=0.6, color=[GREEN, ORANGE], edgecolor="black")
        for bar, hatch in zip(self._bars, ("", "///")):
            bar.set_hatch(hatch)
            self.moving(bar)
        self._bar_labels = [self.moving(axes.text(2.35, y, "", va="center", ha="right", fontsize=10)) for y in (1, 0)]
        axes.set(xlim=(0, 2.4), ylim=(-0.5, 1.5), xticks=[0, 0.5, 1, 1.5, 2])
        names = [f"{name}, |1 − {'' if eigenvalue == 1 else f'{eigenvalue:g}'}α|"
                 for name, eigenvalue in zip(("gentle", "steep"), EIGENVALUES)]
        axes.set_yticks([1, 0], names, fontsize=10)
        axes.set_title("error left after one step", fontsize=10)
        self.moving(axes.axvline(1, color=VERMILION, linestyle="--", linewidth=1.5))
