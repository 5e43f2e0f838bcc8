"""A student's own network, trained and checked as it is written; where it is not ready, one sentence says why."""

import io
from contextlib import redirect_stdout
from functools import lru_cache
from time import perf_counter
from typing import NamedTuple

import numpy as np

from lab3_helpers.arguments import numeric_array
from lab3_helpers.student_code.guarded import Guard, latest
from lab3_helpers.network import maths
from lab3_helpers.network.maths import PARAMETER_NAMES, X, Y
from lab3_helpers.network.questions import QUESTIONS
from lab3_helpers.student_code.outcome import explain_error, explain_result

# How long a training may take: a slider does not wait for more.
SECONDS = 2
ASKED_IN = {"predict": "3.1", "loss": "3.2", "gradient": "3.3", "central_difference": "3.4"}


class NotReady(Exception):
    """A student's function gives nothing that can be shown; the text is a sentence about it."""

    def __str__(self):
        text = " ".join(super().__str__().split()).rstrip(". ")
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
        """The student's functions by their names."""
        return {name: function for name, function in self._asdict().items() if function is not None}

    def __call__(self, name, *arguments):
        """What one of the functions gives for copies of the arguments."""
        function = getattr(self, name) or getattr(maths, name)
        return function(*(np.array(argument) for argument in arguments))


def all_run(**functions):
    """Whether functions of exercise 3 are written and return numbers; if not, one sentence says which one is not ready.

    Parameters
    ----------
    **functions : callable
        A student's ``predict``, ``loss``, ``gradient``, ``central_difference``, by their names.

    Returns
    -------
    bool
    """
    return _said(_obstacle(functions))


def all_right(**functions):
    """Whether functions of exercise 3 are right; if not, one sentence says which one is not.

    Parameters
    ----------
    **functions : callable
        A student's ``predict``, ``loss``, ``gradient``, ``central_difference``, by their names.

    Returns
    -------
    bool
    """
    return _said(_objection(functions))


def _said(problem):
    if problem is not None:
        print(problem)
    return problem is None


@lru_cache(maxsize=32)
def complaint(network):
    """Why a student's `Network` cannot be trained, in one sentence, or None."""
    return _objection(network.own())


def _obstacle(functions):
    """Why one of the functions gives no numbers for the sheet's network, or None."""
    params, _ = maths.sheet_run()
    calls = {"predict": (params, X), "loss": (params, X, Y), "gradient": (params, X, Y),
             "central_difference": (maths.loss, params, 1e-9)}
    try:
        for name, function in functions.items():
            value(name, function, *calls[name])
    except NotReady as problem:
        return str(problem)
    return None


def _objection(functions):
    """Why one of the functions is not right, or None."""
    for name, function in functions.items():
        obstacle = _obstacle({name: function})
        if obstacle is not None:
            return obstacle
        try:
            with redirect_stdout(io.StringIO()):
                right = QUESTIONS[ASKED_IN[name]].judge((function,), None)
        except Exception:  # the student's own, which the check shows
            right = False
        if not right:
            return f"{name} is not right yet, and check {ASKED_IN[name]} says where."
    return None


def value(name, function, *arguments):
    """What a student's function returns for copies of the arguments, as an array.

    Parameters
    ----------
    name : str
        What the notebook calls it, a key of `ASKED_IN`.
    function : callable
    *arguments

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    NotReady
        If it does not return finite numbers, as many as are due.
    """
    (task,) = QUESTIONS[ASKED_IN[name]].tasks
    handed = [np.array(one) if isinstance(one, np.ndarray) else one for one in arguments]
    with Guard() as guard:
        run = guard.call(function, *handed)
    if run.error is None:
        trouble = explain_result(run, function)
    else:
        trouble = explain_error(run.error, function, task.asked, None)
    if trouble is not None:
        raise NotReady(f"{name} {trouble.sentence}")
    if run.error is not None:
        raise NotReady(f"{name} raised {type(run.error).__name__}: {run.error}")
    if not all(np.allclose(one, was) for one, was in zip(handed, arguments) if isinstance(was, np.ndarray)):
        raise NotReady(f"{name} changes the array it was given: compute a new one")
    array, shape = numeric_array("the result", run.value), np.shape(task.truth(*arguments))
    if array.shape != shape:
        raise NotReady(f"{name} must return an array of shape {shape}, but its shape is {array.shape}")
    if not np.isfinite(array).all():
        raise NotReady(f"{name} must return finite numbers, but {array[~np.isfinite(array)].flat[0]} is among them")
    return array


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

    def numbers(name, step):
        try:
            result = np.asarray(network(name, path[step], X, Y), dtype=float)
        except Exception as error:
            raise NotReady(f"After {step} steps your {name} raised {type(error).__name__}: {error}") from None
        if not np.isfinite(result).all():
            raise NotReady(
                f"After {step} steps your {name} is not a finite number: an output is rounded to 0 or 1 there"
            )
        return result

    # What has no `complaint` comes to an end: it runs untraced, three times as fast, and only the time is looked at.
    with Guard(), redirect_stdout(io.StringIO()):
        for step in range(steps + 1):
            losses[step] = numbers("loss", step)
            if step < steps:
                path[step + 1] = path[step] - learning_rate * numbers("gradient", step)
            if perf_counter() > deadline:
                raise NotReady(f"Your network needs more than {SECONDS} seconds for {steps} steps")
    return path, losses
