"""Gradient descent with momentum along one eigenvector: how the error shrinks, and with which rates it does so fastest.

The step is ``x <- x - alpha grad(x) + beta (x - x_before)``; ``beta = 0`` is plain gradient descent. On a quadratic
function every eigenvector has an error of its own, whatever the others do.
"""

import numpy as np


def step_matrix(eigenvalue, alpha, beta):
    """The matrix by which a step multiplies the error along an eigenvector, together with the error before.

    Parameters
    ----------
    eigenvalue, alpha, beta : float

    Returns
    -------
    numpy.ndarray, shape (2, 2)
    """
    return np.array([[1 + beta - alpha * eigenvalue, -beta], [1.0, 0.0]])


def factor(eigenvalue, alpha, beta):
    """What a step leaves of the error along an eigenvector, in the long run: the spectral radius of `step_matrix`.

    Parameters
    ----------
    eigenvalue, alpha : float
    beta : float
        0 or more.

    Returns
    -------
    float
        Without momentum the size of ``1 - alpha * eigenvalue``.
    """
    half = (1 + beta - alpha * eigenvalue) / 2  # of the matrix's trace; beta is its determinant
    inside = half**2 - beta
    return float(np.sqrt(beta) if inside < 0 else abs(half) + np.sqrt(inside))


def errors(eigenvalue, alpha, beta, steps):
    """The error along an eigenvector, 1 at the start, before and after every step.

    Parameters
    ----------
    eigenvalue, alpha, beta : float
    steps : int

    Returns
    -------
    numpy.ndarray, shape (steps + 1,)
    """
    power, states = step_matrix(eigenvalue, alpha, beta), np.ones((1, 2))
    while len(states) <= steps:  # as many steps again in one product
        states, power = np.concatenate([states, states @ power.T]), power @ power
    return states[: steps + 1, 0]


def rate_limit(largest_eigenvalue, beta):
    """The learning rate at which the error along the steepest eigenvector no longer shrinks."""
    return 2 * (1 + beta) / largest_eigenvalue


def best_share(condition):
    """The best learning rate as a share of its limit, the same with the best momentum as without any.

    Parameters
    ----------
    condition : float
        The largest eigenvalue divided by the smallest.
    """
    return condition / (condition + 1)


def best_beta(condition):
    """The momentum with which the slower of all errors shrinks fastest, at `best_share`."""
    return best_factors(condition)[1] ** 2


def best_factors(condition):
    """What a step leaves of the slowest error at the best rate, without momentum and with the best one.

    Parameters
    ----------
    condition : float

    Returns
    -------
    plain, momentum : float
    """
    root = np.sqrt(condition)
    return (condition - 1) / (condition + 1), float((root - 1) / (root + 1))
