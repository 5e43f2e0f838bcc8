"""Exercise 3: was it luck? Success over learning rate and initial spread, from thousands of restarts per cell."""

import asyncio
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from lab3_helpers.arguments import shown
from lab3_helpers.figures import LuckFigure
from lab3_helpers.network import random_parameters, train
from lab3_helpers.panels.controls import button, list_slider
from lab3_helpers.panels.panel import Panel
from lab3_helpers.panels.plateaus import SUCCESS, plateau_losses
from lab3_helpers.panels.training import SHEET_TOLERANCE, TrainingPanel
from lab3_helpers.panels.words import number, percent

RATES = (0.1, 0.2, 0.5, 1, 2, 3, 5, 7, 10, 12, 15, 20, 50)
SPREADS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5)
STEPS = (10, 30, 100, 300, 1000)
# Restarts per cell after which the picture is drawn anew: seldom enough for a screen reader to follow.
PASSES = (32, 128, 512, 2048)
STARTS = PASSES[-1]
PLATEAUS = np.array(list(plateau_losses().values()))
NEAR = 0.01
LOSS_EDGES = np.linspace(0, 0.9, 46)


class Tally(NamedTuple):
    """What became of the restarts; rows are spreads, columns are learning rates.

    Attributes
    ----------
    starts : int
        In every cell.
    successes : numpy.ndarray, shape (rows, columns)
    near : numpy.ndarray, shape (rows, columns, 4)
        How many ended near each plateau.
    bins : numpy.ndarray, shape (rows, columns, 45)
        How many ended between two of `LOSS_EDGES`; the last holds all larger losses as well.
    """

    starts: int
    successes: np.ndarray
    near: np.ndarray
    bins: np.ndarray


class LuckPanel(Panel):
    """How often training succeeds, for every learning rate and every spread of the start.

    The first map comes from few restarts per cell and is refined in passes while the kernel has nothing else to do,
    up to 2048 in every cell. The starts are ``random_parameters(2048, sd, seed=0)``. Click a cell, or move the
    sliders, to see where its restarts end.

    Parameters
    ----------
    learning_rate : float, default 1
    sd : float, default 1
        Standard deviation of the start's parameters.
    steps : int, default 100
        Most steps of each training, between 10 and 1000.
    stopping_rule : bool, default True
        Whether a training stops where the sheet's rule says so.
    training : TrainingPanel, optional
        A button then frames the cell that is nearest to the setting of that panel.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Luck map: how often training succeeds"
    clickable = True

    def __init__(self, learning_rate=1, sd=1, steps=100, stopping_rule=True, training=None):
        if not isinstance(stopping_rule, bool):
            raise TypeError(f"stopping rule must be True or False, but {shown(stopping_rule)} came.")
        if not isinstance(training, TrainingPanel | None):
            raise TypeError(f"training must be a TrainingPanel or None, but {shown(training)} came.")
        controls = {
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "initial spread": list_slider("initial spread", sd, SPREADS),
            "steps": list_slider("steps", steps, STEPS),
            "stopping rule": widgets.Checkbox(description="stopping rule", value=stopping_rule),
        }
        self._rates, self._spreads = ([value for _, value in controls[name].options]
                                      for name in ("learning rate", "initial spread"))
        self._first, self._tallies, self._setting, self._task = {}, {}, None, None
        # Callbacks come in threads of their own; the work belongs to the loop that runs the notebook's cells.
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._progress = widgets.IntProgress(min=0, max=STARTS, description="restarts", layout={"width": "260px"})
        figure = LuckFigure(self._rates, self._spreads, LOSS_EDGES, PLATEAUS, SUCCESS)
        follow = [] if training is None else [button("as in the training panel", lambda: self._follow(training))]
        super().__init__(figure, controls, buttons=[self._progress, *follow])

    def move(self, learning_rate, initial_spread, steps, stopping_rule):
        self._setting = setting = steps, stopping_rule
        if setting not in self._first:
            # Few enough restarts to be done at once: there is always a map.
            self._first[setting] = self._tallies[setting] = self._more(setting, None)
        tally = self._tallies[setting]
        row, column = self._spreads.index(initial_spread), self._rates.index(learning_rate)
        self.figure.move(tally.successes / tally.starts, row, column, tally.bins[row, column] / tally.starts)
        self._progress.value = tally.starts
        if tally.starts < STARTS and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)
        arguments = {"learning_rate": learning_rate, "sd": initial_spread, "steps": steps, "stopping_rule": stopping_rule}
        return self._describe(tally), arguments

    def clicked(self, x, y):
        point = self.figure.point_at(self.figure.map, x, y)
        if point is not None:
            column, row = np.round(point).astype(int)
            self.set(learning_rate=self._rates[column], initial_spread=self._spreads[row])

    def _follow(self, training):
        def nearest(choices, label):
            return min(choices, key=lambda choice: abs(np.log(choice / training.controls[label].value)))

        self.set(learning_rate=nearest(self._rates, "learning rate"), initial_spread=nearest(self._spreads, "initial spread"))

    def __str__(self):
        # The first map is the same in every run; how far the passes have come is not.
        return f"{self.title}. {self._describe(self._first[self._setting])}\n{self.picture.recipe}"

    def _wake(self):
        """Begin to refine, in the notebook's own loop; at most one task runs."""
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._refine())

    async def _refine(self):
        """Train more restarts, a slice at a time, until the present map is complete; another one may become it."""
        while (tally := self._tallies[setting := self._setting]).starts < STARTS:
            await asyncio.sleep(0.01)  # the kernel answers whatever has come in the meantime
            if setting != self._setting:
                continue
            self._tallies[setting] = more = self._more(setting, tally)
            self._progress.value = more.starts
            if more.starts in PASSES:
                self.refresh()

    def _more(self, setting, tally):
        """`tally` and one slice of restarts more; about as much work for any number of steps."""
        steps, stopping_rule = setting
        count = int(np.clip(2 ** int(np.log2(6400 / steps)), 8, 128))
        done = 0 if tally is None else tally.starts
        losses = final_losses(self._rates, self._spreads, steps, stopping_rule, done, done + count)
        more = counted(losses)
        return more if tally is None else Tally(*(old + new for old, new in zip(tally, more)))

    def _describe(self, tally):
        values = self._values()
        row, column = self._spreads.index(values["initial_spread"]), self._rates.index(values["learning_rate"])
        return describe(tally, row, column, self._rates, self._spreads, values["steps"], values["stopping_rule"])


def final_losses(rates, spreads, steps, stopping_rule, first, last):
    """Final losses of the starts from number `first` to before `last`, shape (spreads, rates, last - first)."""
    starts = np.multiply.outer(spreads, random_parameters(last)[first:])
    tol = SHEET_TOLERANCE if stopping_rule else None
    return train(starts[:, None], np.array(rates, float)[:, None], steps, tol).loss


def counted(losses):
    """The `Tally` of final losses of shape (rows, columns, starts)."""
    last = len(LOSS_EDGES) - 2
    bins = np.minimum(np.searchsorted(LOSS_EDGES, losses, side="right") - 1, last)
    return Tally(
        losses.shape[-1],
        (losses < SUCCESS).sum(axis=-1),
        (np.abs(losses[..., None] - PLATEAUS) < NEAR).sum(axis=-2),
        (bins[..., None] == np.arange(last + 1)).sum(axis=-2),
    )


def describe(tally, row, column, rates, spreads, steps, stopping_rule):
    """The picture in words: the framed cell, where its failures end, the best cell, and from how many restarts.

    Parameters
    ----------
    tally : Tally
    row, column : int
        The framed cell.
    rates, spreads : sequence of float
    steps : int
    stopping_rule : bool

    Returns
    -------
    str
    """
    def share(count):
        return percent(count / tally.starts)

    best_row, best_column = np.unravel_index(tally.successes.argmax(), tally.successes.shape)
    if tally.successes.any():
        best = (f"The best cell has {share(tally.successes[best_row, best_column])} (rate "
                f"{number(rates[best_column])}, spread {number(spreads[best_row])}).")
    else:
        best = "No cell has a success."
    ends = ", ".join(f"{share(count)} near {plateau:.4f}" for count, plateau in zip(tally.near[row, column], PLATEAUS))
    return (f"Rate {number(rates[column])}, spread {number(spreads[row])}: {share(tally.successes[row, column])} of the "
            f"restarts end below {SUCCESS}, {ends}. {best} {tally.starts} restarts per cell, up to {steps} steps, "
            f"stopping rule {'on' if stopping_rule else 'off'}.")
