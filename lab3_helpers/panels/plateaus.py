"""Where a network ends that has not learnt to tell some of the points apart."""

import numpy as np

# The sheet prints a * behind a final loss below this.
SUCCESS = 0.1


def plateau_losses(points=5):
    """The losses of networks that give one group of points, the only positive one among them, the same output.

    The best they can say to k points of which one is positive is 1/k. The others are told apart, so that the mean
    loss is (k / points) H(1/k), with H the entropy in nats.

    Parameters
    ----------
    points : int, default 5

    Returns
    -------
    dict of int to float
        From k = `points` down to 2.
    """
    return {k: k / points * _entropy(1 / k) for k in range(points, 1, -1)}


def _entropy(p):
    return -p * np.log(p) - (1 - p) * np.log1p(-p)
