"""Questions that numbers answer, and those of them that are drawn afresh for every student."""

from dataclasses import dataclass, replace

import numpy as np

from lab3_helpers.arguments import numeric_array, shown
from lab3_helpers.student_code.cases import Question
from lab3_helpers.verdict import Mistake, Note, Verdict

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

    asked: tuple = ()

    @property
    def typed(self):
        """How the question is named in a call of `check`."""
        return f'"{self.id}"'

    def judge(self, things, _frame):
        """The verdict on the numbers, also in one list; ``...`` stands for a blank."""
        if len(things) == 1 and things[0] is ...:
            things = (...,) * len(self.asked)
        if len(things) == 1 < len(self.asked):
            listed = things[0].tolist() if isinstance(things[0], np.ndarray) else things[0]
            things = listed if isinstance(listed, list | tuple) else things
        given = []
        if len(things) != len(self.asked):
            form = f"check({self.typed}, {', '.join(['...'] * len(self.asked))})"
            asked = f"{', '.join(self.asked)}, as in {form}"
            return Verdict(self.id, None, f"Expected: {asked}, but {len(things)} came.")
        for name, thing in zip(self.asked, things):
            if thing is None or thing is ...:
                return Verdict(self.id, None, f"The {name} is still blank.")
            try:
                number = numeric_array("the number", thing)
            except (TypeError, ValueError):
                number = np.array(np.nan)
            if number.shape or not np.isfinite(number):
                return Verdict(self.id, None, f"The {name} should be a number, but {shown(thing)} came.")
            given.append(float(number))
        return Verdict(self.id, *self.say(*given))

    def say(self, *given):
        """``correct``, message and mistake for the numbers."""
        raise NotImplementedError


@dataclass(frozen=True)
class Drawn(Numbers):
    """A question with numbers of its own, which are drawn.

    Attributes
    ----------
    rows : tuple
        What it asks: words, formulas, programs.
    truth : tuple of float
        The right answer.
    known : tuple of (str, str, tuple of float)
        Wrong answers: the mistake's name, a sentence that follows "That is", the numbers.
    """

    rows: tuple = ()
    truth: tuple = ()
    known: tuple = ()

    @property
    def typed(self):
        return self.id

    @property
    def note(self):
        """What it asks, a `Note`."""
        return Note(self.id, self.rows)

    def named(self, id):
        """The same question under another name."""
        return replace(self, id=id)

    @property
    def slips(self):
        """Every wrong answer that is recognised, as (`Mistake`, numbers)."""
        general = (("sign", "right but for the sign", [-number for number in self.truth]),
                   *[("order", "right but for the order", self.truth[::-1])] * (len(self.truth) > 1))
        return [(Mistake(name, f"That is {sentence}."), tuple(numbers))
                for name, sentence, numbers in (*self.known, *general)]

    @property
    def is_clear(self):
        """Whether no two of the answers, right and wrong, can be taken for each other."""
        answers = [self.truth, *(numbers for _, numbers in self.slips)]
        return all(_distance(one, other) > APART for n, one in enumerate(answers) for other in answers[:n])

    def say(self, *given):
        if _distance(given, self.truth) <= NEAR:
            return True, "Your answer agrees."
        for mistake, numbers in self.slips:
            if _distance(given, numbers) <= NEAR:
                return False, mistake.sentence, mistake.name
        good = [name for name, one, other in zip(self.asked, given, self.truth) if abs(one - other) <= NEAR]
        return False, f"The {good[0]} is right, the other number is not." if good else "Not this: go through it again."


def question(rows, asked, truth, known, solution):
    """A `Drawn` without a name.

    Parameters
    ----------
    rows : tuple
        What it asks: words, formulas, programs.
    asked : str or tuple of str
        What each number is.
    truth : float or sequence of float
    known : sequence of (str, str, float or sequence of float)
        Wrong answers: the mistake's name, a sentence that follows "That is", the numbers.
    solution : str
        The worked answer.

    Returns
    -------
    Drawn
    """
    def numbers(values):
        return tuple(np.ravel(values).astype(float).tolist())

    wrong = tuple((name, sentence, numbers(values)) for name, sentence, values in known)
    names = (asked,) if isinstance(asked, str) else asked
    return Drawn("", (), solution, names, rows, numbers(truth), wrong)


def clear_question(kinds, draw):
    """A question of one of several kinds, drawn again until `Drawn.is_clear`.

    Parameters
    ----------
    kinds : sequence of callable
        Each takes the generator and returns a `Drawn`.
    draw : random.Random

    Returns
    -------
    Drawn
    """
    kind = draw.choice(kinds)
    while not (drawn := kind(draw)).is_clear:
        pass
    return drawn


def _distance(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
