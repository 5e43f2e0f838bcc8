"""Why narrow valleys are slow, and what momentum does about it: a path in a valley, and its distance to the minimum."""

import numpy as np

from lab3_helpers.descent.momentum import best_beta, best_factors, best_share, errors, factor, rate_limit
from lab3_helpers.descent.panel import HALVES, LEFT, drawable
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, GREEN, GREY, VERMILION, Canvas
from lab3_helpers.panel.controls import button, list_slider, number_slider
from lab3_helpers.panel.words import counted, number

CONDITIONS = (1.0, 2, 5, 10, 20, 50, 100)
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.75, 1, 1.05)  # of the limit of the learning rate; the best ones join them
TIMES = 100  # how much smaller the distance to the minimum is to become
MOST_STEPS = 10_000
STEP_ENDS = (25, 50, 120, 250)  # of the step axis to choose from
ERROR = np.array([1.0, 0.3])  # of the start, along the gentle and along the steep direction
WINDOW = 1.3  # half the side of the picture


class MomentumPanel(Panel):
    """Gradient descent, with momentum or without, on a valley ``f = (e1² + condition e2²) / 2``.

    Parameters
    ----------
    condition : float, default 10
        The larger eigenvalue, between 1 and 100; the smaller one is 1.
    rate : float, default 0.75
        The learning rate as a share of its limit, between 0.05 and 1.05.
    beta : float, default 0
        The momentum, between 0 (none) and 0.99.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Gradient descent with momentum in a valley, f = (e1² + condition e2²) / 2"

    def __init__(self, condition=10, rate=0.75, beta=0.0):
        conditions = list_slider("condition", condition, CONDITIONS)
        shares = {*SHARES, *(best_share(value) for _, value in conditions.options)}
        controls = {
            "condition": conditions,
            "rate": list_slider("rate", rate, {share: f"{share:.3g} of limit" for share in shares}),
            "beta": number_slider("beta", beta, 0.0, 0.99, 0.01),
        }
        buttons = [
            button("No momentum, best rate", lambda: self._set_best(0.0)),
            button("Best momentum and rate", lambda: self._set_best(best_beta(conditions.value))),
        ]
        super().__init__(_MomentumFigure(), controls, buttons)

    def _set_best(self, beta):
        # Rounded up, to the slider's step: below the best momentum the factor rises fast, above it slowly.
        self.set(rate=best_share(self.controls["condition"].value), beta=float(np.ceil(100 * beta - 1e-9) / 100))

    def move(self, condition, rate, beta):
        beta = round(beta, 2)
        run = Run(condition, rate, beta)
        best = Run(condition, best_share(condition), 0.0), Run(condition, best_share(condition), best_beta(condition))
        self.figure.move(condition, run, best)
        return _describe(run, best), {"condition": condition, "rate": rate, "beta": beta}


class Run:
    """Gradient descent in a valley, from `ERROR`.

    Parameters
    ----------
    condition, share, beta : float
        As in `MomentumPanel`.

    Attributes
    ----------
    eigenvalues : numpy.ndarray, shape (2,)
    limit, alpha, beta : float
        The greatest learning rate, the one in use, the momentum.
    factors : tuple of float
        What a step leaves of the error in the long run, along the gentle and along the steep direction.
    """

    def __init__(self, condition, share, beta):
        self.eigenvalues = np.array([1.0, condition])
        self.limit = rate_limit(condition, beta)
        self.share, self.alpha, self.beta = share, share * self.limit, beta
        self.factors = tuple(factor(value, self.alpha, beta) for value in self.eigenvalues)

    def path(self, steps):
        """The errors, shape (steps + 1, 2)."""
        return ERROR * np.stack([errors(value, self.alpha, self.beta, steps) for value in self.eigenvalues], axis=-1)

    def shares_left(self, steps):
        """The distance to the minimum at every point of the path, 1 at the start; shape (steps + 1,)."""
        return np.hypot(*self.path(steps).T) / np.hypot(*ERROR)

    def steps_needed(self):
        """Steps until the distance to the minimum is the hundredth part for the first time; None if there are none."""
        near = self.shares_left(MOST_STEPS) <= (1 + 1e-9) / TIMES
        return int(np.argmax(near)) if near.any() else None


def _describe(run, best):
    """The picture in words; `best` are the runs with the best rate, without momentum and with it."""
    gentle, steep = (number(size, 3) for size in run.factors)
    if run.beta:
        effect = f"in the long run a step leaves {gentle} of the gentle and {steep} of the steep error"
    else:
        gentle, steep = (number(1 - run.alpha * value, 3) for value in run.eigenvalues)
        effect = f"a step multiplies the gentle error by {gentle} and the steep one by {steep}"
    steps = run.steps_needed()
    takes = ("The path diverges." if max(run.factors) > 1 + 1e-9
             else f"In {MOST_STEPS:,} steps the distance to the minimum does not fall to a hundredth." if steps is None
             else f"The distance to the minimum is a hundredth after {counted(steps, 'step')}.")
    plain, momentum = (f"{counted(one.steps_needed(), 'step')} ({number(left, 3)} a step)"
                       for one, left in zip(best, best_factors(run.eigenvalues[1])))
    return (f"Condition {number(run.eigenvalues[1])}, rate {number(run.alpha, 4)} of at most {number(run.limit, 4)}, "
            f"momentum {number(run.beta, 2)}: {effect}. {takes} "
            f"At best it takes {plain} without momentum, {momentum} with momentum {number(best[1].beta, 3)}.")


class _MomentumFigure(Canvas):
    """A path on the contours of a valley, and its distance to the minimum beside that of the best rates."""

    def __init__(self):
        super().__init__(820, 424, parts=HALVES)
        self._valley_axes()
        self.distances = self.rescaled(self._distance_axes())

    def move(self, condition, run, best):
        last = next((end for end in STEP_ENDS if end >= best[0].steps_needed()), STEP_ENDS[-1])
        path = drawable(run.path(last))
        for line, points in ((self._line, path), (self._steps, path[1:]), (self._start, path[:1])):
            line.set_data(*points.T)
        self._contours.set_data(*_ellipses(condition))
        self.distances.set_xlim(-0.02 * last, 1.02 * last)
        for line, one in zip(self._distance_lines, (run, *best)):
            shares = one.shares_left(last)
            line.set_data(np.arange(last + 1), np.where((shares > 0) & (shares < 1e9), shares, np.nan))
        self.view = last

    def _valley_axes(self):
        axes = self.figure.add_axes(LEFT, aspect="equal")
        axes.set(xlim=(-WINDOW, WINDOW), ylim=(-WINDOW, WINDOW), xticks=(-1, 0, 1), yticks=(-1, 0, 1))
        axes.set_xlabel("error in the gentle direction", labelpad=1)
        axes.set_ylabel("error in the steep direction", labelpad=-2)
        self._contours = self.line(axes, "-", color="#9A9A9A", linewidth=0.8)
        minimum, = axes.plot(0, 0, "+", color="black", markersize=14, label="minimum")
        self._line = self.line(axes, "-", color=BLUE, linewidth=1.2)
        self._steps = self.line(axes, "o", color=BLUE, markersize=4, label="step")
        self._start = self.line(axes, "s", color="white", markeredgecolor=BLUE, markeredgewidth=2, markersize=9,
                                label="start")
        axes.legend(handles=[self._start, self._steps, minimum], loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3,
                    fontsize=9, frameon=False, columnspacing=1.2, handletextpad=0.3, borderaxespad=0.2)

    def _distance_axes(self):
        axes = self.figure.add_axes((0.575, 46 / 424, 0.415, 322 / 424), ylim=(1e-5, 1e1), yscale="log")
        axes.set_title("distance to the minimum, 1 at the start", fontsize=10, pad=22)
        axes.set_xlabel("step", labelpad=1)
        axes.minorticks_off()
        axes.grid(color="#DDDDDD")
        axes.axhline(1 / TIMES, color=GREY, linewidth=1)
        styles = (("o-", 1, BLUE, "this path"), ("--", 2, GREEN, "best rate alone"),
                  (":", 2.5, VERMILION, "with best momentum"))
        self._distance_lines = [
            self.line(axes, style, color=colour, linewidth=width, markersize=3.5, label=label)
            for style, width, colour, label in styles]
        axes.legend(handles=self._distance_lines, loc="lower right", bbox_to_anchor=(1.02, 1), ncols=3, fontsize=9,
                    frameon=False, columnspacing=1, handlelength=1.6, handletextpad=0.4, borderaxespad=0.2)
        return axes


def _ellipses(condition):
    """Contours of the valley as one line; its gaps are not a number."""
    angles = np.append(np.linspace(0, 2 * np.pi, 181), np.nan)
    gentle = 2.0 ** np.arange(-3, 5)[:, None]
    return (gentle * np.cos(angles)).ravel(), (gentle * np.sin(angles) / np.sqrt(condition)).ravel()
