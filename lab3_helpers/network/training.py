"""Training: gradient descent on the network's nine parameters, many restarts at once."""

import sys
from dataclasses import dataclass

import numpy as np

from lab3_helpers.arguments import stopping_threshold, whole_number
from lab3_helpers.network.maths import PARAMETER_NAMES, SATURATED, X, Y, loss_of, parameters_of, positive_sizes

# Restarts trained together: few enough that the arrays of one step stay in the processor's cache.
CHUNK = 8192


@dataclass(frozen=True)
class Training:
    """What `train` reached; the leading axes are those of the starts and the learning rates.

    Attributes
    ----------
    params : numpy.ndarray, shape (..., 9)
        Parameters after the last update.
    loss : numpy.ndarray, shape (...)
        The loss there.
    steps : numpy.ndarray of int, shape (...)
        Updates made.
    losses : numpy.ndarray, shape (max_steps + 1, ...), or None
        With ``history=True`` the loss after every update, the start first; a restart that has stopped repeats its last.
    path : numpy.ndarray, shape (max_steps + 1, ..., 9), or None
        With ``history=True`` the parameters after every update, likewise.
    """

    params: np.ndarray
    loss: np.ndarray
    steps: np.ndarray
    losses: np.ndarray | None = None
    path: np.ndarray | None = None


@SATURATED  # after an absurd rate the loss is not a number; a warning would only repeat it
def train(params, learning_rate, max_steps, tol=1e-4, history=False):
    """Train the network on the five points by gradient descent, all restarts at once.

    Parameters
    ----------
    params : array_like, shape (..., 9)
        Starts, finite numbers in the order b1 b2 w11 w12 w21 w22 c u1 u2.
    learning_rate : float or array_like
        Above 0; broadcasts against the leading axes of `params`, so that a whole map of rates x starts is one call.
    max_steps : int
        Most updates to make, from 1 to ten million.
    tol : float or None, default 1e-4
        The sheet's stopping rule: after an update, a restart stops when ``v - vnew < tol`` and stays where it is.
        None switches it off.
    history : bool, default False
        Whether to keep the loss and the parameters after every update.

    Returns
    -------
    Training

    Raises
    ------
    ValueError, TypeError
        If an argument is not of the kind described above; the sentence names it.
    """
    params = parameters_of(params)
    rates, leading = positive_sizes("learning_rate", learning_rate, "starts", params)
    max_steps, tol = whole_number("max_steps", max_steps), stopping_threshold(tol)
    starts = np.broadcast_to(params, (*leading, len(PARAMETER_NAMES))).reshape(-1, len(PARAMETER_NAMES))
    rates = np.broadcast_to(rates, leading).reshape(-1)
    final, steps = np.empty(starts.shape), np.empty(len(starts), int)
    path = np.empty((max_steps + 1, *starts.shape)) if history else None
    for first in range(0, len(starts), CHUNK):
        chunk = slice(first, first + CHUNK)
        part = None if path is None else path[:, chunk]
        final[chunk], steps[chunk] = _train_chunk(starts[chunk], rates[chunk], max_steps, tol, part)
    final, steps = final.reshape(*leading, len(PARAMETER_NAMES)), steps.reshape(leading)
    if path is None:
        return Training(final, loss_of(final, X, Y), steps)
    path = path.reshape(max_steps + 1, *leading, len(PARAMETER_NAMES))
    return Training(final, loss_of(final, X, Y), steps, loss_of(path, X, Y), path)


# Where this is not the textbook's back-propagation it saves passes over memory, which cost more than the tanh:
# - Parameters lie in rows, (9, m), restarts side by side. The first six rows, seen as (3, 2 m), are the biases, the
#   weights of x1 and the weights of x2 of both hidden neurons, so one matrix product serves the layer each way.
# - f_out - y = (tanh(f_in / 2) + 1 - 2 y) / 2 needs no exp and cannot overflow.
# - The learning rate and the mean over the points are multiplied into f_out - y, so that every product after it is
#   already an update.
def _train_chunk(starts, rates, max_steps, tol, path=None):
    """Final parameters (m, 9) and steps (m,) of some restarts; fills `path`, (max_steps + 1, m, 9), on the way."""
    n, inputs = len(X), np.column_stack([np.ones(len(X)), X])
    sum_over_points, offset = np.ones(n), (1 - 2 * Y)[:, None]
    final, steps = np.empty(starts.shape), np.full(len(starts), max_steps)
    running, stopped = np.arange(len(starts)), np.zeros(len(starts), bool)
    params, rates = np.array(starts.T, order="C"), rates / (2 * n)
    z, logits = np.empty((n, 2, len(starts))), np.empty((n, len(starts)))
    weighted, delta = np.empty_like(z), np.empty_like(logits)
    _forward_rows(params, inputs, z, weighted, logits)
    value = _loss_rows(logits, offset, delta)
    if path is not None:
        path[:] = starts
    for step in range(1, max_steps + 1):
        np.multiply(logits, 0.5, out=delta)
        _tanh(delta, out=delta)
        delta += offset
        delta *= rates
        np.multiply(delta[:, None], z, out=weighted)
        u_update = sum_over_points @ weighted.reshape(n, -1)
        z *= weighted
        np.subtract(delta[:, None], z, out=z)
        z *= params[7:]
        params[:6].reshape(3, -1)[:] -= inputs.T @ z.reshape(n, -1)
        params[6] -= sum_over_points @ delta
        params[7:].reshape(-1)[:] -= u_update
        _forward_rows(params, inputs, z, weighted, logits)
        if path is not None:
            path[step, running[~stopped]] = params.T[~stopped]
        if tol is not None:
            before, value = value, _loss_rows(logits, offset, delta)
            stopping = (before - value < tol) & ~stopped
            if stopping.any():
                final[running[stopping]], steps[running[stopping]] = params.T[stopping], step
                if path is not None:
                    path[step + 1 :, running[stopping]] = params.T[stopping]
                stopped |= stopping
            # Moving the others together costs a pass over everything, so it waits for an eighth to have stopped.
            if stopped.sum() > stopped.size / 8:
                going = ~stopped
                running = running[going]
                if not running.size:
                    return final, steps
                # compress keeps rows contiguous, which the in-place updates through reshape rely on
                rates, value, params, z, logits = (
                    array.compress(going, axis=-1) for array in (rates, value, params, z, logits)
                )
                weighted, delta, stopped = np.empty_like(z), np.empty_like(logits), np.zeros(running.size, bool)
    final[running[~stopped]] = params.T[~stopped]
    return final, steps


def _forward_rows(params, inputs, z, weighted, logits):
    """Forward pass for parameters in rows, (9, m), into `z`, (n, 2, m), and `logits`, (n, m)."""
    np.matmul(inputs, params[:6].reshape(3, -1), out=z.reshape(len(inputs), -1))
    _tanh(z, out=z)
    np.multiply(z, params[7:], out=weighted)
    np.add(weighted[:, 0], weighted[:, 1], out=logits)
    logits += params[6]


def _tanh_by_exp(values, out):
    """tanh(z) as 1 - 2 / (1 + exp(2 z)), right for infinite values as well."""
    np.multiply(values, 2, out=out)
    np.exp(out, out=out)
    out += 1
    np.divide(-2, out, out=out)
    out += 1


# A browser's Python has no vector instructions, and there this takes half the time of NumPy's own.
_tanh = _tanh_by_exp if sys.platform == "emscripten" else np.tanh


def _loss_rows(logits, offset, scratch):
    """Mean loss from `logits`, (n, m), with ``offset = 1 - 2 y``: softplus(offset f_in), for labels 0 and 1.

    The five log(1 + e) of a restart are one log of a product, between 1 and 32, so that it cannot overflow.
    """
    np.abs(logits, out=scratch)
    np.negative(scratch, out=scratch)
    np.exp(scratch, out=scratch)
    scratch += 1
    value = np.log(np.multiply.reduce(scratch, axis=0))
    np.multiply(logits, offset, out=scratch)
    np.maximum(scratch, 0, out=scratch)
    value += scratch.sum(axis=0)
    value /= len(logits)
    return value
