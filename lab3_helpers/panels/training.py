"""Exercise 3: one training, step by step."""

from functools import lru_cache

import numpy as np

from lab3_helpers.figures import TrainingFigure
from lab3_helpers.network import X, Y, predict, random_parameters, train
from lab3_helpers.panels.controls import button, list_slider, number_slider
from lab3_helpers.panels.panel import Panel
from lab3_helpers.panels.plateaus import SUCCESS, plateau_losses
from lab3_helpers.panels.words import counted, number, percent

GRID = np.linspace(-2, 2, 101)
PLANE = np.stack(np.meshgrid(GRID, GRID), axis=-1).reshape(-1, 2)
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
SPREADS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10)
# A training is computed as far as the shortest of these that holds the step asked for.
LENGTHS = (100, 300, 1000)
SHEET_TOLERANCE = 1e-4
# Where a parameter vector holds bias and weights of the two hidden neurons.
HIDDEN = [[0, 2, 4], [1, 3, 5]]


class TrainingPanel(Panel):
    """The network in training: learning rate, steps, seed and spread of the start by slider.

    The training itself does not stop early; a mark on the loss curve shows where the sheet's rule would have stopped.

    Parameters
    ----------
    learning_rate : float, default 1
    steps : int, default 100
        Between 0 and 1000.
    seed : int, default 0
        Between 0 and 99; the start is ``random_parameters(1, sd, seed)[0]``.
    sd : float, default 1
        Standard deviation of the start's parameters, above 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Training the network"

    def __init__(self, learning_rate=1, steps=100, seed=0, sd=1):
        controls = {
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "seed": number_slider("seed", seed, 0, 99, 1),
            "initial spread": list_slider("initial spread", sd, SPREADS),
            "steps": number_slider("steps", steps, 0, LENGTHS[-1], 1),
        }
        figure = TrainingFigure(GRID, X, Y, list(plateau_losses().values()), SUCCESS)
        buttons = [button(f"{n} steps", lambda n=n: self.set(steps=n)) for n in (0, *LENGTHS)]
        super().__init__(figure, controls, buttons, play="steps", play_interval=60)

    def move(self, learning_rate, seed, initial_spread, steps):
        length = next(n for n in LENGTHS if n >= steps)
        path, losses, stop = history(learning_rate, seed, initial_spread, length)
        params = path[steps]
        output = predict(params, PLANE).reshape(len(GRID), -1)
        lines = params[HIDDEN]
        self.figure.move(output, hidden_outputs(lines), lines, losses, steps, stop)
        arguments = {"learning_rate": learning_rate, "steps": steps, "seed": seed, "sd": initial_spread}
        return describe(params, losses, steps, stop, output), arguments


@lru_cache(maxsize=64)
def history(learning_rate, seed, sd, length):
    """One training from its start: the parameters, the loss, and where the sheet's rule would have stopped.

    Returns
    -------
    path : numpy.ndarray, shape (length + 1, 9)
    losses : numpy.ndarray, shape (length + 1,)
    stop : int or None
        None if the rule does not stop it.
    """
    training = train(random_parameters(1, sd, seed)[0], learning_rate, length, tol=None, history=True)
    stops = np.flatnonzero(training.losses[:-1] - training.losses[1:] < SHEET_TOLERANCE)
    return training.path, training.losses, int(stops[0]) + 1 if stops.size else None


def hidden_outputs(lines):
    """The outputs of the hidden neurons on the map.

    Parameters
    ----------
    lines : numpy.ndarray, shape (2, 3)
        Bias and the two weights of each.

    Returns
    -------
    numpy.ndarray, shape (2, 101, 101)
    """
    bias, weight1, weight2 = lines.T[..., None, None]
    return np.tanh(bias + weight1 * GRID + weight2 * GRID[:, None])


def describe(params, losses, steps, stop, output):
    """The picture in words: the loss, what the network says to the points, where the sheet's rule stops.

    Parameters
    ----------
    params : numpy.ndarray, shape (9,)
        After the step shown.
    losses : numpy.ndarray, shape (length + 1,)
    steps : int
        The step shown.
    stop : int or None
    output : numpy.ndarray, shape (101, 101)
        The map.

    Returns
    -------
    str
    """
    told = predict(params)
    right = int(((told > 0.5) == (Y == 1)).sum())
    low, high = (number(end, 3) for end in (told[Y == 0].min(), told[Y == 0].max()))
    share = np.mean(output > 0.5)
    where = f"{percent(share)} of the map is" if share else "nothing on the map is"
    stops = "does not stop" if stop is None else f"stops after {counted(stop, 'step')}, at {number(losses[stop], 4)}"
    return (f"After {counted(steps, 'step')} the loss is {number(losses[steps], 4)}, {_judged(losses[steps], losses[0])}. "
            f"The output is {number(told[Y == 1][0], 3)} at the positive point and "
            f"{low if low == high else f'between {low} and {high}'} at the others: {right} of 5 right; {where} above "
            f"0.5. The sheet's stopping rule {stops}.")


def _judged(value, start):
    if value < SUCCESS:
        return f"below {SUCCESS}: a success"
    for group, plateau in plateau_losses().items():
        if abs(value - plateau) < 0.01:
            return f"near the plateau {plateau:.4f} (same output at the positive point and {counted(group - 1, 'other')})"
    if value > start:
        return f"more than the {number(start, 4)} at the start: the steps are too large"
    return f"not below {SUCCESS}"
