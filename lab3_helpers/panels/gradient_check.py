"""Exercise 3: why a gradient check needs an eps that is neither large nor tiny."""

import numpy as np

from lab3_helpers.arguments import finite_array, shown
from lab3_helpers.figures import GradientCheckFigure
from lab3_helpers.network import PARAMETER_NAMES, gradient, loss, numerical_gradient, random_parameters
from lab3_helpers.panels.controls import button, list_slider, number_slider
from lab3_helpers.panels.panel import Panel

DECADES = range(-14, 0)
CURVE = np.array([float(f"{digit}e{decade}") for decade in DECADES for digit in (1, 1.5, 2, 3, 5, 7)] + [1.0])
CHOICES = [float(f"{digit}e{decade}") for decade in DECADES for digit in (1, 2, 5)] + [1.0]
TOLERANCE, SHEET_EPS, GOOD_EPS = 1e-5, 1e-9, 1e-5
ROUND_OFF = 2.0**-53
MAX_SEED = 99


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

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Gradient check: error of the central difference against eps"

    def __init__(self, params=None, eps=SHEET_EPS, seed=0):
        self._params = None if params is None else finite_array("params", params)
        if params is not None and self._params.shape != (len(PARAMETER_NAMES),):
            raise ValueError(f"params must be nine numbers, but {shown(params)} came.")
        controls = {"eps": list_slider("eps", eps, CHOICES)}
        if params is None:
            controls["seed"] = number_slider("seed", seed, 0, MAX_SEED, 1)
        buttons = [button(f"eps {name}", lambda eps=eps: self.set(eps=eps), tooltip)
                   for name, eps, tooltip in (("1e-9", SHEET_EPS, "The sheet's choice"),
                                              ("1e-5", GOOD_EPS, "A good choice in double precision"))]
        super().__init__(GradientCheckFigure(CURVE, PARAMETER_NAMES, TOLERANCE, SHEET_EPS), controls, buttons)

    def move(self, eps, seed=None):
        params = self._params if seed is None else random_parameters(1, seed=seed)[0]
        exact = gradient(params)
        errors = np.abs(numerical_gradient(params, CURVE) - exact).max(axis=-1)
        of_each = np.abs(numerical_gradient(params, eps) - exact)
        # A difference of two losses is off by about one rounding of the loss, and is divided by 2 eps.
        rounding = ROUND_OFF * loss(params) / CURVE
        at = np.searchsorted(CURVE, 1e-2)
        truncation = errors[at] * (CURVE / CURVE[at]) ** 2
        self.figure.move(errors, rounding, truncation, eps, of_each)
        where = {"params": self._params} if seed is None else {"seed": seed}
        return describe(eps, of_each, np.maximum(rounding, truncation)), where | {"eps": eps}


def describe(eps, error_of_each, expected):
    """The picture in words: the largest error, which branch it lies on, and where the branches meet.

    Parameters
    ----------
    eps : float
    error_of_each : numpy.ndarray, shape (9,)
    expected : numpy.ndarray
        The larger of the two branches at every eps of `CURVE`. The least measured error lies near its valley, but
        where exactly is chance, and differs from one processor to another.

    Returns
    -------
    str
    """
    worst, name = error_of_each.max(), PARAMETER_NAMES[error_of_each.argmax()]
    valley = CURVE[expected.argmin()]
    verdict = "passes" if worst <= TOLERANCE else "fails, although the gradient is right"
    if eps < valley / 3:
        branch = "rounding dominates: a larger eps is better"
    elif eps > valley * 3:
        branch = "truncation dominates: a smaller eps is better"
    else:
        branch = "rounding and truncation balance"
    return (f"With eps = {_power(eps)} the largest of the nine errors is {_power(worst)} (for {name}): a check "
            f"with the sheet's limit {_power(TOLERANCE)} {verdict}. Here {branch}; the two branches meet near "
            f"eps = {_power(valley)}, at an error of about {_power(expected.min())}.")


def _power(value):
    """A number in powers of ten with two digits: 1e-9, 2.5e-8."""
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits.removesuffix('.0')}e{int(exponent)}" if value else "0"
