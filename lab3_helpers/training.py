"""The inner loop of exercise 3: many restarts of the network trained at once."""

import numpy as np

# Restarts trained together: few enough that the arrays of one step stay in the processor's cache.
CHUNK = 8192


def train_chunk(starts, rates, max_steps, tol, x, y, path=None):
    """Train some restarts of the network of `network` by gradient descent, side by side.

    Where this is not the textbook's back-propagation it saves passes over memory, which cost more than the tanh:

    * Parameters lie in rows, (9, m), restarts side by side. The first six rows, seen as (3, 2 m), are the biases, the
      weights of x1 and the weights of x2 of both hidden neurons, so one matrix product serves the layer each way.
    * ``f_out - y = (tanh(f_in / 2) + 1 - 2 y) / 2`` needs no exp and cannot overflow.
    * The learning rate and the mean over the points are multiplied into ``f_out - y``, so that every product after it
      is already an update.

    Parameters
    ----------
    starts : numpy.ndarray, shape (m, 9)
        In the order b1 b2 w11 w12 w21 w22 c u1 u2.
    rates : numpy.ndarray, shape (m,)
        Learning rates.
    max_steps : int
    tol : float or None
        Threshold of the stopping rule ``v - vnew < tol``; None switches it off.
    x : numpy.ndarray, shape (n, 2)
    y : numpy.ndarray, shape (n,)
        Labels, each 0 or 1.
    path : numpy.ndarray, shape (max_steps + 1, m, 9), optional
        Filled with the parameters after every update.

    Returns
    -------
    final : numpy.ndarray, shape (m, 9)
        Parameters after the last update.
    steps : numpy.ndarray of int, shape (m,)
        Updates made.
    """
    inputs = np.column_stack([np.ones(len(x)), x])
    sum_over_points, offset = np.ones(len(x)), (1 - 2 * y)[:, None]
    final, steps = np.empty(starts.shape), np.full(len(starts), max_steps)
    running, stopped = np.arange(len(starts)), np.zeros(len(starts), bool)
    params, rates = np.array(starts.T, order="C"), rates / (2 * len(x))
    z, logits = np.empty((len(x), 2, len(starts))), np.empty((len(x), len(starts)))
    weighted, delta = np.empty_like(z), np.empty_like(logits)
    _forward_rows(params, inputs, z, weighted, logits)
    value = _loss_rows(logits, offset, delta)
    if path is not None:
        path[:] = starts
    for step in range(1, max_steps + 1):
        np.multiply(logits, 0.5, out=delta)
        np.tanh(delta, out=delta)
        delta += offset
        delta *= rates
        np.multiply(delta[:, None], z, out=weighted)
        u_update = sum_over_points @ weighted.reshape(len(x), -1)
        z *= weighted
        np.subtract(delta[:, None], z, out=z)
        z *= params[7:]
        params[:6].reshape(3, -1)[:] -= inputs.T @ z.reshape(len(x), -1)
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
    np.tanh(z, out=z)
    np.multiply(z, params[7:], out=weighted)
    np.add(weighted[:, 0], weighted[:, 1], out=logits)
    logits += params[6]


def _loss_rows(logits, offset, scratch):
    """Mean loss from `logits`, (n, m), with ``offset = 1 - 2 y``: softplus(offset f_in), which holds for labels 0 and 1.

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
