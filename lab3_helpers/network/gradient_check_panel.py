"""Exercise 3: why a gradient check needs an eps that is neither large nor tiny.

The error of the central difference over all eps, with its two causes: truncation, which grows with eps squared, and
rounding, which grows with 1/eps. The sheet's 1e-9 sits where rounding dominates.
"""

import numpy as np

from lab3_helpers.arguments import finite_array, shown
from lab3_helpers.student_code.guarded import latest
from lab3_helpers.network.maths import PARAMETER_NAMES, X, Y, gradient, loss, numerical_gradient, random_parameters
from lab3_helpers.network.students_network import NotReady, value
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, GREEN, GREY, ORANGE, VERMILION, Canvas
from lab3_helpers.panel.controls import button, list_slider, number_slider
from lab3_helpers.panel.stamps import Stamps
from lab3_helpers.panel.words import listed

DECADES = range(-14, 0)
CURVE = np.array([float(f"{digit}e{decade}") for decade in DECADES for digit in (1, 1.5, 2, 3, 5, 7)] + [1.0])
CHOICES = [float(f"{digit}e{decade}") for decade in DECADES for digit in (1, 2, 5)] + [1.0]
TOLERANCE, SHEET_EPS, GOOD_EPS = 1e-5, 1e-9, 1e-5
WRONG = 1e-8  # a derivative that is further off is wrong, not rounded
ROUND_OFF = 2.0**-53
LOWEST, HIGHEST = 1e-16, 1e2  # of the axes of errors


class GradientCheckPanel(Panel):
    """Error of the central difference against eps, with its two branches: truncation and rounding.

    Parameters
    ----------
    params : array_like, shape (9,), optional
        Where the gradient is checked; without it, random numbers from a seed that has a slider.
    eps : float, default 1e-9
        Between 1e-14 and 1; the sheet's to start with.
    seed : int, default 0
        Between 0 and 99.
    gradient : callable, optional
        Your function of 3.3, which is then checked; when its cell is run again, the new one. While it is a blank, the
        course's own is checked.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Gradient check: error of the central difference against eps"

    def __init__(self, params=None, eps=SHEET_EPS, seed=0, gradient=None):
        if gradient is not None and not callable(gradient):
            raise TypeError(f"gradient must be a function or None, but {shown(gradient)} came.")
        self._gradient = gradient
        self._params = None if params is None else finite_array("params", params)
        if params is not None and self._params.shape != (len(PARAMETER_NAMES),):
            raise ValueError(f"params must be nine numbers, but {shown(params)} came.")
        controls = {"eps": list_slider("eps", eps, CHOICES)}
        if params is None:
            controls["seed"] = number_slider("seed", seed, 0, 99, 1)
        buttons = [button(f"eps {name}", lambda eps=eps: self.set(eps=eps), tooltip)
                   for name, eps, tooltip in (("1e-9", SHEET_EPS, "The sheet's choice"),
                                              ("1e-5", GOOD_EPS, "A good choice in double precision"))]
        super().__init__(_GradientCheckFigure(), controls, buttons)

    def move(self, eps, seed=None):
        params = self._params if seed is None else random_parameters(1, seed=seed)[0]
        exact = gradient(params)
        checked, said = exact, ""
        if self._gradient is not None:
            try:
                checked = value("gradient", latest(self._gradient), params, X, Y)
            except NotReady as problem:
                said = f"{problem} The course's own gradient is checked. "
        errors = np.abs(numerical_gradient(params, CURVE) - checked)
        of_each = np.abs(numerical_gradient(params, eps) - checked)
        # A difference of two losses is off by about one rounding of the loss, and is divided by 2 eps.
        rounding = ROUND_OFF * loss(params) / CURVE
        at = np.searchsorted(CURVE, 1e-2)
        truncation = np.abs(numerical_gradient(params, CURVE[at]) - exact).max() * (CURVE / CURVE[at]) ** 2
        off = np.abs(checked - exact)
        noise = ROUND_OFF * loss(params) / eps  # its digits are chance, and differ from one processor to another
        about = max(noise, truncation[at] * (eps / CURVE[at]) ** 2, off.max())
        self.figure.move(errors, rounding, truncation, eps, of_each, off > WRONG)
        arguments = {"params": self._params} if seed is None else {"seed": seed}
        arguments |= {"eps": eps} | ({} if self._gradient is None else {"gradient": self._gradient})
        return said + _describe(eps, of_each, noise, about, np.maximum(rounding, truncation), off > WRONG), arguments


def _describe(eps, error_of_each, noise, about, expected, wrong):
    """The picture in words; `about` is the largest error as theory has it, `expected` the larger branch everywhere."""
    worst, name = error_of_each.max(), PARAMETER_NAMES[error_of_each.argmax()]
    valley = CURVE[expected.argmin()]  # where exactly the least measured error lies is chance again
    if worst > 1e4 * noise:  # its two digits are then the same everywhere
        passes, fails, largest = worst <= TOLERANCE, worst > TOLERANCE, f"{_power(worst)} (for {name})"
    else:
        passes, fails, largest = about < TOLERANCE / 3, about > TOLERANCE * 4, f"about {_power(float(f'{about:.0e}'))}"
    outcome = "passes" if passes else "fails" if fails else "passes or fails by chance (another computer may differ)"
    measured = (f"With eps = {_power(eps)} the largest of the nine errors is {largest}: a check "
                f"with the sheet's limit {_power(TOLERANCE)} {outcome}")
    if wrong.any():
        names = "all nine derivatives" if wrong.all() else listed(
            [f"dL/d{one}" for one, off in zip(PARAMETER_NAMES, wrong) if off])
        return (f"In your gradient {names} {'is' if wrong.sum() == 1 else 'are'} wrong: there the error does not fall "
                f"with eps. {measured}{', although the gradient is wrong' if passes else ''}. Where a derivative is "
                f"right, the error falls to about {_power(expected.min())} near eps = {_power(valley)}.")
    if eps < valley / 3:
        branch = "rounding dominates: a larger eps is better"
    elif eps > valley * 3:
        branch = "truncation dominates: a smaller eps is better"
    else:
        branch = "rounding and truncation balance"
    return (f"{measured}{', although the gradient is right' if fails else ''}. Here {branch}; the two branches meet "
            f"near eps = {_power(valley)}, at an error of about {_power(expected.min())}.")


def _power(value):
    """A number in powers of ten with two digits: 1e-9, 2.5e-8."""
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits.removesuffix('.0')}e{int(exponent)}" if value else "0"


class _GradientCheckFigure(Canvas):
    """Largest error against eps on log-log axes, and the error of every derivative at one eps."""

    def __init__(self):
        super().__init__(820, 360, parts=[(0, 0, 440, 360), (440, 0, 820, 360)])
        axes = self.figure.add_axes((0.07, 0.135, 0.455, 0.79), xscale="log", yscale="log")
        axes.set(xlim=(CURVE[0] / 2, CURVE[-1] * 2), ylim=(LOWEST, HIGHEST), yticks=10.0 ** np.arange(-15, 2, 3))
        axes.set_xlabel("eps", labelpad=1)
        axes.set_title("largest error of the nine derivatives", fontsize=10)
        axes.axvline(SHEET_EPS, color=GREY, linestyle="-.", linewidth=1)
        axes.text(SHEET_EPS * 1.3, HIGHEST / 3, f"the sheet's {_power(SHEET_EPS)}", fontsize=9, va="top")
        self._curve = self.line(axes, "-", color=BLUE, linewidth=2.5, label="measured")
        self._rounding = self.line(axes, "--", color=ORANGE, linewidth=1.5, label="rounding: as 1/eps")
        self._truncation = self.line(axes, ":", color=GREEN, linewidth=2, label="truncation: as eps²")
        self._flat = self.line(axes, "-", color=VERMILION, linewidth=1.5)
        self._names = self.moving(axes.add_artist(Stamps(9, boxed=True)))
        self._current = self.line(axes, "*", color=VERMILION, markeredgecolor="black", markersize=15)
        axes.legend(handles=[self._rounding, self._truncation, self._curve], loc="lower left", fontsize=9, framealpha=1)

        each = self.figure.add_axes((0.6, 0.135, 0.39, 0.79), yscale="log")
        count = len(PARAMETER_NAMES)
        each.set(xlim=(-0.6, count - 0.4), ylim=axes.get_ylim(), yticks=axes.get_yticks())
        each.set_xticks(range(count), PARAMETER_NAMES, fontsize=9)
        each.set_title("each derivative at this eps", fontsize=10)
        self._each = self.line(each, "D", color=BLUE, markersize=7)
        self._wrong = self.line(each, "X", color=VERMILION, markeredgecolor="black", markersize=10)
        for room in (axes, each):
            room.minorticks_off()
            room.grid(color="#E4E4E4")
            room.axhline(TOLERANCE, color=VERMILION, linestyle=(0, (6, 2)), linewidth=1.2)
        each.text(count - 0.5, TOLERANCE * 1.4, f"allowed: {_power(TOLERANCE)}", fontsize=9, ha="right")

    def move(self, errors, rounding, truncation, eps, error_of_each, wrong):
        """Show another point and eps; `errors`, shape (n, 9), are those at every eps of `CURVE`."""
        # An error of 0 sits at the lower edge.
        errors, error_of_each = (np.maximum(some, 2 * LOWEST) for some in (errors, error_of_each))
        right = errors[:, ~wrong]
        self._curve.set_data(*((CURVE, right.max(axis=1)) if right.size else ([], [])))
        self._rounding.set_data(CURVE, rounding)
        self._truncation.set_data(CURVE, truncation)
        self._current.set_data([eps], [error_of_each.max()])
        places = np.arange(len(wrong))
        self._each.set_data(places[~wrong], error_of_each[~wrong])
        self._wrong.set_data(places[wrong], error_of_each[wrong])

        gap = np.full((1, wrong.sum()), np.nan)
        lines = np.concatenate([errors[:, wrong], gap])
        self._flat.set_data(np.tile([*CURVE, np.nan], wrong.sum()), lines.T.ravel())
        # Lines may lie on each other, so the names stand side by side.
        which = np.flatnonzero(wrong)
        at = np.searchsorted(CURVE, 10.0 ** (1.3 * which - 12))
        self._names.set_texts(np.column_stack([CURVE[at], errors[at, which]]), [PARAMETER_NAMES[n] for n in which])
