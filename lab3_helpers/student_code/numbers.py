"""Questions that numbers answer, and those of them that are drawn afresh for every student."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.student_code.cases import Question
from lab3_helpers.student_code.differences import in_brackets
from lab3_helpers.verdict import Mistake, Note

# Of a drawn question: three digits after the point are near enough, rounded or cut; no two answers are nearer.
NEAR, APART = 1e-3, 5e-3


@dataclass(frozen=True)
class Numbers(Question):
    """A question that numbers answer.

    Attributes
    ----------
    asked : tuple of str
        What each number is, in words.
    """

    asked: tuple

    @property
    def typed(self):
        """How the question is named in a call of `check`."""
        return f'"{self.id}"'

    def say(self, things):
        """What is right or wrong with the numbers, also in one list; ``...`` stands for a blank."""
        if len(things) == 1 and things[0] is ...:
            things = (...,) * len(self.asked)
        if len(things) == 1 < len(self.asked):
            listed = things[0].tolist() if isinstance(things[0], np.ndarray) else things[0]
            things = listed if isinstance(listed, list | tuple) else things
        if len(things) != len(self.asked):
            form = f"check({self.typed}, {', '.join(['...'] * len(self.asked))})"
            return None, f"Expected: {', '.join(self.asked)}, as in {form}, but {len(things)} came."
        given = []
        for name, thing in zip(self.asked, things):
            if thing is None or thing is ...:
                return None, f"The {name} is still blank."
            number = number_or_nan(thing)
            if np.isnan(number):
                return None, f"The {name} should be a number, but {shown(thing)} came."
            given.append(number)
        return self.say_of(*given)

    def say_of(self, *given):
        """The same of numbers that are finite and as many as are asked for."""
        raise NotImplementedError


def number_or_nan(thing):
    """`thing` as a float; not a number for everything that is no finite number."""
    try:
        number = numeric_array("the number", thing)
    except (TypeError, ValueError):
        return np.nan
    return float(number) + 0.0 if number.shape == () and np.isfinite(number) else np.nan  # + 0.0 turns -0 into 0


def recognised(given, known, near):
    """The first of some mistakes, each with the wrong answer that it leads to, that is as near as `near`; or None."""
    return next((mistake for mistake, numbers in known if np.allclose(given, numbers, rtol=0, atol=near)), None)


@dataclass(frozen=True, repr=False)
class Drawn(Numbers):
    """A question with numbers of its own, which are drawn.

    Attributes
    ----------
    rows : tuple
        What it asks: words, formulas, programs.
    truth : tuple of float
        The right answer.
    known : tuple of (Mistake, tuple of float)
        Wrong answers that are recognised.
    key : str
        What the door keeps its verdict under.
    """

    rows: tuple
    truth: tuple
    known: tuple
    key: str = ""

    @property
    def typed(self):
        return self.id

    @property
    def note(self):
        """What it asks, a `Note`."""
        return Note(self.id, self.rows)

    def named(self, id, key):
        """The same question under another name."""
        return replace(self, id=id, key=key)

    def __str__(self):
        return str(self.note)

    __repr__ = __str__

    def _repr_html_(self):
        return self.note._repr_html_()

    def say_of(self, *given):
        if _distance(given, self.truth) <= NEAR:
            return True, "Your answer agrees."
        if mistake := recognised(given, self.known, NEAR):
            return False, mistake.sentence, mistake.name
        good = [name for name, one, other in zip(self.asked, given, self.truth) if abs(one - other) <= NEAR]
        return False, f"The {good[0]} is right, the other number is not." if good else "Not this: go through it again."


class Kind(NamedTuple):
    """Questions that differ in their numbers only.

    Attributes
    ----------
    values : callable
        Takes a random.Random, returns a dict: what the texts below are about.
    rows : tuple of str
        What is asked: words with names in curly brackets, or the name of a formula or program alone.
    asked : tuple of str
        What each number of the answer is.
    answer : str
        A Python expression.
    solution : str
        The worked answer, with names in curly brackets; ``{answer}`` is the answer.
    slips : tuple of Slip
        Changes of the expression; a sentence follows "That is".
    """

    values: Callable
    rows: tuple
    asked: tuple
    answer: str
    solution: str
    slips: tuple


def one_of_each(groups, draw):
    """Different questions, a list of `Drawn`, one from each group of kinds."""
    return [_drawn(draw.choice(kinds), draw) for kinds in groups]


def _drawn(kind, draw):
    """A question of one kind, drawn again until no two of its answers can be taken for each other."""
    while True:
        values = kind.values(draw)
        truth = _numbers(kind.answer, values)
        known = [(slip.mistake, slip.sentence, _numbers(_edited(kind.answer, slip), values)) for slip in kind.slips]
        known.append(("sign", "right but for the sign", tuple(-number for number in truth)))
        if len(truth) > 1:
            known.append(("order", "right but for the order", truth[::-1]))
        answers = [truth, *(numbers for *_, numbers in known)]
        if all(_distance(one, other) > APART for n, one in enumerate(answers) for other in answers[:n]):
            texts = {name: _text(value) for name, value in values.items()}
            rows = tuple(values[row] if row in values else row.format_map(texts) for row in kind.rows)
            solution = kind.solution.format_map(texts | {"answer": in_brackets(np.squeeze(truth), 4)})
            mistakes = tuple((Mistake(name, f"That is {sentence}."), numbers) for name, sentence, numbers in known)
            return Drawn("", "", solution, kind.asked, rows, truth, mistakes)


def _text(value):
    return in_brackets(value) if isinstance(value, np.ndarray) else value


def _edited(expression, slip):
    for old, new in slip.edits:
        expression = expression.replace(old, new)
    return expression


def _numbers(expression, values):
    return tuple(np.ravel(eval(expression, {"np": np, **values})).astype(float).tolist())


def _distance(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
