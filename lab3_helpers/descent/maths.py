"""A quadratic function of two variables, what follows from it, and gradient descent."""

import ast
import inspect
from dataclasses import dataclass

import numpy as np

from lab3_helpers.arguments import finite_array, numeric_array, shown, stopping_threshold, whole_number


def formula(x1, x2):
    """The function of exercise 1, of numbers, arrays or symbols; all that the course says of it follows from here."""
    return (x1 - 6) ** 2 + x2**2 - x1 * x2


START = (6.0, 6.0)  # the sheet's


def _from_values():
    """Second derivatives and minimum from values at whole numbers, which is exact because the function is quadratic."""
    of = formula
    d11, d22 = of(1, 0) - 2 * of(0, 0) + of(-1, 0), of(0, 1) - 2 * of(0, 0) + of(0, -1)
    d12 = of(1, 1) - of(1, 0) - of(0, 1) + of(0, 0)
    slope1, slope2 = (of(1, 0) - of(-1, 0)) / 2, (of(0, 1) - of(0, -1)) / 2
    minimum = np.array([d12 * slope2 - d22 * slope1, d12 * slope1 - d11 * slope2]) / (d11 * d22 - d12**2)
    return np.array([[d11, d12], [d12, d22]], dtype=float), minimum


HESSIAN, MINIMUM = _from_values()
LOWEST = float(formula(*MINIMUM))


def eigenvectors():
    """How fast the error shrinks in which direction: by ``1 - alpha * eigenvalue`` a step along an eigenvector.

    Returns
    -------
    eigenvalues : numpy.ndarray, shape (2,)
        Of the Hessian, ascending.
    directions : numpy.ndarray, shape (2, 2)
        An eigenvector in each row, scaled so that its first coordinate is 1.
    """
    eigenvalues, columns = np.linalg.eigh(HESSIAN)
    return eigenvalues.round(12), (columns / columns[0]).T.round(12)


def formula_text():
    """The right-hand side of `formula` as Python writes it, with a space on both sides of every operator."""
    return ast.unparse(ast.parse(inspect.getsource(formula)).body[0].body[-1].value)


@np.errstate(all="ignore")  # far outside the value is infinite, and that says it
def f(x):
    """Value of the function of exercise 1, `formula`.

    Parameters
    ----------
    x : array_like, shape (..., 2)
        One point, or many along the leading axes.

    Returns
    -------
    numpy.ndarray or float, shape (...)

    Raises
    ------
    ValueError
        If the last axis of `x` does not hold two numbers.
    TypeError
        If `x` is not numeric.
    """
    x = _coordinates(x)
    value = formula(x[..., 0], x[..., 1])
    # Far outside the terms overflow with both signs; a quadratic function with a minimum is infinite there.
    return np.where(np.isnan(value) & ~np.isnan(x).any(axis=-1), np.inf, value)[()]


@np.errstate(all="ignore")
def f_gradient(x):
    """Gradient of `f`, which is linear: the Hessian times ``x - MINIMUM``.

    Parameters
    ----------
    x : array_like, shape (..., 2)
        As in `f`.

    Returns
    -------
    numpy.ndarray, shape (..., 2)

    Raises
    ------
    ValueError, TypeError
        As `f` does.
    """
    error = _coordinates(x) - MINIMUM
    return error[..., :1] * HESSIAN[0] + error[..., 1:] * HESSIAN[1]


@dataclass(frozen=True)
class Descent:
    """What `gradient_descent` did.

    Attributes
    ----------
    x : numpy.ndarray, shape (n,)
        The point after the last update.
    value : float
        The function there.
    path : numpy.ndarray, shape (steps + 1, n)
        Every point visited, the start first.
    values : numpy.ndarray, shape (steps + 1,)
        The function at every point of the path.
    steps : int
        Updates made.
    reason : str
        Why it stopped: ``"max_steps"``; ``"plateau"`` (the value decreased by less than `tol`);
        ``"increase"`` (the value rose, which the sheet's rule also takes for the end);
        ``"not finite"`` (a value or a coordinate overflowed).
    """

    x: np.ndarray
    value: float
    path: np.ndarray
    values: np.ndarray
    steps: int
    reason: str


def gradient_descent(x0, func, grad, max_steps, alpha, tol=1e-4):
    """Minimise `func` by steps ``x <- x - alpha grad(x)``.

    The stopping rule is the sheet's: after an update, stop when ``v - vnew < tol``; the point after that
    update is the result. The rule is signed, so a rising value stops the descent as well; `Descent.reason`
    tells the two apart.

    Parameters
    ----------
    x0 : array_like, shape (n,)
        Start, finite numbers.
    func : callable
        Takes a point of shape (n,), returns a number.
    grad : callable
        Takes a point of shape (n,), returns an array of shape (n,).
    max_steps : int
        Most updates to make, from 1 to ten million.
    alpha : float or sequence of float
        Learning rate: one number, or one for each of the `max_steps` steps.
    tol : float or None, default 1e-4
        Threshold of the stopping rule; None switches it off.

    Returns
    -------
    Descent

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    x = finite_array("x0", x0)
    if x.ndim != 1 or x.size == 0:
        raise ValueError(f"x0 must be one point, a list of numbers, but its shape is {x.shape}.")
    for name, argument in (("func", func), ("grad", grad)):
        if not callable(argument):
            raise TypeError(f"{name} must be a function of one point, but {shown(argument)} came.")
    max_steps = whole_number("max_steps", max_steps)
    rates = finite_array("alpha", alpha)
    if rates.shape not in ((), (max_steps,)):
        due = f"one learning rate, or one for each of the {max_steps} steps"
        raise ValueError(f"alpha must be {due}, but its shape is {rates.shape}.")
    rates = np.broadcast_to(rates, max_steps)
    tol = stopping_threshold(tol)

    # The functions get copies: one that changes its argument must not change the path.
    # A diverging descent overflows; the reason "not finite" says so, a warning would only repeat it.
    with np.errstate(all="ignore"):
        path, values = [x], [_number(func(x.copy()))]
        reason = "max_steps" if np.isfinite(values[0]) else "not finite"
        for rate in rates if reason == "max_steps" else ():
            x = x - rate * _vector(grad(x.copy()), x.shape)
            path.append(x)
            values.append(_number(func(x.copy())))
            decrease = values[-2] - values[-1]
            if not (np.isfinite(values[-1]) and np.isfinite(x).all()):
                reason = "not finite"
            elif tol is not None and decrease < tol:
                reason = "increase" if decrease < 0 else "plateau"
            else:
                continue
            break
    return Descent(x, values[-1], np.array(path), np.array(values), len(path) - 1, reason)


def _coordinates(x):
    x = numeric_array("x", x)
    if x.ndim == 0 or x.shape[-1] != 2:
        raise ValueError(f"x must hold two numbers along its last axis, but its shape is {x.shape}.")
    return x


def _number(value):
    value = numeric_array("the value of func", value)
    if value.size != 1:
        raise ValueError(f"func must return one number, but it returned an array of shape {value.shape}.")
    return float(value.reshape(()))


def _vector(value, shape):
    value = numeric_array("the value of grad", value)
    if value.shape != shape:
        raise ValueError(f"grad must return an array of shape {shape}, but its shape is {value.shape}.")
    return value
