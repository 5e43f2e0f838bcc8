"""Questions that a student's numbers or code answer: tried case by case, and the first case that fails is named.

A known mistake (a sum for a mean, no early stop) is recognised because its result is computed as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.verdict import Note, Program, Verdict

TOLERANCE = 1e-8

# The names of the mistakes of exercises 1 and 3; those of exercise 2 are in `chain_rule.mistakes`.
MISTAKES = {
    "sign": "the sign is reversed",
    "term_sign": "one term has the wrong sign",
    "index_swap": "two components stand in each other's place",
    "uphill": "the gradient is added, not subtracted",
    "not_moved": "the point before the step",
    "gradient_for_point": "the gradient where the next point is due",
    "no_early_stop": "the stopping rule never acts",
    "too_few_steps": "the last update is missing",
    "too_many_steps": "one update more than asked for",
    "sum_for_mean": "the sum over the points, not divided by their number",
    "fixed_count": "divided by the 5 points of the sheet, whatever came",
    "in_place": "the argument is changed",
    "rounded": "rounded, or guarded too generously",
    "one_sided": "a difference to one side",
    "half_divisor": "divided by eps, not by 2 eps",
    "division_order": "/ 2 * eps multiplies by eps",
    "all_at_once": "all parameters are changed together",
}


@dataclass(frozen=True)
class Question:
    """A question with one hint and its worked solution.

    Attributes
    ----------
    id : str
        Its number, for example ``"1.5"``.
    hint_rows : tuple
        Words, formulas or programs, as a `Note` shows them.
    answer : str
        The worked solution: Python source, or a table.
    """

    id: str
    hint_rows: tuple
    answer: str

    hints = 1

    def hint(self, step=1):
        """The hint, a `Note`."""
        return Note(f"Hint for {self.id}", self.hint_rows)

    def solution(self):
        """The worked solution, a `Note`."""
        return Note(f"Solution of {self.id}", (Program(self.answer),))


@dataclass(frozen=True)
class Case:
    """One call of a student's function.

    Attributes
    ----------
    arguments : tuple
        What the function is called with; arrays are handed over as copies.
    says : str
        The call in words.
    expected : numpy.ndarray or float
    slips : tuple of (Mistake, numpy.ndarray or float)
        Known mistakes, each with what it would return here.
    components : tuple of str
        Names of the components of `expected`, where they have names.
    """

    arguments: tuple
    says: str
    expected: object
    slips: tuple = ()
    components: tuple = ()


@dataclass(frozen=True)
class Code(Question):
    """A question that asks for functions.

    Attributes
    ----------
    functions : tuple of str
        Their names in the notebook, in the order of the question.
    suites : callable
        Without arguments; the cases of each function, in the same order.
    """

    functions: tuple
    suites: Callable

    def judge(self, things, _frame):
        """The verdict on a student's functions; an exception that one of them raises is the student's own and passes through."""
        __tracebackhide__ = True
        call = f'check("{self.id}", {", ".join(self.functions)})'
        if all(thing is ... for thing in things):
            return Verdict(self.id, None, f"Still blank: write {call}.")
        if len(things) != len(self.functions):
            asked = "One function is" if len(self.functions) == 1 else f"{len(self.functions)} functions are"
            return Verdict(self.id, None, f"{asked} asked for, but {len(things)} came: write {call}.")
        suites = self.suites()
        for function, suite in zip(things, suites):
            if not callable(function):
                return Verdict(self.id, None, f"A function is asked for, but {shown(function)} came: write {call}.")
            for case in suite:
                verdict = _judge(self.id, function, case)
                if verdict is not None:
                    return verdict
        count = sum(len(suite) for suite in suites)
        return Verdict(self.id, True, f"Your code agrees in all {count} cases, among them some that this notebook does not show.")


def _judge(question, function, case):
    """None if `function` passes `case`, else the verdict."""
    __tracebackhide__ = True
    name = getattr(function, "__name__", "the function")

    def wrong(message, mistake=None):
        return Verdict(question, False, message, mistake)

    arguments = tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in case.arguments)
    try:
        result = function(*arguments)
    except TypeError as error:
        # Arithmetic with a blank and our own call are ours to explain; every other exception stays the student's own.
        if "ellipsis" in str(error).lower():
            return Verdict(question, None, f"{name} is not written yet: {_first_blank(error, function)} is still blank (...).")
        if error.__traceback__.tb_next is not None:
            raise
        count = f"{len(arguments)} argument{'s' * (len(arguments) != 1)}"
        return wrong(f"{name} must take {count}, as in the cell that was handed out: {error}.")
    if is_blank(result):
        why = "returns nothing: it is not written yet, or its return is missing"
        return Verdict(question, None, f"{name} {why if result is None else 'is not written yet: it returns a blank (...)'}.")
    if any(isinstance(a, np.ndarray) and not np.array_equal(a, b) for a, b in zip(arguments, case.arguments)):
        return wrong(f"{name} changes the array it was given: compute a new one, as in x = x - ... "
                     "(x -= ... and x[0] = ... work in place).", "in_place")
    expected = np.asarray(case.expected)
    try:
        got = numeric_array("the result", result)
    except (TypeError, ValueError):
        return wrong(f"{case.says}: numbers are expected, but {shown(result)} came.")
    if got.shape != expected.shape:
        return wrong(f"{case.says}: expected {_described(expected)}, but {_described(got)} came.")
    off = ~np.isclose(got, expected, rtol=TOLERANCE, atol=TOLERANCE)
    if not off.any():
        return None
    for mistake, value in case.slips:
        if np.allclose(got, value, rtol=TOLERANCE, atol=TOLERANCE):
            return wrong(f"{case.says}: {mistake.sentence}{'' if mistake.sentence.endswith('?') else '.'}", mistake.name)
    distance = np.abs(got - expected).max()
    if distance < 1e-6:
        return wrong(f"{case.says}: the result is off by {distance:.0e}; is something rounded, or a guard too large?", "rounded")
    if case.components:
        first = int(off.argmax())
        return wrong(f"{case.says}: {case.components[first]} should be {expected[first]:.7g}, but {got[first]:.7g} came.")
    return wrong(f"{case.says}: expected {in_brackets(expected)}, but {in_brackets(got)} came.")


def is_blank(value):
    """Whether a value is ``None`` or ``...``, or a list that holds such a one."""
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if value is None or value is ...:
        return True
    return isinstance(value, (list, tuple)) and any(map(is_blank, value))


def in_brackets(values):
    """A number or a point as the sentences write it: ``(7.943505, 4.056495)``."""
    values = np.asarray(values)
    return f"{values:.7g}" if values.ndim == 0 else f"({', '.join(map(in_brackets, values))})"


def _first_blank(error, function):
    """Name of the first variable that is still ``...`` in the frame of `function` that raised `error`."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is getattr(function, "__code__", None):
            for name, value in trace.tb_frame.f_locals.items():
                if value is ...:
                    return name
        trace = trace.tb_next
    return "a value"


def _described(values):
    return f"one number, {values:.7g}" if values.ndim == 0 else f"an array of shape {values.shape}"
