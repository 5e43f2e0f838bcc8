"""Exercise 3's picture of one training: the decision map, the loss per step, the two hidden neurons."""

import numpy as np

from lab3_helpers.figures.canvas import BLUE, GREY, VERMILION, Canvas
from lab3_helpers.figures.decision_map import BLUE_WHITE_RED, DecisionMap, add_heatmap, hidden_line, zero_line
from lab3_helpers.figures.stamps import Stamps

HIGHEST_LOSS = 0.9


class TrainingFigure(Canvas):
    """Decision map of a network in training, its loss curve and its two hidden neurons.

    Parameters
    ----------
    grid : array_like, shape (n,)
        Coordinates of the maps along both axes.
    points : array_like, shape (m, 2)
    labels : array_like, shape (m,)
    plateaus : sequence of float
        Losses at which training may stand still, drawn as labelled lines.
    success : float
        The loss below which a training counts as a success.
    """

    def __init__(self, grid, points, labels, plateaus, success):
        super().__init__(820, 470)
        self.decision = DecisionMap(self, (45 / 820, 44 / 470, 380 / 820, 380 / 470), grid, points, labels)
        self.figure.legend(handles=self.decision.handles, loc="upper left", bbox_to_anchor=(0.045, 1), ncols=3,
                           fontsize=8, markerscale=0.8, frameon=False, columnspacing=1.2, handletextpad=0.5,
                           borderaxespad=0.2)
        self._colour_scale()
        self.losses = self.rescaled(self._loss_axes(plateaus, success))
        self._neurons = [self._neuron_axes(neuron, grid) for neuron in (0, 1)]

    def move(self, output, neurons, lines, losses, steps, stop):
        """Show another step, or another training.

        Parameters
        ----------
        output : array_like, shape (n, n)
            Between 0 and 1.
        neurons : array_like, shape (2, n, n)
            Between -1 and 1.
        lines : array_like, shape (2, 3)
            Bias and weights of the hidden neurons.
        losses : array_like, shape (last + 1,)
            The whole training.
        steps : int
            The step whose network is shown.
        stop : int or None
            Where the sheet's rule stops.
        """
        self.decision.move(output, lines)
        for (heatmap, line), values, weights in zip(self._neurons, neurons, lines):
            heatmap.set_values(values)
            line.set_data(*zero_line(*weights))

        # A loss above the axis runs along its upper end, whose label says so.
        shown = np.minimum(losses, HIGHEST_LOSS)
        self._to_come.set_data(np.arange(len(shown)), shown)
        self._so_far.set_data(np.arange(steps + 1), shown[: steps + 1])
        self._now.set_data([steps], [shown[steps]])
        self._stop.set_data(([], []) if stop is None else ([stop], [shown[stop]]))
        self.losses.set_xlim(0, len(shown) - 1)
        self._title.set_texts([((len(shown) - 1) / 2, 1.06 * HIGHEST_LOSS)], [f"loss at step {steps}: {losses[steps]:.4g}"])
        self.view = len(shown)

    def _colour_scale(self):
        axes = self.figure.add_axes((435 / 820, 44 / 470, 10 / 820, 380 / 470))
        axes.imshow(np.linspace(0, 1, 256)[:, None], cmap=BLUE_WHITE_RED, aspect="auto", origin="lower",
                    extent=(0, 1, 0, 1))
        axes.set(xticks=[], yticks=[0, 0.5, 1])
        axes.yaxis.tick_right()
        axes.tick_params(labelsize=8, length=2, pad=2)

    def _loss_axes(self, plateaus, success):
        axes = self.figure.add_axes((520 / 820, 235 / 470, 218 / 820, 210 / 470))
        axes.set(ylim=(0, HIGHEST_LOSS), yticks=[0, 0.2, 0.4, 0.6, HIGHEST_LOSS])
        axes.set_yticklabels(["0", "0.2", "0.4", "0.6", f"≥ {HIGHEST_LOSS}"])
        axes.tick_params(labelsize=8)
        axes.set_xlabel("step", labelpad=1, fontsize=9)
        for level in plateaus:
            axes.axhline(level, color=GREY, linestyle="--", linewidth=0.8)
            axes.text(1.035, level, f"{level:.4f}", transform=axes.get_yaxis_transform(), va="center", fontsize=8)
        axes.axhline(success, color=VERMILION, linestyle=":", linewidth=1.5)
        axes.text(1.035, success, f"{success:g}: success", transform=axes.get_yaxis_transform(), va="center", fontsize=8)
        self._title = self.moving(axes.add_artist(Stamps(10)))
        self._to_come = self.moving(axes.plot([], [], "-", color="#9EC9E8", linewidth=1.5)[0])
        self._so_far = self.moving(axes.plot([], [], "-", color=BLUE, linewidth=2.2)[0])
        self._stop = self.moving(axes.plot([], [], "X", color="white", markeredgecolor="black", markersize=9,
                                           clip_on=False, label="the sheet's rule stops")[0])
        self._now = self.moving(axes.plot([], [], "o", color=BLUE, markeredgecolor="black", markersize=8,
                                          clip_on=False, label="this step")[0])
        axes.legend(handles=[self._now, self._stop], loc="upper right", fontsize=8, framealpha=1, handlelength=1)
        return axes

    def _neuron_axes(self, neuron, grid):
        axes = self.figure.add_axes(((520 + 155 * neuron) / 820, 24 / 470, 135 / 820, 135 / 470))
        axes.set(xlim=(grid[0], grid[-1]), ylim=(grid[0], grid[-1]), xticks=[-2, 0, 2], yticks=[] if neuron else [-2, 0, 2])
        axes.tick_params(labelsize=8, length=2, pad=2)
        axes.set_title(f"$z_{{{neuron + 1},out}}$: −1 blue, 1 red", fontsize=9, pad=4)
        return self.moving(add_heatmap(axes, -1, 1)), self.moving(hidden_line(axes, neuron))
