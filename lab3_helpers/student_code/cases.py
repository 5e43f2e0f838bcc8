"""Questions that a student's code answers: the code is tried case by case, and what is wrong with it is named.

A known mistake is a wrong program: the worked solution with something changed (`Slip`). It is recognised when it gives
what the student's code gives, in all cases. What no slip explains is described: the first wrong step, or what the wrong
numbers have in common.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.student_code.differences import apart, describe, described, first_wrong_step, rounding
from lab3_helpers.student_code.guarded import Guard, Run
from lab3_helpers.student_code.outcome import (Recorded, as_sentence, explain_error, explain_result, explain_unused,
                                               own_fault)
from lab3_helpers.verdict import Mistake, Note, Program, Verdict


@dataclass(frozen=True)
class Question:
    """A question with one hint and its worked solution.

    Attributes
    ----------
    id : str
        Its number, for example ``"1.5"``.
    advice : str
        The hint.
    answer : str
        The worked solution: Python source, or a table.
    """

    id: str
    advice: str
    answer: str

    hints = 1

    def hint(self, step=1):
        """The hint, a `Note`."""
        return Note(f"Hint for {self.id}", (self.advice,))

    def solution(self):
        """The worked solution, a `Note`."""
        return Note(f"Solution of {self.id}", (Program(self.answer),))

    def judge(self, things, _frame):
        """The `Verdict` on what a student handed in; an exception of a student's own passes through."""
        __tracebackhide__ = True
        return Verdict(self.id, *self.say(things))

    def say(self, things):
        """``correct``, the message and, where there is one, the name of the mistake."""
        raise NotImplementedError


class Case(NamedTuple):
    """One call of a student's function.

    Attributes
    ----------
    arguments : tuple of str
        Python source of what the function is called with, as it can be pasted into the notebook.
    topic : str
        What a failure tells that begins here and that nothing else explains.
    """

    arguments: tuple
    topic: str = ""


@dataclass(frozen=True, eq=False)
class Task:
    """A function that is asked for.

    Attributes
    ----------
    name : str
        What it is called in the notebook.
    asked : tuple of str
        The names of its arguments.
    cases : tuple of Case
    truth : callable
        From a case's arguments to what is expected.
    names : dict
        What the sources of the arguments, the steps and the worked solution may use.
    slips : tuple of Slip
    known : str
        What the first case shows, in words.
    tolerance : float
    components : tuple of str
        Names of the components of what is expected, where they have names.
    band : callable, optional
        From a case's arguments to the lowest and the highest value that is right.
    steps : dict of str to str
        The steps of the computation in their order, by the notebook's names; each in terms of those before it.
    look : callable, optional
        From the trials to a `Mistake` or None, asked when no slip explains what is wrong.
    objection : callable, optional
        The same, asked when all numbers are right.
    """

    name: str
    asked: tuple
    cases: tuple
    truth: Callable
    names: dict
    slips: tuple = ()
    known: str = ""
    tolerance: float = 1e-8
    components: tuple = ()
    band: Callable | None = None
    steps: dict = field(default_factory=dict)
    look: Callable = lambda trials: None
    objection: Callable = lambda trials: None

    def arguments(self, case):
        """What a case hands over."""
        return tuple(eval(source, dict(self.names)) for source in case.arguments)

    def program(self, source, edits):
        """The function that a source defines, some things in it replaced; None where there is nothing to replace."""
        for old, new in edits:
            if old not in source:
                return None
            source = source.replace(old, new)
        names = dict(self.names)
        exec(source, names)
        return names[self.name]


@dataclass
class Trial:
    """A case that was tried: what the function did, and what it should have done."""

    task: Task
    case: Case
    arguments: tuple
    handed: tuple
    run: Run
    name: str
    got: np.ndarray | None = None

    @cached_property
    def expected(self):
        return _expected(self.task, self.case)

    @property
    def same_shape(self):
        return self.got.shape == self.expected.shape

    @cached_property
    def off(self):
        """Where the result is wrong; a plain True where its shape is."""
        if not self.same_shape:
            return np.True_
        low, high = self.task.band(*self.arguments) if self.task.band else (self.expected, self.expected)
        slack = self.task.tolerance * (1 + np.abs(self.expected))
        return ~((self.got >= low - slack) & (self.got <= high + slack))

    @cached_property
    def loose(self):
        """Whether more than one value is right here, for a guard decides it."""
        return self.task.band is not None and not np.allclose(*self.task.band(*self.arguments), rtol=1e-7, atol=1e-9)

    @property
    def wrong(self):
        return bool(self.off.any())

    @property
    def call(self):
        return f"{self.name}({', '.join(self.case.arguments)})"

    def differs(self):
        """The call with what is expected and what came: its first wrong entry, where it has many."""
        if not self.same_shape:
            return f"{self.call} should be {described(self.expected)}, but {described(self.got)} came"
        if self.expected.ndim and (self.task.components or len(self.expected) > 4):
            first = int(self.off.argmax())
            inside = f" ({self.task.components[first]})" if self.task.components else ""
            return f"{self.call}[{first}]{inside} should be {apart(self.expected[first], self.got[first])} came"
        return f"{self.call} should be {apart(self.expected, self.got)} came"


@dataclass(frozen=True)
class Code(Question):
    """A question that asks for functions.

    Attributes
    ----------
    tasks : tuple of Task
        One for each function, in the order of the question.
    """

    tasks: tuple

    @property
    def functions(self):
        """The names of the functions in the notebook."""
        return tuple(task.name for task in self.tasks)

    def say(self, things):
        """What is right or wrong with a student's functions."""
        __tracebackhide__ = True
        call = f'check("{self.id}", {", ".join(self.functions)})'
        if all(thing is ... for thing in things):
            return None, f"Still blank: write {call}."
        if len(things) != len(self.tasks):
            asked = "One function is" if len(self.tasks) == 1 else f"{len(self.tasks)} functions are"
            return None, f"{asked} asked for, but {len(things)} came: write {call}."
        with Guard() as guard:
            for function, task in zip(things, self.tasks):
                if function is ...:
                    return None, f"{task.name} is still blank: write {call}."
                if not callable(function):
                    return None, f"A function is asked for, but {shown(function)} came: write {call}."
                if said := self._complaint(function, task, guard):
                    return said
        count = sum(len(task.cases) for task in self.tasks)
        return True, f"Your code agrees in all {count} cases, among them some that this notebook does not show."

    def _complaint(self, function, task, guard):
        """What is wrong with one function, as `say` says it; None if it is right."""
        __tracebackhide__ = True
        name = getattr(function, "__name__", task.name)
        name = name if name.isidentifier() else task.name
        trials = []
        for case in task.cases:
            trial = _try(function, task, case, guard, name)
            obstacle = _obstacle(function, trial, trials)
            error = trial.run.error
            if (obstacle or error is not None) and any(earlier.wrong for earlier in trials):
                break  # a number that is wrong comes before whatever goes wrong later
            if obstacle:
                _print(trial)
                if obstacle.name == "blank":
                    return None, f"{name} {obstacle.sentence}."
                return False, as_sentence(f"{trial.call} {obstacle.sentence}"), obstacle.name
            if error is not None:
                raise error
            trials.append(trial)
        first = next((trial for trial in trials if trial.wrong), None)
        if first is not None:
            _print(first)
            mistake = _named(self.answer, function, task, trials)
            why = f": {mistake.sentence}" if mistake.sentence else ""
            return False, as_sentence(first.differs() + why), mistake.name
        objection = task.objection(trials)
        return objection and (False, as_sentence(f"{name} {objection.sentence}"), objection.name)


def _print(trial):
    if trial.run.printed:  # an empty text is an output of its own in a browser's notebook
        print(trial.run.printed, end="")


@lru_cache(200)
def _expected(task, case):
    """What a case expects: computed once, from sources that a student's function does not see."""
    return np.asarray(task.truth(*task.arguments(case)), dtype=float)


def _try(function, task, case, guard, name):
    arguments = task.arguments(case)
    size = next((len(a) for a in arguments if not callable(a) and np.ndim(a) == 1), 0)
    handed = tuple(Recorded(word, a, size) if callable(a) else _copy(a) for word, a in zip(task.asked, arguments))
    return Trial(task, case, arguments, handed, guard.call(function, *handed), name)


def _copy(value):
    return value.copy() if isinstance(value, np.ndarray | list) else value


def _obstacle(function, trial, earlier):
    """What keeps a result from being compared, a `Mistake`, or None; sets the result of the trial otherwise."""
    error = trial.run.error
    if error is not None:
        known = trial.task.known if earlier and not any(trial.wrong for trial in earlier) else None
        explained = explain_error(error, function, trial.task.asked, known)
        recorded = [one for one in trial.handed if isinstance(one, Recorded)]
        if explained or not recorded or any(one.points for one in recorded) or not own_fault(error):
            return explained
        name = recorded[0].__name__
        return Mistake("ignores_argument", f"never calls {name}, but a function of the course ({error})")
    obstacle = explain_result(trial.run, function)
    if obstacle is None:
        trial.got = numeric_array("the result", trial.run.value)
        for before, after in zip(trial.arguments, trial.handed):
            if not callable(before) and not np.allclose(before, after, rtol=1e-12, atol=1e-12):
                return Mistake("in_place", "changes the array it was given: compute a new one, as in x = x - ... "
                                           "(x -= ... and x[0] = ... work in place)")
    return obstacle


def _named(solution, function, task, trials):
    """The mistake behind the trials that went wrong: the first wrong step, a known slip, or a description."""
    known = _known_slip(solution, task, trials)
    step = None
    if task.steps:
        fullest = min((trial for trial in trials if trial.wrong), key=_zeros)
        step = first_wrong_step(task, fullest, known)
    if known:
        return step or known
    return (rounding(trials) or task.look(trials) or explain_unused(function, task.asked) or step
            or describe(function, trials))


def _zeros(trial):
    """How little a trial shows: the zeros in its arguments, and the arguments with one entry."""
    return sum(np.sum(np.asarray(a) == 0) + (len(a) == 1) for a in trial.arguments if np.ndim(a))


def _known_slip(solution, task, trials):
    """The first slip that gives what the student's code gives, in all cases in which no guard has a say."""
    tried = sorted((trial for trial in trials if not trial.loose), key=lambda trial: not trial.wrong)
    if not tried or not tried[0].wrong:
        return None
    for known in task.slips:
        program = task.program(solution, known.edits)
        if program is not None and all(_gives(program, trial) for trial in tried):
            return Mistake(known.mistake, known.sentence)
    return None


def _gives(program, trial):
    try:
        value = np.asarray(program(*map(_copy, trial.arguments)), dtype=float)
    except Exception:  # a wrong program may fail where the student's does not: then it is another one
        return False
    return value.shape == trial.got.shape and np.allclose(value, trial.got, rtol=1e-7, atol=1e-9, equal_nan=True)
