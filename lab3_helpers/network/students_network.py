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
from lab3_helpers.student_code.outcome import as_sentence, explain_error, explain_result

# How long a training may take: a slider does not wait for more.
SECONDS = 2
ASKED_IN = {"predict": "3.1", "loss": "3.2", "gradient": "3.3", "central_difference": "3.4"}


class NotReady(Exception):
    """A student's function gives nothing that can be shown; the text is a sentence about it."""

    def __str__(self):
        return as_sentence(" ".join(super().__str__().split()).rstrip(". "))


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


def all_run(**functions):
    """Whether functions of exercise 3 are written and return numbers; if not, a sentence says which one is not ready.

    Parameters
    ----------
    **functions : callable
        A student's ``predict``, ``loss``, ``gradient``, ``central_difference``, by their names.

    Returns
    -------
    bool
    """
    return _print_first(_not_running, functions)


def all_right(**functions):
    """Whether functions of exercise 3 are right; if not, one sentence says which one is not.

    Parameters
    ----------
    **functions : callable
        As those of `all_run`.

    Returns
    -------
    bool
    """
    return _print_first(_not_right, functions)


@lru_cache(maxsize=32)
def complaint(network):
    """Why a student's `Network` cannot be trained, in one sentence, or None."""
    return _first(_not_right, network.own())


def _print_first(problem_of, functions):
    problem = _first(problem_of, functions)
    if problem:
        print(problem)
    return problem is None


def _first(problem_of, functions):
    """The first problem that one of the functions has, or None."""
    return next(filter(None, (problem_of(name, function) for name, function in functions.items())), None)


def _not_running(name, function):
    """Why a function gives no numbers for the sheet's network, or None."""
    params, _ = maths.sheet_run()
    arguments = {"predict": (params, X), "central_difference": (maths.loss, params, 1e-9)}
    try:
        value(name, function, *arguments.get(name, (params, X, Y)))
    except NotReady as problem:
        return str(problem)
    return None


def _not_right(name, function):
    """Why a function is not right, or None."""
    if problem := _not_running(name, function):
        return problem
    try:
        with redirect_stdout(io.StringIO()):
            right = QUESTIONS[ASKED_IN[name]].judge((function,), None)
    except Exception:  # the student's own, which the check shows
        right = False
    return None if right else f"{name} is not right yet, and check {ASKED_IN[name]} says where."


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
    error = run.error
    if trouble := explain_result(run, function) if error is None else explain_error(error, function, task.asked, None):
        raise NotReady(f"{name} {trouble.sentence}")
    if error is not None:
        raise NotReady(f"{name} raised {type(error).__name__}: {error}")
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
            function = getattr(network, name) or getattr(maths, name)
            result = np.asarray(function(*map(np.array, (path[step], X, Y))), dtype=float)
        except Exception as error:
            raise NotReady(f"After {step} steps your {name} raised {type(error).__name__}: {error}") from None
        if not np.isfinite(result).all():
            cause = "an output is rounded to 0 or 1 there"
            raise NotReady(f"After {step} steps your {name} is not a finite number: {cause}")
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
