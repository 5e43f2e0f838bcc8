"""Exercise 3's luck map: how often training succeeds at every learning rate and spread, and where it ends."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Normalize

from lab3_helpers.figures.canvas import BLUE, GREY, VERMILION, Canvas
from lab3_helpers.figures.stamps import Stamps


class LuckFigure(Canvas):
    """Success rates over learning rate and initial spread; the final losses of one cell.

    Parameters
    ----------
    rates, spreads : sequence of float
        Of the columns and of the rows.
    edges : array_like, shape (b + 1,)
        Ends of the bins of final losses; the last bin also holds all larger losses.
    plateaus : sequence of float
        Losses at which training may stand still, drawn as labelled lines.
    success : float
        The loss below which a training counts as a success.
    """

    def __init__(self, rates, spreads, edges, plateaus, success):
        super().__init__(820, 430)
        self._shape = len(spreads), len(rates)
        self.map = self._map_axes(rates, spreads, success)
        self.losses = self._loss_axes(edges, plateaus, success)

    def move(self, success, row, column, shares):
        """Show other rates of success, or the losses of another cell.

        Parameters
        ----------
        success : array_like, shape (rows, columns)
            Share of successes in every cell, between 0 and 1.
        row, column : int
            The cell under the cross-hair.
        shares : array_like, shape (b,)
            Share of this cell's restarts in every bin of final losses.
        """
        self._cells.set_array(np.ravel(success))
        rows, columns = np.indices(self._shape)
        points = np.column_stack([columns.ravel(), rows.ravel()])
        percent, dark = np.round(100 * np.ravel(success)).astype(int).astype(str), np.ravel(success) < 0.5
        for stamps, chosen in ((self._on_dark, dark), (self._on_light, ~dark)):
            stamps.set_texts(points[chosen], percent[chosen])
        left, right, low, high = column - 0.5, column + 0.5, row - 0.5, row + 0.5
        along_column, along_row = map(_between_cells, self._shape)
        self._cross[0].set_data(np.full_like(along_column, column), along_column)
        self._cross[1].set_data(along_row, np.full_like(along_row, row))
        for frame in self._frame:
            frame.set_data([left, right, right, left, left], [low, low, high, high, low])
        self._bars.set_data(shares)

    def _map_axes(self, rates, spreads, success):
        rows, columns = self._shape
        axes = self.figure.add_axes((55 / 820, 46 / 430, 420 / 820, 360 / 430))
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(-0.5, rows - 0.5))
        axes.set_xticks(range(columns), [f"{rate:g}" for rate in rates], fontsize=8)
        axes.set_yticks(range(rows), [f"{spread:g}" for spread in spreads], fontsize=8)
        axes.set_xlabel("learning rate", labelpad=2)
        axes.set_ylabel("initial spread", labelpad=2)
        axes.set_title(f"% of restarts with a final loss below {success:g}", fontsize=10)
        colours = {"cmap": colormaps["cividis"], "norm": Normalize(0, 1)}
        self._cells = self.moving(axes.pcolormesh(
            np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5, np.zeros(self._shape), **colours))
        self._cross = [self.moving(axes.plot([], [], "-", color=VERMILION, linewidth=1.5)[0]) for _ in range(2)]
        self._on_dark, self._on_light = (self.moving(axes.add_artist(Stamps(8, colour))) for colour in ("white", "black"))
        self._frame = [self.moving(axes.plot([], [], "-", color=colour, linewidth=width, solid_joinstyle="miter")[0])
                       for colour, width in (("black", 4.5), ("white", 2))]
        return axes

    def _loss_axes(self, edges, plateaus, success):
        top = edges[-1]
        axes = self.figure.add_axes((535 / 820, 46 / 430, 220 / 820, 360 / 430))
        # Roots, because a few per cent on a plateau must be seen beside a bin that holds nearly all.
        axes.set_xscale("function", functions=(np.sqrt, np.square))
        axes.set(xlim=(0, 1), ylim=(0, top))
        axes.set_xticks([0, 0.01, 0.05, 0.2, 0.5, 1], ["0", "1", "5", "20", "50", "100"], fontsize=8)
        axes.set_yticks([0, 0.2, 0.4, 0.6, top], ["0", "0.2", "0.4", "0.6", f"≥ {top:g}"], fontsize=8)
        axes.minorticks_off()
        axes.set_xlabel("% of this cell's restarts", labelpad=2)
        axes.set_title("final loss in the framed cell", fontsize=10)
        for level in plateaus:
            axes.axhline(level, color=GREY, linestyle="--", linewidth=0.8)
            axes.text(1.02, level, f"{level:.4f}", transform=axes.get_yaxis_transform(), va="center", fontsize=8)
        axes.axhline(success, color=VERMILION, linestyle=":", linewidth=1.5)
        axes.text(1.02, success, f"{success:g}", transform=axes.get_yaxis_transform(), va="center", fontsize=8)
        self._bars = self.moving(axes.stairs(np.zeros(len(edges) - 1), edges, orientation="horizontal", fill=True,
                                             color=BLUE, alpha=0.8))
        return axes


def _between_cells(count):
    """A dashed line through `count` cells that leaves the number in each of them free; its gaps are not a number."""
    borders = np.arange(count + 1) - 0.5
    return np.column_stack([borders - 0.2, borders + 0.2, np.full(count + 1, np.nan)]).ravel()
