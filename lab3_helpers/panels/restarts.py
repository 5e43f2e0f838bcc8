"""Exercise 3: the best of many restarts."""

from functools import lru_cache

import numpy as np

from lab3_helpers.figures import RestartsFigure
from lab3_helpers.network import X, Y, predict, random_parameters, sheet_run, train
from lab3_helpers.panels.controls import button, list_slider, number_slider
from lab3_helpers.panels.panel import Panel
from lab3_helpers.panels.plateaus import SUCCESS, plateau_losses
from lab3_helpers.panels.training import GRID, HIDDEN, PLANE
from lab3_helpers.panels.words import number, percent

MOST = 100
RATES = (0.1, 0.2, 0.5, 1, 2, 3, 5, 7, 10, 20, 50)
STEPS = (10, 30, 100, 300, 1000)


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
        self._example, starts = sheet_run()
        self._given = len(starts)
        controls = {
            "n": number_slider("n", n, 1, MOST, 1),
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "steps": list_slider("steps", steps, STEPS),
        }
        figure = RestartsFigure(GRID, X, Y, list(plateau_losses().values()), SUCCESS, self._given, (10, 30, MOST))
        buttons = [button(f"n = {count}", lambda count=count: self.set(n=count)) for count in (1, 10, 30, MOST)]
        super().__init__(figure, controls, buttons, play="n", play_interval=300)

    def move(self, n, learning_rate, steps):
        training = trained(learning_rate, steps)
        losses = training.loss[:n]
        best = int(losses.argmin())
        params = training.params[best], self._example
        outputs = [predict(one, PLANE).reshape(len(GRID), -1) for one in params]
        self.figure.move(losses, best, outputs[0], params[0][HIDDEN], outputs[1], params[1][HIDDEN])
        arguments = {"n": n, "learning_rate": learning_rate, "steps": steps}
        return describe(losses, best, self._given, outputs), arguments


@lru_cache(maxsize=32)
def trained(learning_rate, steps):
    """All restarts there can be, the sheet's own first; fewer of them are the first ones of these."""
    _, given = sheet_run()
    starts = np.concatenate([given, random_parameters(MOST - len(given), seed=0)])
    return train(starts, learning_rate, steps)


def describe(losses, best, given, outputs):
    """The picture in words: which restarts succeeded, where they began, and how the two maps differ.

    Parameters
    ----------
    losses : numpy.ndarray, shape (n,)
    best : int
        Index of the best.
    given : int
        How many begin at the sheet's starts.
    outputs : pair of numpy.ndarray
        Maps of the best and of the random network.

    Returns
    -------
    str
    """
    n, good = len(losses), np.flatnonzero(losses < SUCCESS) + 1
    which = f" (number {_listed(good)})" if 0 < len(good) <= 10 else ""
    source = "the sheet's own"
    if n > given:
        source += f" up to {given}, then random_parameters({MOST - given}, seed=0)"
    share, random_share = (percent(np.mean(output > 0.5)) for output in outputs)
    return (f"Final loss below {SUCCESS}, marked *: {len(good)} of {n}{which}. The best restart is number {best + 1} "
            f"with loss {number(losses[best], 4)}: its output is above 0.5 on {share} of the map, the random network's "
            f"on {random_share}. The starts are {source}.")


def _listed(numbers):
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last
