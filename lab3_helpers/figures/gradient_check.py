"""Exercise 3's gradient check in a picture: the error of a finite difference against its step."""

import numpy as np

from lab3_helpers.figures.canvas import BLUE, GREEN, GREY, ORANGE, VERMILION, Canvas

LOWEST, HIGHEST = 1e-16, 1e2


class GradientCheckFigure(Canvas):
    """Largest error against eps on log-log axes, and the error of every derivative at one eps.

    Parameters
    ----------
    eps : array_like, shape (n,)
        Ascending.
    names : sequence of str
        The parameters.
    tolerance : float
        Drawn as a line across both axes.
    marked_eps : float
        Drawn as a vertical line.
    """

    def __init__(self, eps, names, tolerance, marked_eps):
        super().__init__(820, 360)
        self._eps = np.asarray(eps)

        axes = self.figure.add_axes((0.08, 0.135, 0.5, 0.79), xscale="log", yscale="log")
        axes.set(xlim=(eps[0] / 2, eps[-1] * 2), ylim=(LOWEST, HIGHEST), yticks=10.0 ** np.arange(-15, 2, 3))
        axes.set_xlabel("eps", labelpad=1)
        axes.set_title("largest error of the nine derivatives", fontsize=10)
        axes.axvline(marked_eps, color=GREY, linestyle="-.", linewidth=1)
        axes.text(marked_eps * 1.3, HIGHEST / 3, f"the sheet's {marked_eps:.0e}".replace("e-0", "e-"), fontsize=9, va="top")
        self._rounding, = axes.plot([], [], "--", color=ORANGE, linewidth=1.5, label="rounding: grows with 1/eps")
        self._truncation, = axes.plot([], [], ":", color=GREEN, linewidth=2, label="truncation: grows with eps²")
        self._curve, = axes.plot([], [], "-", color=BLUE, linewidth=2.5, label="measured")
        self._current, = axes.plot([], [], "*", color=VERMILION, markeredgecolor="black", markersize=15)
        axes.legend(loc="lower left", fontsize=9, framealpha=1)

        each = self.figure.add_axes((0.64, 0.135, 0.35, 0.79), yscale="log")
        each.set(xlim=(-0.6, len(names) - 0.4), ylim=axes.get_ylim(), yticks=axes.get_yticks())
        each.tick_params(labelleft=False)
        each.set_xticks(range(len(names)), names, fontsize=9)
        each.set_title("each derivative at this eps", fontsize=10)
        self._each, = each.plot(range(len(names)), np.ones(len(names)), "D", color=BLUE, markersize=7)
        for room in (axes, each):
            room.minorticks_off()
            room.grid(color="#E4E4E4")
            room.axhline(tolerance, color=VERMILION, linestyle=(0, (6, 2)), linewidth=1.2)
        each.text(len(names) - 0.5, tolerance * 1.4, f"allowed: {tolerance:.0e}".replace("e-0", "e-"), fontsize=9, ha="right")

        for artist in (self._curve, self._rounding, self._truncation, self._current, self._each):
            self.moving(artist)

    def move(self, errors, rounding, truncation, eps, error_of_each):
        """Show another point and another eps.

        Parameters
        ----------
        errors, rounding, truncation : array_like, shape (n,)
            The measured curve and its two branches.
        eps : float
        error_of_each : array_like, one per parameter
        """
        lowest = 2 * LOWEST  # an error of 0 sits at the lower edge
        self._curve.set_data(self._eps, np.maximum(errors, lowest))
        self._rounding.set_data(self._eps, rounding)
        self._truncation.set_data(self._eps, truncation)
        self._current.set_data([eps], [max(np.max(error_of_each), lowest)])
        self._each.set_ydata(np.maximum(error_of_each, lowest))
