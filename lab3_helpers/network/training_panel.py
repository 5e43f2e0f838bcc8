"""Exercise 3: one training of the network, step by step.

The decision map, the loss curve with the plateaus and the hidden space after any step, for any rate and start: where
training stands still, where it jumps, what the network says meanwhile, and how a success makes one line enough.
"""

from functools import lru_cache

import numpy as np

from lab3_helpers.arguments import shown
from lab3_helpers.network.pictures import BLUE_WHITE_RED, GRID, PLANE, DecisionMap, HiddenSpace, mark_losses
from lab3_helpers.network.maths import (SHEET_TOLERANCE, SUCCESS, X, Y, plateau_losses, plateau_of, predict,
                                        random_parameters)
from lab3_helpers.network.students_network import Network, NotReady, complaint, descend, value
from lab3_helpers.network.training import train
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, Canvas
from lab3_helpers.panel.controls import button, list_slider, number_slider
from lab3_helpers.panel.stamps import Stamps
from lab3_helpers.panel.words import counted, number, percent

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
SDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10)
# A training is computed as far as the shortest of these that holds the step asked for.
LENGTHS = (100, 300, 1000)
HIGHEST_LOSS = 0.9
# A start is moved by this share. Where the share has grown to the other one, rounding may show in the digits said.
NUDGE, VISIBLE = 1e-12, 1e-5
CHAOTIC = " By now this training is chaotic: another computer may differ."


class TrainingPanel(Panel):
    """The network in training: learning rate, steps, seed and standard deviation `sd` of the start by slider.

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
    predict, loss, gradient : callable, optional
        Your functions of 3.1, 3.2 and 3.3, which are then trained and drawn; when a cell of theirs is run again, the
        new ones. While one of them is a blank or not right, the course's own network is shown.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "Training the network"

    def __init__(self, learning_rate=1, steps=100, seed=0, sd=1, predict=None, loss=None, gradient=None):
        self._network = Network(predict, loss, gradient)
        for name, function in self._network._asdict().items():
            if function is not None and not callable(function):
                raise TypeError(f"{name} must be a function or None, but {shown(function)} came.")
        if self._network.own():  # a function that theirs calls may be another one now
            history.cache_clear()
            complaint.cache_clear()
        controls = {
            "learning rate": list_slider("learning rate", learning_rate, RATES),
            "seed": number_slider("seed", seed, 0, 99, 1),
            "sd": list_slider("sd", sd, SDS),
            "steps": number_slider("steps", steps, 0, LENGTHS[-1], 1),
        }
        buttons = [button(f"{n} steps", lambda n=n: self.set(steps=n)) for n in (0, *LENGTHS)]
        super().__init__(_TrainingFigure(), controls, buttons, play="steps", play_interval=60)

    def move(self, learning_rate, seed, sd, steps):
        length = next(n for n in LENGTHS if n >= steps)
        network = self._network.latest()
        path, losses, stop, chaotic, problem = history(learning_rate, seed, sd, length, network)
        params = path[steps]
        told, output = predict(params), predict(params, PLANE).reshape(len(GRID), -1)
        if network.predict and problem is None:
            try:
                told, output = _outputs(network, params)
            except NotReady as error:
                problem = str(error)
        said = ""
        if network.own():
            said = "Your network. " if problem is None else f"{problem} The course's own is shown. "
        self.figure.move(params, output, losses, steps, stop, plateau_of(told, losses[steps]))
        arguments = {"learning_rate": learning_rate, "steps": steps, "seed": seed, "sd": sd}
        said += _describe(told, losses, steps, stop, output) + CHAOTIC * bool(chaotic[steps])
        return said, arguments | self._network.own()


@lru_cache(maxsize=64)
def history(learning_rate, seed, sd, length, network=Network()):
    """One training from its start: the parameters, the loss, and where the sheet's rule would have stopped.

    Parameters
    ----------
    learning_rate : float
    seed : int
    sd : float
    length : int
        Steps.
    network : Network, optional
        A student's, which is trained if it is right.

    Returns
    -------
    path : numpy.ndarray, shape (length + 1, 9)
    losses : numpy.ndarray, shape (length + 1,)
    stop : int or None
        None if the rule does not stop it.
    chaotic : numpy.ndarray of bool, shape (length + 1,)
        Whether rounding shows by then: the course's training, begun a trillionth beside, is in another place.
    problem : str or None
        Why it is the course's own network, and not the student's.
    """
    start = random_parameters(1, sd, seed)[0]
    problem = complaint(network)
    if network.own() and problem is None:
        try:
            path, losses = descend(network, start, learning_rate, length)
        except NotReady as error:
            problem = str(error)
    if problem is not None or not network.own():
        training = train(start, learning_rate, length, tol=None, history=True)
        path, losses = training.path, training.losses
    only_falls = (np.diff(losses) <= 0).all()  # then the steps are small, and paths side by side stay so
    chaotic = np.zeros(length + 1, bool) if only_falls else _apart(start, learning_rate, length)
    stops = np.flatnonzero(losses[:-1] - losses[1:] < SHEET_TOLERANCE)
    return path, losses, int(stops[0]) + 1 if stops.size else None, chaotic, problem


def _apart(start, learning_rate, length):
    """After which steps two trainings, begun side by side, are in different places, shape (length + 1,)."""
    starts = np.multiply.outer([1, 1 + NUDGE], start)
    one, other = train(starts, learning_rate, length, tol=None, history=True).path.swapaxes(0, 1)
    return (np.abs(one - other) > VISIBLE * np.maximum(1, np.abs(one))).any(axis=-1)


def _outputs(network, params):
    """What a student's network says to the five points, shape (5,), and over the map, shape (101, 101)."""
    told = value("predict", network.predict, params, np.concatenate([X, PLANE]))
    return told[: len(X)], told[len(X) :].reshape(len(GRID), -1)


def _describe(told, losses, steps, stop, output):
    """The picture in words; `told` is the output for the five points, `output` for the map."""
    right = int(((told > 0.5) == (Y == 1)).sum())
    low, high = (number(end, 3) for end in (told[Y == 0].min(), told[Y == 0].max()))
    others = low if low == high else f"between {low} and {high}"
    share = np.mean(output > 0.5)
    line = "one line separates them" if right == len(Y) else "not separated"
    where = f"{percent(share)} of the map is" if share else "nothing on the map is"
    stops = "does not stop" if stop is None else f"stops after {counted(stop, 'step')}, at {number(losses[stop], 4)}"
    return (f"After {counted(steps, 'step')} the loss is {number(losses[steps], 4)}, "
            f"{_judged(losses[steps], losses[0], told, right)}. "
            f"The output is {number(told[Y == 1][0], 3)} at the positive point and {others} at the others: "
            f"{right} of 5 right, {line} in the hidden space; {where} above 0.5. The sheet's rule {stops}.")


def _judged(value, start, told, right):
    if value < SUCCESS:
        return f"below {SUCCESS}: a success"
    if (group := plateau_of(told, value)) is not None:
        same = f"nearly the same output at the positive point and {counted(group - 1, 'other')}"
        return f"on the plateau {plateau_losses()[group]:.4f} ({same})"
    if value > start:
        return f"more than the {number(start, 4)} at the start: the steps are too large"
    if right == len(Y):
        return f"not below {SUCCESS}: all points are on the right side of 0.5, but not yet near their labels"
    return f"not below {SUCCESS}"


class _TrainingFigure(Canvas):
    """Decision map of a network in training, its loss curve and its hidden space."""

    def __init__(self):
        super().__init__(820, 470, parts=[(0, 0, 480, 470), (480, 0, 820, 470)])
        self.decision = DecisionMap(self, (45 / 820, 44 / 470, 380 / 820, 380 / 470))
        self.decision.legend_above()
        self._colour_scale()
        self.losses = self.rescaled(self._loss_axes())
        self.hidden = HiddenSpace(self, (554 / 820, 34 / 470, 150 / 820, 150 / 470))

    def move(self, params, output, losses, steps, stop, group):
        """Show another step, or another training; `stop` is the sheet's, `group` counts the points merged."""
        self.decision.move(output, params)
        self.hidden.move(params)

        # A loss above the axis runs along its upper end, whose label says so.
        shown = np.minimum(losses, HIGHEST_LOSS)
        self._to_come.set_data(np.arange(len(shown)), shown)
        self._so_far.set_data(np.arange(steps + 1), shown[: steps + 1])
        self._now.set_data([steps], [shown[steps]])
        self._stop.set_data(([], []) if stop is None else ([stop], [shown[stop]]))
        self.losses.set_xlim(0, len(shown) - 1)
        above_the_middle = (len(shown) - 1) / 2, 1.06 * HIGHEST_LOSS
        merged = "" if group is None else f", {group} points alike"
        self._title.set_texts([above_the_middle], [f"loss at step {steps}: {losses[steps]:.4g}{merged}"])
        self.view = len(shown)

    def _colour_scale(self):
        axes = self.figure.add_axes((435 / 820, 44 / 470, 10 / 820, 380 / 470))
        axes.imshow(np.linspace(0, 1, 256)[:, None], cmap=BLUE_WHITE_RED, aspect="auto", origin="lower",
                    extent=(0, 1, 0, 1))
        axes.set(xticks=[], yticks=[0, 0.5, 1])
        axes.yaxis.tick_right()
        axes.tick_params(labelsize=8, length=2, pad=2)

    def _loss_axes(self):
        axes = self.figure.add_axes((520 / 820, 243 / 470, 218 / 820, 204 / 470))
        axes.set(ylim=(0, HIGHEST_LOSS), yticks=[0, 0.2, 0.4, 0.6, HIGHEST_LOSS])
        axes.set_yticklabels(["0", "0.2", "0.4", "0.6", f"≥ {HIGHEST_LOSS}"])
        axes.tick_params(labelsize=8)
        axes.set_xlabel("step", labelpad=1, fontsize=9)
        mark_losses(axes, 1.035, 8, f"{SUCCESS}: success")
        self._title = self.moving(axes.add_artist(Stamps(10)))
        self._to_come = self.line(axes, "-", color="#9EC9E8", linewidth=1.5)
        self._so_far = self.line(axes, "-", color=BLUE, linewidth=2.2)
        self._stop = self.line(axes, "X", color="white", markeredgecolor="black", markersize=9, clip_on=False,
                               label="the sheet's rule stops")
        self._now = self.line(axes, "o", color=BLUE, markeredgecolor="black", markersize=8, clip_on=False,
                              label="this step")
        axes.legend(handles=[self._now, self._stop], loc="upper right", fontsize=8, framealpha=1, handlelength=1)
        return axes
