"""A student's own network, trained and checked as it is written; where it is not ready, one sentence says why."""

from functools import lru_cache
from time import perf_counter
from typing import NamedTuple

import numpy as np

from lab3_helpers.arguments import numeric_array
from lab3_helpers.student_code.guarded import Guard, latest
from lab3_helpers.network import maths
from lab3_helpers.network.maths import PARAMETER_NAMES, SUCCESS, X, Y
from lab3_helpers.network.training import train
from lab3_helpers.student_code.outcome import explain_error, explain_result

# How many lines one call may run through, and how long a training may take: a slider does not wait for more.
LINES, SECONDS = 60_000, 5
ARGUMENTS = {"predict": ("params", "x"), "loss": ("params", "x", "y"), "gradient": ("params", "x", "y"),
             "central_difference": ("func", "params", "eps")}


class NotReady(Exception):
    """A student's function gives nothing that can be shown; the text is a sentence about it."""

    def __str__(self):
        text = super().__str__().rstrip(". ")
        return text if text.endswith("?") else f"{text}."


class Network(NamedTuple):
    """The functions that a student wrote; None for those that the course lends.

    Attributes
    ----------
    predict, loss, gradient : callable or None
    """

    predict: object = None
    loss: object = None
    gradient: object = None

    def latest(self):
        """The functions that now go by these names: their cells may have been run again."""
        return Network(*(function and latest(function) for function in self))

    def own(self):
        """Whether anything of it is the student's."""
        return any(self)

    def __call__(self, name, *arguments):
        """What one of the functions gives for copies of the arguments."""
        function = getattr(self, name) or getattr(maths, name)
        return function(*(np.array(argument) for argument in arguments))


def value(name, function, arguments, shape):
    """What a student's function returns, as an array.

    Parameters
    ----------
    name : str
        What the notebook calls it, a key of `ARGUMENTS`.
    function : callable
    arguments : tuple
    shape : tuple of int
        Of the result.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    NotReady
    """
    with Guard(LINES) as guard:
        run = guard.call(function, *arguments)
    array = _numbers(name, run, function)
    if array.shape != shape:
        raise NotReady(f"{name} must return an array of shape {shape}, but its shape is {array.shape}")
    return array


def _numbers(name, run, function):
    if run.error is None:
        trouble = explain_result(run, function)
    else:
        trouble = explain_error(run.error, function, ARGUMENTS[name], None)
    if trouble is not None:
        raise NotReady(f"{name} {trouble.sentence}")
    if run.error is not None:
        raise NotReady(f"{name} raised {type(run.error).__name__}: {run.error}")
    return numeric_array("the result", run.value)


@lru_cache(maxsize=32)
def complaint(network):
    """Why a student's network cannot be trained, or None: every function is compared with the course's at two points.

    Parameters
    ----------
    network : Network

    Returns
    -------
    str or None
        One sentence.
    """
    for name, question in (("predict", "3.1"), ("loss", "3.2"), ("gradient", "3.3")):
        function = getattr(network, name)
        for params in maths.random_parameters(2, seed=20) if function else ():
            arguments = (params, X, Y)[: len(ARGUMENTS[name])]
            expected = getattr(maths, name)(*arguments)
            try:
                result = value(name, function, tuple(map(np.array, arguments)), np.shape(expected))
            except NotReady as problem:
                return str(problem)
            if not np.allclose(result, expected, rtol=1e-6, atol=1e-8):
                return f"{name} is not right yet, and check {question} says where."
    return None


def descend(network, start, learning_rate, steps):
    """Train a student's network without an early stop.

    Parameters
    ----------
    network : Network
        Without a `complaint`.
    start : numpy.ndarray, shape (9,)
    learning_rate : float
    steps : int

    Returns
    -------
    path : numpy.ndarray, shape (steps + 1, 9)
    losses : numpy.ndarray, shape (steps + 1,)

    Raises
    ------
    NotReady
    """
    path, losses = np.empty((steps + 1, len(PARAMETER_NAMES))), np.empty(steps + 1)
    path[0], deadline = start, perf_counter() + SECONDS
    # What `complaint` found right comes to an end: it runs untraced, three times as fast, and the time is looked at
    # here.
    with Guard():
        for step in range(steps + 1):
            try:
                losses[step] = network("loss", path[step], X, Y)
                if step < steps:
                    path[step + 1] = path[step] - learning_rate * np.asarray(network("gradient", path[step], X, Y))
            except Exception as error:
                raise NotReady(f"After {step} steps your network raised {type(error).__name__}: {error}") from None
            if perf_counter() > deadline:
                raise NotReady(f"Your network needs more than {SECONDS} seconds for {steps} steps")
    return path, losses


def your_trainings(loss, gradient, starts, learning_rate=1, max_steps=100):
    """The final losses of a student's network from some starts, beside the course's, by the sheet's stopping rule.

    Parameters
    ----------
    loss, gradient : callable
        The student's.
    starts : numpy.ndarray, shape (n, 9)
    learning_rate : float, default 1
    max_steps : int, default 100

    Returns
    -------
    str
        A line for each start, with a ``*`` for a final loss below 0.1; or one sentence that says what is missing.
    """
    network = Network(loss=loss, gradient=gradient)
    problem = complaint(network)
    if problem is not None:
        return f"{problem} Then your own network trains here."
    lines = [f"{'yours':<14}the course's"]
    for start, course in zip(starts, train(starts, learning_rate, max_steps).loss):
        try:
            _, losses = descend(network, start, learning_rate, max_steps)
        except NotReady as problem:
            return str(problem)
        stops = np.flatnonzero(losses[:-1] - losses[1:] < maths.SHEET_TOLERANCE)
        own = losses[stops[0] + 1] if stops.size else losses[-1]
        lines.append("".join(f"{f'{final:.7g}' + ' *' * int(final < SUCCESS):<14}" for final in (own, course)).rstrip())
    return "\n".join(lines)


def your_gradient_check(central_difference, gradient, params, eps, limit=1e-5):
    """Whether a student's gradient and the slopes that the student measured agree.

    Parameters
    ----------
    central_difference, gradient : callable
        The student's.
    params : numpy.ndarray, shape (9,)
        Where they are compared.
    eps : float
        Step of the central difference.
    limit : float, default 1e-5
        Largest difference allowed, the sheet's.

    Returns
    -------
    str
        One sentence.
    """
    try:
        given = value("gradient", gradient, (np.array(params), X.copy(), Y.copy()), np.shape(params))
        measured = value(
            "central_difference", central_difference, (maths.loss, np.array(params), eps), np.shape(params)
        )
    except NotReady as problem:
        return f"{problem} Then your gradient is checked here."
    apart = [f"dL/d{name}" for name, off in zip(PARAMETER_NAMES, np.abs(given - measured)) if not off < limit]
    if not apart:
        return "The gradients are correct."
    return f"Your gradient and the slopes that you measured are more than {limit:g} apart in {', '.join(apart)}."
