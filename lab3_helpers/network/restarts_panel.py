"""Exercise 3: the best of many restarts, and what a network says that was never trained.

The row of asterisks that the sheet prints, with the loss of every restart below it and the best network's decision map
beside a random one's: how often training must begin anew before it succeeds.
"""

from functools import lru_cache

import numpy as np

from lab3_helpers.network.pictures import GRID, PLANE, DecisionMap, mark_losses
from lab3_helpers.network.maths import SUCCESS, predict, random_parameters, sheet_run
from lab3_helpers.network.training import train
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, GREY, ORANGE, Canvas
from lab3_helpers.panel.controls import button, list_slider, number_slider
from lab3_helpers.panel.words import listed, number, percent

MOST = 100
RANDOM_NETWORK, SHEET_STARTS = sheet_run()
GIVEN = len(SHEET_STARTS)
RATES = (0.1, 0.2, 0.5, 1, 2, 3, 5, 7, 10, 20, 50)
STEPS = (10, 30, 100, 300, 1000)
AXIS_ENDS = (10, 30, MOST)
HIGHEST_LOSS = 0.7
# The row of asterisks stands above the losses.
RULE, ROW, TOP = 0.76, 0.84, 0.92


class RestartsPanel(Panel):
    """Restarts in a row, with the sheet's `*` for a final loss below 0.1; the best network beside a random one.

    The first ten starts are the sheet's own, the others ``random_parameters(90, seed=0)``. The sheet's stopping
    rule is on. The random network is that of the sheet's worked example.

    Parameters
    ----------
    n : int, default 10
        Restarts, between 1 and 100.
    learning_rate : float, default 1
    steps : int, default 100
        Most steps of each, between 10 and 1000.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "The best of many restarts"

    def __init__(self, n=10, learning_rate=1, steps=100):
        controls = {
            "n": number_slider("n", n, 1, MOST, 1),
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "steps": list_slider("steps", steps, STEPS),
        }
        buttons = [button(f"n = {count}", lambda count=count: self.set(n=count)) for count in (1, *AXIS_ENDS)]
        super().__init__(_RestartsFigure(), controls, buttons, play="n", play_interval=300)

    def move(self, n, learning_rate, steps):
        training = trained(learning_rate, steps)
        losses = training.loss[:n]
        best = int(losses.argmin())
        networks = np.stack([training.params[best], RANDOM_NETWORK])
        outputs = predict(networks, PLANE).reshape(2, len(GRID), -1)
        self.figure.move(losses, best, networks, outputs)
        arguments = {"n": n, "learning_rate": learning_rate, "steps": steps}
        return _describe(losses, best, outputs), arguments


@lru_cache(maxsize=32)
def trained(learning_rate, steps):
    """All restarts there can be, the sheet's own first; fewer of them are the first ones of these."""
    starts = np.concatenate([SHEET_STARTS, random_parameters(MOST - GIVEN, seed=0)])
    return train(starts, learning_rate, steps)


def _describe(losses, best, outputs):
    """The picture in words; `outputs` are the maps of the best and of the random network."""
    n, good = len(losses), np.flatnonzero(losses < SUCCESS) + 1
    which = f" (number {listed(good)})" if 0 < len(good) <= 10 else ""
    source = "the sheet's own"
    if n > GIVEN:
        source += f" up to {GIVEN}, then random_parameters({MOST - GIVEN}, seed=0)"
    share, random_share = (percent(np.mean(output > 0.5)) for output in outputs)
    return (f"Final loss below {SUCCESS}, marked *: {len(good)} of {n}{which}. The best restart is number {best + 1} "
            f"with loss {number(losses[best], 4)}: its output is above 0.5 on {share} of the map, the random network's "
            f"on {random_share}. The starts are {source}.")


class _RestartsFigure(Canvas):
    """Final losses of many restarts with their row of asterisks; decision maps of the best and of a random network."""

    def __init__(self):
        # The losses go on in a second row: between the middle restart and the next.
        rows = [(0, 0, 405, 235), (405, 0, 820, 235)]
        super().__init__(820, 520, parts=[*rows, (20, 235, 320, 520), (320, 235, 620, 520), (610, 255, 820, 490)])
        self.losses = self.rescaled(self._loss_axes())
        self._maps = [DecisionMap(self, (left / 820, 36 / 520, 230 / 820, 230 / 520)) for left in (70, 370)]
        for decision, title in zip(self._maps, ("best network", "random network")):
            decision.axes.set_title(title, fontsize=10)
        self.figure.legend(handles=[self._ring, *self._maps[0].handles], loc="center left",
                           bbox_to_anchor=(620 / 820, 150 / 520), fontsize=9, frameon=False,
                           title="Blue: output 0.\nWhite: 0.5. Red: 1.", title_fontsize=9, alignment="left",
                           labelspacing=0.8)

    def move(self, losses, best, networks, outputs):
        """Show other restarts; `networks` and `outputs` are those of the best and of the random one."""
        numbers = np.arange(1, len(losses) + 1)
        good, shown = losses < SUCCESS, np.minimum(losses, HIGHEST_LOSS)
        self._failures.set_data(numbers[~good], shown[~good])
        self._successes.set_data(numbers[good], shown[good])
        self._row.set_data(numbers[good], np.full(good.sum(), ROW))
        self._ring.set_data([best + 1], [shown[best]])
        last = next(count for count in AXIS_ENDS if count >= len(losses))
        self.losses.set_xlim(0.5, last + 0.5)
        self.losses.set_xticks(np.unique(np.linspace(1, last, 10).round().astype(int)) if last <= 10
                               else np.arange(last // 10, last + 1, last // 10))
        self.view = last
        for decision, output, params in zip(self._maps, outputs, networks):
            decision.move(output, params)

    def _loss_axes(self):
        axes = self.figure.add_axes((70 / 820, 325 / 520, 670 / 820, 185 / 520))
        axes.set(ylim=(0, TOP), yticks=[0, 0.2, 0.4, HIGHEST_LOSS, ROW])
        axes.set_yticklabels(["0", "0.2", "0.4", f"≥ {HIGHEST_LOSS}", f"< {SUCCESS}"])
        axes.tick_params(labelsize=9)
        axes.set_ylabel("final loss", labelpad=2)
        axes.set_xlabel("restart", labelpad=1, loc="left")
        mark_losses(axes, 1.015, 7.5)
        axes.axhline(RULE, color="black", linewidth=0.8)
        axes.axvline(GIVEN + 0.5, color=GREY, linewidth=1)
        self._row = self.line(axes, " ", marker=(6, 2, 0), color="black", markersize=9, clip_on=False)
        self._failures = self.line(axes, "o", color="white", markeredgecolor=BLUE, markeredgewidth=1.5,
                                   markersize=6, clip_on=False)
        self._successes = self.line(axes, "*", color=ORANGE, markeredgecolor="black", markersize=12, clip_on=False)
        self._ring = self.line(axes, "o", color="none", markeredgecolor="black", markeredgewidth=1.5, markersize=17,
                               label="best restart", clip_on=False)
        return axes
