"""Exercise 3: a network of two tanh neurons and one sigmoid output, trained by gradient descent.

    z1_in = b1 + w11 x1 + w21 x2        z1_out = tanh(z1_in)
    z2_in = b2 + w12 x1 + w22 x2        z2_out = tanh(z2_in)
    f_in  = c + u1 z1_out + u2 z2_out   f_out  = 1 / (1 + exp(-f_in))

The nine parameters are one vector in the order b1 b2 w11 w12 w21 w22 c u1 u2. Every function takes one such
vector or many along the leading axes.
"""

import json
from pathlib import Path

import numpy as np
from numpy import exp, log1p, tanh  # bound here: what a notebook puts in their place changes no expected value

from lab3_helpers.arguments import finite_array, shown, whole_number

PARAMETER_NAMES = ("b1", "b2", "w11", "w12", "w21", "w22", "c", "u1", "u2")

# The five points: only the one in the middle is positive.
X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, -1.0], [-1.0, 0.0], [0.0, 1.0]])
Y = np.array([1.0, 0.0, 0.0, 0.0, 0.0])
X.flags.writeable = Y.flags.writeable = False

# Overflow and underflow are where they belong: a saturated unit is 0 or 1, a slope beyond all floats infinite.
SATURATED = np.errstate(all="ignore")

SHEET_TOLERANCE = 1e-4  # of the sheet's stopping rule: after an update, stop when v - vnew is below it
# The sheet prints a * behind a final loss below this.
SUCCESS = 0.1


@SATURATED
def predict(params, x=X):
    """The network's output: the probability that a point is positive.

    Parameters
    ----------
    params : array_like, shape (..., 9)
        Finite numbers in the order b1 b2 w11 w12 w21 w22 c u1 u2.
    x : array_like, shape (n, 2), default the five points `X`
        Finite numbers, a point in each row.

    Returns
    -------
    numpy.ndarray, shape (..., n)
        Between 0 and 1.

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    *_, logits = forward(parameters_of(params), _points(x))
    return sigmoid(logits)


@SATURATED
def loss(params, x=X, y=Y):
    """Mean binary cross-entropy, exact for any finite parameters.

    The loss of a point, ``-y log f_out - (1 - y) log(1 - f_out)``, equals ``softplus(f_in) - y f_in``. The second
    form takes no logarithm of 0, so it needs no guard such as the sheet's ``+ 1e-15``.

    Parameters
    ----------
    params : array_like, shape (..., 9)
        Finite numbers in the order b1 b2 w11 w12 w21 w22 c u1 u2.
    x : array_like, shape (n, 2), default the five points `X`
        Finite numbers, a point in each row.
    y : array_like, shape (n,), default the five labels `Y`
        Labels between 0 and 1.

    Returns
    -------
    numpy.ndarray or float, shape (...)

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    params, x = parameters_of(params), _points(x)
    return loss_of(params, x, _labels(y, len(x)))


@SATURATED
def gradient(params, x=X, y=Y):
    """Gradient of `loss` by back-propagation, averaged over the points.

    ``dL/df_out * df_out/df_in`` collapses to ``f_out - y``; everything before it is the chain rule of exercise 2.

    Parameters
    ----------
    params, x, y
        As in `loss`.

    Returns
    -------
    numpy.ndarray, shape (..., 9)
        In the order of the parameters.

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    params, x = parameters_of(params), _points(x)
    y = _labels(y, len(x))
    x1, x2 = x.T
    z1_out, z2_out, logits = forward(params, x)
    z1_in, z2_in = _hidden_inputs(params, x)
    *_, u1, u2 = _columns(params)
    # f_out - y, without the difference of two numbers that are nearly equal
    dL_dfin = (1 - y) * sigmoid(logits) - y * sigmoid(-logits)
    dL_dz1in = dL_dfin * u1 * _tanh_slope(z1_in)
    dL_dz2in = dL_dfin * u2 * _tanh_slope(z2_in)
    components = (dL_dz1in, dL_dz2in, dL_dz1in * x1, dL_dz2in * x1, dL_dz1in * x2, dL_dz2in * x2,
                  dL_dfin, dL_dfin * z1_out, dL_dfin * z2_out)
    return np.stack([_mean(component) for component in components], axis=-1)


@SATURATED
def numerical_gradient(params, eps=1e-5, x=X, y=Y):
    """Central finite differences of `loss`: ``(loss(p + eps e_i) - loss(p - eps e_i)) / (2 eps)``.

    The error has two parts: truncation grows with eps^2, rounding with 1e-16 / eps. Together they are least near
    eps = 1e-5; the sheet's 1e-9 sits where rounding dominates.

    Parameters
    ----------
    params, x, y
        As in `loss`.
    eps : float or array_like that broadcasts against the leading axes, default 1e-5
        Step, above 0.

    Returns
    -------
    numpy.ndarray, shape (..., 9)

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    params = parameters_of(params)
    eps, _ = positive_sizes("eps", eps, "parameters", params)
    step = eps[..., None, None] * np.eye(len(PARAMETER_NAMES))
    up, down = params[..., None, :] + step, params[..., None, :] - step
    return (loss(up, x, y) - loss(down, x, y)) / 2 / eps[..., None]


def random_parameters(n, sd=1.0, seed=0):
    """Starts for training: independent normal numbers with mean 0.

    Parameters
    ----------
    n : int
        How many starts, from 1 to ten million.
    sd : float, default 1.0
        Standard deviation, from 0 to 1e100.
    seed : int, default 0
        The same seed gives the same numbers, 0 or more. More starts from one seed begin with the same ones.

    Returns
    -------
    numpy.ndarray, shape (n, 9)

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    n = whole_number("n", n)
    spread = finite_array("sd", sd)
    if spread.ndim or not 0 <= spread <= 1e100:
        raise ValueError(f"sd must be one number from 0 to 1e100, but {shown(sd)} came.")
    draw = np.random.default_rng(whole_number("seed", seed, least=0, most=None))
    return spread * draw.standard_normal((n, len(PARAMETER_NAMES)))


def sheet_run():
    """The lab sheet's own random numbers, drawn by R with ``set.seed(-1716350366)``.

    Returns
    -------
    params : numpy.ndarray, shape (9,)
        The parameters of its worked example.
    starts : numpy.ndarray, shape (10, 9)
        The starts of its ten trainings.
    """
    draws = json.loads(Path(__file__).with_name("sheet_run.json").read_text(encoding="utf-8"))
    return np.array(draws["params"]), np.array(draws["starts"])


def plateau_losses():
    """The losses of networks that give one group of points, the only positive one among them, the same output.

    The best they can say to k points of which one is positive is 1/k. The others are told apart, so that the mean
    loss is (k / 5) H(1/k), with H the entropy in nats.

    Returns
    -------
    dict of int to float
        From k = 5 down to 2.
    """
    return {k: k / len(X) * _entropy(1 / k) for k in range(len(X), 1, -1)}


def plateau_of(outputs, loss):
    """How many points a network merges whose loss rests on a plateau.

    Parameters
    ----------
    outputs : array_like, shape (5,)
        What it says to the five points.
    loss : float

    Returns
    -------
    int or None
        k, where the positive point and k - 1 others get about 1/k and the loss is within 0.01 of that plateau.
    """
    for k, level in plateau_losses().items():
        alike = np.abs(outputs - 1 / k) < 0.1
        if abs(loss - level) < 0.01 and alike[Y == 1].all() and alike.sum() == k:
            return k
    return None


def _entropy(p):
    return -p * np.log(p) - (1 - p) * log1p(-p)


def forward(params, x):
    """The outputs of the hidden neurons and the logits of checked `params`, each of shape (..., n)."""
    z1_in, z2_in = _hidden_inputs(params, x)
    *_, c, u1, u2 = _columns(params)
    z1_out, z2_out = tanh(z1_in), tanh(z2_in)
    return z1_out, z2_out, _weighted_sum(c, (u1, u2), (z1_out, z2_out))


def _hidden_inputs(params, x):
    b1, b2, w11, w12, w21, w22, *_ = _columns(params)
    return _weighted_sum(b1, (w11, w21), x.T), _weighted_sum(b2, (w12, w22), x.T)


def _columns(params):
    return np.moveaxis(params, -1, 0)[..., None]


def _weighted_sum(bias, weights, values):
    """``bias + w1 v1 + w2 v2``; one beyond all floats is the largest of them, which is as saturated."""
    (w1, w2), (v1, v2) = weights, values
    total = bias + w1 * v1 + w2 * v2
    if np.isfinite(total).all():
        return total
    # Terms that overflow may cancel: added up once more, each 2^-1040 of itself.
    small = 2.0**-520
    scaled = bias * small * small + (w1 * small) * (v1 * small) + (w2 * small) * (v2 * small)
    return np.where(np.isfinite(total), total, np.clip(scaled / small / small, -_LARGEST, _LARGEST))


_LARGEST = np.finfo(float).max


def loss_of(params, x, y):
    """`loss` of checked arguments."""
    *_, logits = forward(params, x)
    # softplus(f_in) - y f_in, with the two large terms cancelled before they are rounded
    return _mean(np.where(logits > 0, (1 - y) * logits, -y * logits) + log1p(exp(-np.abs(logits))))


def sigmoid(logits):
    """1 / (1 + exp(-logits)), accurate to the last digits for logits of any size."""
    e = exp(-np.abs(logits))
    return np.where(logits >= 0, 1, e) / (1 + e)


def _tanh_slope(z):
    """1 - tanh(z)^2, also where tanh(z) is rounded to 1."""
    e = exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2


def _mean(values):
    # Divided first: the sum of five large losses may overflow where their mean does not.
    return np.sum(values / values.shape[-1], axis=-1)


def parameters_of(params):
    """`params` as an array of shape (..., 9), or one sentence that says what came."""
    params = finite_array("params", params)
    if params.ndim == 0 or params.shape[-1] != len(PARAMETER_NAMES):
        nine = f"nine numbers ({' '.join(PARAMETER_NAMES)}) along the last axis"
        raise ValueError(f"params must hold {nine}, but its shape is {params.shape}.")
    return params


def positive_sizes(name, sizes, of_what, params):
    """`sizes` as numbers above 0, and the shape that they have together with checked `params`; or one sentence."""
    sizes, leading = finite_array(name, sizes), params.shape[:-1]
    if (sizes <= 0).any():
        raise ValueError(f"{name} must be above 0, but {shown(sizes)} came.")
    try:
        return sizes, np.broadcast_shapes(leading, sizes.shape)
    except ValueError:
        shapes = f"{of_what} of shape {leading}, but its shape is {sizes.shape}"
        raise ValueError(f"{name} must broadcast against the {shapes}.") from None


def _points(x):
    x = finite_array("x", x)
    if x.ndim != 2 or x.shape[1] != 2 or not len(x):
        raise ValueError(f"x must hold one point (x1, x2) in each row, shape (n, 2), but its shape is {x.shape}.")
    return x


def _labels(y, n):
    y = finite_array("y", y)
    if y.shape != (n,):
        raise ValueError(f"y must hold one label for each of the {n} points, but its shape is {y.shape}.")
    if ((y < 0) | (y > 1)).any():
        raise ValueError(f"y must hold labels between 0 and 1, but {shown(y)} came.")
    return y
