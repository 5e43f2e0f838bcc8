"""Exercise 3's picture of restarts: the final loss of each, and the best network beside a random one."""

import numpy as np

from lab3_helpers.figures.canvas import BLUE, GREY, ORANGE, VERMILION, Canvas
from lab3_helpers.figures.decision_map import DecisionMap

HIGHEST_LOSS = 0.7
# The row of asterisks stands above the losses.
RULE, ROW, TOP = 0.76, 0.84, 0.92


class RestartsFigure(Canvas):
    """Final losses of many restarts with their row of asterisks; decision maps of the best and of a random network.

    Parameters
    ----------
    grid : array_like, shape (n,)
        Coordinates of the maps along both axes.
    points : array_like, shape (m, 2)
    labels : array_like, shape (m,)
    plateaus : sequence of float
        Losses at which training may stand still, drawn as labelled lines.
    success : float
        The loss below which a restart gets its asterisk.
    given : int
        How many of the restarts, the first ones, begin at given parameters.
    counts : sequence of int
        Ends of the axis of restarts to choose from, ascending.
    """

    def __init__(self, grid, points, labels, plateaus, success, given, counts):
        super().__init__(820, 520)
        self._success, self._counts = success, counts
        self.losses = self.rescaled(self._loss_axes(plateaus, success, given))
        size = 230
        self._best, self._random = (
            DecisionMap(self, (left / 820, 36 / 520, size / 820, size / 520), grid, points, labels) for left in (70, 370))
        for decision, title in ((self._best, "best network"), (self._random, "random network")):
            decision.axes.set_title(title, fontsize=10)
        self.figure.legend(handles=[self._ring, *self._best.handles], loc="center left",
                           bbox_to_anchor=(620 / 820, 150 / 520), fontsize=9, frameon=False, title="Blue: output 0.\nWhite: 0.5. Red: 1.", title_fontsize=9,
                           alignment="left", labelspacing=0.8)

    def move(self, losses, best, best_output, best_lines, random_output, random_lines):
        """Show other restarts.

        Parameters
        ----------
        losses : array_like, shape (n,)
        best : int
            Index of the best restart.
        best_output, random_output : array_like, shape (n, n)
        best_lines, random_lines : array_like, shape (2, 3)
            Bias and weights of the hidden neurons.
        """
        numbers = np.arange(1, len(losses) + 1)
        good, shown = losses < self._success, np.minimum(losses, HIGHEST_LOSS)
        self._failures.set_data(numbers[~good], shown[~good])
        self._successes.set_data(numbers[good], shown[good])
        self._row.set_data(numbers[good], np.full(good.sum(), ROW))
        self._ring.set_data([best + 1], [shown[best]])
        last = next(count for count in self._counts if count >= len(losses))
        self.losses.set_xlim(0.5, last + 0.5)
        self.losses.set_xticks(np.unique(np.linspace(1, last, 10).round().astype(int)) if last <= 10
                               else np.arange(last // 10, last + 1, last // 10))
        self.view = last
        self._best.move(best_output, best_lines)
        self._random.move(random_output, random_lines)

    def _loss_axes(self, plateaus, success, given):
        axes = self.figure.add_axes((70 / 820, 325 / 520, 670 / 820, 185 / 520))
        axes.set(ylim=(0, TOP), yticks=[0, 0.2, 0.4, HIGHEST_LOSS, ROW])
        axes.set_yticklabels(["0", "0.2", "0.4", f"≥ {HIGHEST_LOSS}", f"< {success:g}"])
        axes.tick_params(labelsize=9)
        axes.set_ylabel("final loss", labelpad=2)
        axes.set_xlabel("restart", labelpad=1)
        for level in plateaus:
            axes.axhline(level, color=GREY, linestyle="--", linewidth=0.8)
            axes.text(1.015, level, f"{level:.4f}", transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
        axes.axhline(success, color=VERMILION, linestyle=":", linewidth=1.5)
        axes.text(1.015, success, f"{success:g}", transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
        axes.axhline(RULE, color="black", linewidth=0.8)
        axes.axvline(given + 0.5, color=GREY, linewidth=1)
        style = {"linestyle": "none", "clip_on": False}
        self._row = self.moving(axes.plot([], [], marker=(6, 2, 0), color="black", markersize=9, **style)[0])
        self._failures = self.moving(axes.plot([], [], "o", color="white", markeredgecolor=BLUE, markeredgewidth=1.5,
                                               markersize=6, **style)[0])
        self._successes = self.moving(axes.plot([], [], "*", color=ORANGE, markeredgecolor="black", markersize=12,
                                                **style)[0])
        self._ring = self.moving(axes.plot([], [], "o", color="none", markeredgecolor="black", markeredgewidth=1.5,
                                           markersize=17, label="best restart", **style)[0])
        return axes
