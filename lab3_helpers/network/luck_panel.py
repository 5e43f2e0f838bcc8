"""Exercise 3: was it luck? How often training succeeds, over learning rate and sd.

A map of shares, each from up to 2048 restarts, and where the restarts of one cell end: what looks like luck with ten
restarts depends on two numbers that one can choose.
"""

import asyncio
from functools import lru_cache
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize

from lab3_helpers.arguments import shown
from lab3_helpers.network.maths import SHEET_TOLERANCE, SUCCESS, plateau_losses, random_parameters
from lab3_helpers.network.pictures import mark_losses
from lab3_helpers.network.training import train
from lab3_helpers.network.training_panel import NUDGE, TrainingPanel
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, VERMILION, Canvas
from lab3_helpers.panel.controls import button, list_slider, refuse_unless_bool
from lab3_helpers.panel.stamps import Stamps
from lab3_helpers.panel.words import number, percent

RATES = (0.1, 0.2, 0.5, 1, 2, 3, 5, 7, 10, 12, 15, 20, 50)
SDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5)
STEPS = (10, 30, 100, 300, 1000)
# Restarts per cell after which the picture is drawn anew: seldom enough for a screen reader to follow.
PASSES = (32, 128, 512, 2048)
STARTS = PASSES[-1]
PLATEAUS = np.array(list(plateau_losses().values()))
NEAR = 0.01
LOSS_EDGES = np.linspace(0, 0.9, 46)


class Tally(NamedTuple):
    """What became of the restarts; rows are sds, columns are learning rates.

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


NO_RESTARTS = Tally(0, 0, 0, 0)


class LuckPanel(Panel):
    """How often training succeeds, for every learning rate and every standard deviation `sd` of the start.

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
    click = "Click a cell: the dashed cross and the frame move to it, and the right half shows where its restarts end."

    def __init__(self, learning_rate=1, sd=1, steps=100, stopping_rule=True, training=None):
        refuse_unless_bool("stopping rule", stopping_rule)
        if not isinstance(training, TrainingPanel | None):
            raise TypeError(f"training must be a TrainingPanel or None, but {shown(training)} came.")
        controls = {
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "sd": list_slider("sd", sd, SDS),
            "steps": list_slider("steps", steps, STEPS),
            "stopping rule": widgets.Checkbox(description="stopping rule", value=stopping_rule, tooltip=""),
        }
        self._rates, self._sds = ([value for _, value in controls[name].options] for name in ("learning rate", "sd"))
        self._first, self._tallies, self._setting, self._task = {}, {}, None, None
        # Callbacks come in threads of their own; the work belongs to the loop that runs the notebook's cells.
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._progress = widgets.IntProgress(max=STARTS, description="restarts", tooltip="", layout={"width": "260px"})
        follow = [] if training is None else [button("as in the training panel", lambda: self._follow(training))]
        super().__init__(_LuckFigure(self._rates, self._sds), controls, [self._progress, *follow])

    def move(self, learning_rate, sd, steps, stopping_rule):
        self._setting = setting = steps, stopping_rule
        if setting not in self._first:
            # Few enough restarts to be done at once: there is always a map.
            self._first[setting] = self._tallies[setting] = self._more(setting, NO_RESTARTS)
        tally = self._tallies[setting]
        row, column = self._sds.index(sd), self._rates.index(learning_rate)
        self.figure.move(tally.successes / tally.starts, row, column, tally.bins[row, column] / tally.starts)
        self._progress.value = tally.starts
        if tally.starts < STARTS and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)
        arguments = {"learning_rate": learning_rate, "sd": sd, "steps": steps}
        return self._said(tally), arguments | {"stopping_rule": stopping_rule}

    def clicked(self, x, y):
        point = self.figure.point_at(self.figure.map, x, y)
        if point is not None:
            column, row = np.round(point).astype(int)
            self.set(learning_rate=self._rates[column], sd=self._sds[row])

    def __str__(self):
        # The first map is the same in every run; how far the passes have come is not.
        return f"{self.title}. {self._said(self._first[self._setting])}\n{self.picture.recipe}"

    def _follow(self, training):
        def nearest(choices, label):
            return min(choices, key=lambda choice: abs(np.log(choice / training.controls[label].value)))

        self.set(learning_rate=nearest(self._rates, "learning rate"), sd=nearest(self._sds, "sd"))

    def _wake(self):
        """Begin to refine, in the notebook's own loop; at most one task runs."""
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._refine())

    async def _refine(self):
        """Train more restarts, a slice at a time, until the present map is complete; another one may become it."""
        while (tally := self._tallies[setting := self._setting]).starts < STARTS:
            await asyncio.sleep(0.01)  # the kernel answers whatever has come in the meantime
            if self.figure is None:  # closed
                return
            if setting != self._setting:
                continue
            try:
                self._tallies[setting] = more = self._more(setting, tally)
            except (Exception, KeyboardInterrupt) as error:  # a task's exception would vanish in a log
                self._explain("The map could not be refined", error)
                return
            self._progress.value = more.starts
            if more.starts in PASSES:
                self.refresh()

    def _more(self, setting, tally):
        """`tally` and one slice of restarts more; about as much work for any number of steps."""
        steps, stopping_rule = setting
        count = int(np.clip(2 ** int(np.log2(6400 / steps)), 8, 128))
        losses = final_losses(self._rates, self._sds, steps, stopping_rule, tally.starts, tally.starts + count)
        return Tally(*map(sum, zip(tally, counted(losses))))

    def _said(self, tally):
        values = self._values()
        row, column = self._sds.index(values["sd"]), self._rates.index(values["learning_rate"])
        steps, rule = values["steps"], values["stopping_rule"]
        said = _describe(tally, row, column, self._rates, self._sds, steps, rule)
        if rule or values["learning_rate"] not in chaotic_rates(tuple(self._rates), tuple(self._sds), steps):
            return said
        return f"{said} Some trainings at this rate are chaotic: another computer may differ."


def final_losses(rates, sds, steps, stopping_rule, first, last):
    """Final losses of the starts from number `first` to before `last`, shape (sds, rates, last - first)."""
    starts = np.multiply.outer(sds, random_parameters(last)[first:])
    tol = SHEET_TOLERANCE if stopping_rule else None
    return train(starts[:, None], np.array(rates, float)[:, None], steps, tol).loss


@lru_cache(maxsize=32)
def chaotic_rates(rates, sds, steps):
    """The learning rates at which some trainings without the stopping rule, begun side by side, end apart.

    A few tell, because chaos has hold of many at a rate, or of hardly any. The stopping rule ends them before.
    """
    side_by_side = np.multiply.outer([1, 1 + NUDGE], sds).ravel()
    one, other = np.split(final_losses(rates, side_by_side, steps, False, 0, 4), 2)
    apart = (np.abs(one - other) > NEAR).any(axis=(0, 2))
    return {rate for rate, some in zip(rates, apart) if some}


def counted(losses):
    """The `Tally` of final losses of shape (rows, columns, starts)."""
    last = len(LOSS_EDGES) - 2
    bins = np.minimum(np.searchsorted(LOSS_EDGES, losses, side="right") - 1, last)
    near = (np.abs(losses[..., None] - PLATEAUS) < NEAR).sum(axis=-2)
    bins = (bins[..., None] == np.arange(last + 1)).sum(axis=-2)
    return Tally(losses.shape[-1], (losses < SUCCESS).sum(axis=-1), near, bins)


def _describe(tally, row, column, rates, sds, steps, stopping_rule):
    """The picture in words: the framed cell, where its failures end, and the best cell."""
    def share(count):
        return percent(count / tally.starts)

    best_row, best_column = np.unravel_index(tally.successes.argmax(), tally.successes.shape)
    if tally.successes.any():
        best = (f"The best cell has {share(tally.successes[best_row, best_column])} (rate "
                f"{number(rates[best_column])}, sd {number(sds[best_row])}).")
    else:
        best = "No cell has a success."
    ends = ", ".join(f"{share(count)} near {plateau:.4f}" for count, plateau in zip(tally.near[row, column], PLATEAUS))
    return (f"Rate {number(rates[column])}, sd {number(sds[row])}: {share(tally.successes[row, column])} of "
            f"the restarts end below {SUCCESS}, {ends}. {best} {tally.starts} restarts per cell, up to {steps} steps, "
            f"stopping rule {'on' if stopping_rule else 'off'}.")


class _LuckFigure(Canvas):
    """Success rates over learning rate and sd; the final losses of one cell."""

    def __init__(self, rates, sds):
        super().__init__(820, 430, parts=[(0, 0, 480, 430), (480, 0, 820, 430)])
        self._shape = len(sds), len(rates)
        self.map = self._map_axes(rates, sds)
        self.losses = self._loss_axes()

    def move(self, success, row, column, shares):
        """Show other rates of success; `shares` are those of the framed cell between two of `LOSS_EDGES`."""
        self._cells.set_array(success.ravel())
        rows, columns = np.indices(self._shape)
        points = np.column_stack([columns.ravel(), rows.ravel()])
        numbers, dark = np.round(100 * success.ravel()).astype(int).astype(str), success.ravel() < 0.5
        for stamps, chosen in ((self._on_dark, dark), (self._on_light, ~dark)):
            stamps.set_texts(points[chosen], numbers[chosen])
        left, right, low, high = column - 0.5, column + 0.5, row - 0.5, row + 0.5
        along_column, along_row = map(_between_cells, self._shape)
        self._cross[0].set_data(np.full_like(along_column, column), along_column)
        self._cross[1].set_data(along_row, np.full_like(along_row, row))
        for frame in self._frame:
            frame.set_data([left, right, right, left, left], [low, low, high, high, low])
        self._bars.set_data(shares)

    def _map_axes(self, rates, sds):
        rows, columns = self._shape
        axes = self.figure.add_axes((62 / 820, 46 / 430, 413 / 820, 360 / 430))
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(-0.5, rows - 0.5))
        axes.set_xticks(range(columns), [f"{rate:g}" for rate in rates], fontsize=9)
        axes.set_yticks(range(rows), [f"{sd:g}" for sd in sds], fontsize=9)
        axes.set_xlabel("learning rate", labelpad=2)
        axes.set_ylabel("sd, the standard deviation of the start", labelpad=2)
        axes.set_title(f"% of restarts with a final loss below {SUCCESS}", fontsize=10)
        colours = {"cmap": colormaps["cividis"], "norm": Normalize(0, 1)}
        self._cells = self.moving(axes.pcolormesh(
            np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5, np.zeros(self._shape), **colours))
        self._cross = [self.line(axes, "-", color=VERMILION, linewidth=1.5) for _ in range(2)]
        self._on_dark, self._on_light = (
            self.moving(axes.add_artist(Stamps(10, colour))) for colour in ("white", "black"))
        self._frame = [self.line(axes, "-", color=colour, linewidth=width, solid_joinstyle="miter")
                       for colour, width in (("black", 4.5), ("white", 2))]
        return axes

    def _loss_axes(self):
        top = LOSS_EDGES[-1]
        axes = self.figure.add_axes((535 / 820, 46 / 430, 220 / 820, 360 / 430))
        # Roots, because a few per cent on a plateau must be seen beside a bin that holds nearly all.
        axes.set_xscale("function", functions=(np.sqrt, np.square))
        axes.set(xlim=(0, 1), ylim=(0, top))
        axes.set_xticks([0, 0.01, 0.05, 0.2, 0.5, 1], ["0", "1", "5", "20", "50", "100"], fontsize=8)
        axes.set_yticks([0, 0.2, 0.4, 0.6, top], ["0", "0.2", "0.4", "0.6", f"≥ {top:g}"], fontsize=8)
        axes.minorticks_off()
        axes.set_xlabel("% of this cell's restarts", labelpad=2)
        axes.set_title("final loss in the framed cell", fontsize=10)
        mark_losses(axes, 1.02, 8)
        self._bars = self.moving(axes.stairs(np.zeros(len(LOSS_EDGES) - 1), LOSS_EDGES, orientation="horizontal",
                                             fill=True, color=BLUE, alpha=0.8))
        return axes


def _between_cells(count):
    """A dashed line through `count` cells that leaves the number in each of them free; its gaps are not a number."""
    borders = np.arange(count + 1) - 0.5
    return np.column_stack([borders - 0.2, borders + 0.2, np.full(count + 1, np.nan)]).ravel()
