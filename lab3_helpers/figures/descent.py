"""Exercise 1's picture: the path on the contour plot, the value per step, the two error factors."""

import numpy as np

from lab3_helpers.figures.canvas import BLUE, GREEN, GREY, ORANGE, VERMILION, Canvas

GAP_FLOOR, GAP_CEILING = 1e-15, 1e7


class DescentFigure(Canvas):
    """Contour plot with a path, distance to the minimum per step, and how much each step leaves of the error.

    Parameters
    ----------
    x1, x2 : array_like, shapes (n,) and (m,)
        Grid of the contour plot; its ends are the ends of the axes.
    heights : array_like, shape (m, n)
        Value minus the minimal value on the grid.
    minimum : pair of float
    directions : sequence of (vector, label)
        The error's eigenvectors, drawn as lines through the minimum.
    factors : sequence of str
        Names of the two bars.
    step_ranges : sequence of int
        Ends of the step axis to choose from, ascending.
    """

    def __init__(self, x1, x2, heights, minimum, directions, factors, step_ranges):
        super().__init__(820, 400)
        self.contours = self._contour_axes(x1, x2, heights, minimum, directions)
        self.gaps = self.rescaled(self._gap_axes())
        self._bar_axes(factors)
        self._step_ranges = step_ranges

    def move(self, path, gaps, factors):
        """Show another path.

        Parameters
        ----------
        path : array_like, shape (steps + 1, 2)
            Start first.
        gaps : array_like, shape (steps + 1,)
            Value minus the minimal value at every point.
        factors : sequence of float
            Size of the two error factors.
        """
        # A diverging path is cut where it is far outside: Agg cannot rasterise numbers like 1e200.
        near = np.abs(path).max(axis=1) < 1e5
        shown = path if near.all() else path[: np.argmin(near)]
        self._line.set_data(*shown.T)
        self._steps.set_data(*shown[1:-1].T)
        self._start.set_data(*shown[:1].T)
        self._end.set_data(*shown[-1:].T if near.all() else ([], []))

        with np.errstate(invalid="ignore"):
            heights = np.where(np.isfinite(gaps), np.maximum(gaps, GAP_FLOOR), np.nan)
            heights = np.where(heights > 10 * GAP_CEILING, np.nan, heights)
        self._gap_line.set_data(np.arange(len(heights)), heights)
        last = next(n for n in self._step_ranges if n >= min(len(heights) - 1, self._step_ranges[-1]))
        self.gaps.set_xlim(-0.03 * last, 1.03 * last)
        self.view = last

        for bar, label, factor in zip(self._bars, self._bar_labels, factors):
            bar.set_width(factor)
            label.set_text(f"{factor:.2f}")

    def _contour_axes(self, x1, x2, heights, minimum, directions):
        axes = self.figure.add_axes((0.055, 0.115, 0.43, 0.865), aspect="equal")
        axes.contour(x1, x2, heights, levels=[0.1, 0.5, 1.5, 3, 6, 10, 16, 24, 36, 52, 75, 105, 140, 190, 250],
                     colors="#9A9A9A", linewidths=0.8)
        for vector, label in directions:
            axes.axline(minimum, np.add(minimum, vector), color=GREY, linestyle=":", linewidth=1)
            spot = np.add(minimum, vector)
            axes.text(*spot, label, color="black", fontsize=9, ha="center", va="center",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
        axes.set(xlim=(x1[0], x1[-1]), ylim=(x2[0], x2[-1]))
        axes.set_xlabel("$x_1$", labelpad=1)
        axes.set_ylabel("$x_2$", labelpad=-4)
        axes.plot(*minimum, "+", color="black", markersize=14, label="minimum")
        line, = axes.plot([], [], "-", color=BLUE, linewidth=1.5)
        steps, = axes.plot([], [], "o", color=BLUE, markersize=5, label="step")
        start, = axes.plot([], [], "s", color="white", markeredgecolor=BLUE, markeredgewidth=2, markersize=9,
                           label="start")
        end, = axes.plot([], [], "*", color=VERMILION, markeredgecolor="black", markeredgewidth=0.7,
                         markersize=15, label="end")
        self._line, self._steps, self._start, self._end = map(self.moving, (line, steps, start, end))
        axes.legend(handles=[start, steps, end, axes.lines[-5]], loc="lower left", fontsize=9, framealpha=1)
        return axes

    def _gap_axes(self):
        axes = self.figure.add_axes((0.585, 0.51, 0.4, 0.43))
        axes.set_yscale("log")
        axes.set(ylim=(GAP_FLOOR / 3, GAP_CEILING), yticks=[1e-15, 1e-10, 1e-5, 1, 1e5])
        axes.set_title("value above the minimum", fontsize=10)
        axes.set_xlabel("step", labelpad=1)
        axes.minorticks_off()
        axes.grid(color="#DDDDDD")
        self._gap_line = self.moving(axes.plot([], [], "o-", color=BLUE, markersize=4, linewidth=1)[0])
        return axes

    def _bar_axes(self, names):
        axes = self.figure.add_axes((0.685, 0.08, 0.3, 0.22))
        self._bars = axes.barh([1, 0], [0, 0], height=0.6, color=[GREEN, ORANGE], edgecolor="black")
        for bar, hatch in zip(self._bars, ("", "///")):
            bar.set_hatch(hatch)
            self.moving(bar)
        self._bar_labels = [self.moving(axes.text(2.35, y, "", va="center", ha="right", fontsize=10)) for y in (1, 0)]
        axes.set(xlim=(0, 2.4), ylim=(-0.5, 1.5), xticks=[0, 0.5, 1, 1.5, 2])
        axes.set_yticks([1, 0], names, fontsize=10)
        axes.set_title("error left after one step", fontsize=10)
        self.moving(axes.axvline(1, color=VERMILION, linestyle="--", linewidth=1.5))
