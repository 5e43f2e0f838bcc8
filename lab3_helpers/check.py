"""The one door: by a question's number to its exercise, which answers with a verdict, a hint or a solution.

    check("2.8", answer)              a formula
    check("2.4", line1, line2, ...)   a derivation, line by line
    check("1.2", [points])            numbers
    check("1.5", function)            a function that the student wrote
    hint("2.8"), hint("2.8", 2)       a hint, and a stronger one
    solution("2.8")                   the worked solution
    practice(7), practice(7, 1)       a fresh question on another network, and one of the first level
    own = on_your_own(1, 7)           five fresh questions of exercise 1, for check(own[1], ...) and solution(own[1])
    learned(1)                        what has been shown of all that exercise 1 teaches

An exercise is imported when one of its questions is first asked for.
"""

import random
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from numbers import Integral, Real

from lab3_helpers.release import held_back
from lab3_helpers.verdict import FIVE, Learned, Note, OnYourOwn, Verdict

_EXERCISES = {"1": "descent", "2": "chain_rule", "3": "network"}

_NO_EXERCISE = "The exercises are 1, 2 and 3; write for example {}, but {} came."

# What this kernel has seen: the last verdict on every question that was answered, for the row of its exercise.
_results = {}


def check(question=None, *things, **named):
    """Judge what a student found on paper or wrote as code.

    Parameters
    ----------
    question : str or question
        Its number, for example ``"2.8"``, or one of those that `on_your_own` draws, ``own[1]``.
    *things
        Whatever the question asks for: a formula, the lines of a derivation, numbers, functions. ``...`` is a blank.
    **named
        Nothing is asked for by name; a sentence says so.

    Returns
    -------
    Verdict
        Whatever is typed: what cannot be judged has ``correct`` None and a sentence that says why.

    Raises
    ------
    Exception
        What a student's own function raises.
    """
    __tracebackhide__ = True
    asked = _find(question)
    if asked is None:
        return Verdict(_text(question), None, _unknown(question))
    if named:
        name = next(iter(named))
        sentence = f"Type the answer without {name} =, only what stands behind it."
        return Verdict(getattr(question, "id", question), None, sentence)
    verdict = asked.judge(things or (...,), sys._getframe(1))
    if verdict.correct is not None:  # a blank does not undo what was answered elsewhere
        _results[getattr(asked, "key", "") or question] = verdict
    drawn = asked is question
    row = _five(_drawn_by(asked.key)) if drawn else {name: name for name in _questions(question)}
    return replace(verdict, progress=tuple(_said(row).items()), help=None if drawn else _Help(asked))


def hint(question=None, step=1):
    """A hint.

    Parameters
    ----------
    question : str
        Its number, for example ``"2.8"``.
    step : int, default 1
        1 for a first hint; 2, where there is one, for a stronger one; 3, in exercise 2, for what was solved before.

    Returns
    -------
    Note
    """
    asked = _find(question)
    if asked is None:
        return Note(_unknown(question))
    if asked is question:
        return Note(f"{asked.id} comes without a hint. Its worked answer: solution({asked.id}).")
    if isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= asked.hints:
        counted = "is one hint: " if asked.hints == 1 else f"are {asked.hints} hints: "
        ways = " or ".join(f'hint("{question}", {n})' for n in range(1, asked.hints + 1))
        return Note(f"For {question} there {counted}{ways}.")
    held = held_back("hints")
    if held:
        return Note(held)
    note = asked.hint(step)
    more = f'hint("{question}", {step + 1})' if step < asked.hints else f'solution("{question}")'
    return replace(note, rows=(*note.rows, f"If that is not enough: {more}."))


def solution(question=None):
    """The worked solution: the steps on paper, or the code.

    Parameters
    ----------
    question : str
        Its number, for example ``"2.8"``.

    Returns
    -------
    Note
    """
    asked = _find(question)
    return Note(_unknown(question)) if asked is None else _Help(asked).solution()


def on_your_own(exercise=None, number=...):
    """Five fresh questions of an exercise, to be answered without help; the same for the same number.

    Parameters
    ----------
    exercise : int
        1, 2 or 3.
    number : int, float or str
        Something of the student's own. ``...`` draws everybody's questions.

    Returns
    -------
    OnYourOwn
        ``own[1]`` to ``own[5]``, for `check` and `solution`.

    Raises
    ------
    ValueError, TypeError
        If there is no such exercise, or `number` is something else.
    """
    __tracebackhide__ = True
    if not _is_exercise(exercise):
        raise ValueError(_NO_EXERCISE.format("on_your_own(1, 7)", _text(exercise)))
    if number is not ... and not isinstance(number, Real | str):
        raise TypeError(f"A number of your own was expected, for example on_your_own({exercise}, 7), "
                        f"but {_text(number)} came.")
    drawn_by = f"on_your_own({exercise}, {'...' if number is ... else _text(number)})"
    drawn = _room(exercise, "own").five(random.Random(drawn_by))
    keys = _five(drawn_by).items()
    return OnYourOwn(tuple(one.named(f"own[{n}]", key) for one, (n, key) in zip(drawn, keys, strict=True)))


def learned(exercise=None):
    """A page: what the notebook of an exercise teaches, and which of its questions have been answered right.

    Parameters
    ----------
    exercise : int
        1, 2 or 3.

    Returns
    -------
    Learned, or a Note that says what was expected
    """
    if not _is_exercise(exercise):
        return Note(_NO_EXERCISE.format("learned(1)", _text(exercise)))
    taught = _room(exercise, "questions").GOALS.items()
    goals = [(goal, {name: name for name in questions}) for goal, questions in taught]
    answered = dict.fromkeys(_drawn_by(key) for key in _results if key.startswith(f"on_your_own({exercise}, "))
    goals += [(f"answer five fresh questions without help{f': {call}' * (call != '')}", _five(call))
              for call in answered or ("",)]
    return Learned(tuple((goal, _said(keys)) for goal, keys in goals))


def results():
    """What the last check of every question said that could judge an answer.

    Returns
    -------
    dict of str to Verdict
        By the question's number, a drawn one by the call that drew it, ``"on_your_own(1, 7)[3]"``; in the order in
        which they were first answered.
    """
    return dict(_results)


@dataclass(frozen=True)
class _Help:
    """The hints and the solution of a question, as far as the lecturer has released them."""

    asked: object

    @property
    def hints(self):
        return 0 if held_back("hints") else self.asked.hints

    def hint(self, step):
        return self.asked.hint(step)

    def solution(self):
        held = held_back("solutions")
        return Note(held) if held else self.asked.solution()


def _is_exercise(exercise):
    known = isinstance(exercise, Integral | str) and not isinstance(exercise, bool)
    return known and exercise in (*_EXERCISES, *map(int, _EXERCISES))


def _room(exercise, module):
    """A module of an exercise."""
    return import_module(f"lab3_helpers.{_EXERCISES[str(exercise)]}.{module}")


def _questions(question):
    """All questions of the exercise to which `question` belongs, by number."""
    return _room(question[0], "questions").QUESTIONS


def _five(drawn_by):
    """The keys of five drawn questions, which their verdicts are kept under, by their numbers."""
    return {str(n): f"{drawn_by}[{n}]" for n in FIVE}


def _drawn_by(key):
    """The call that drew the question with this key."""
    return key.rpartition("[")[0]


def _said(keys):
    """What was said last of questions, by their names: True, False, or None for nothing yet."""
    return {name: _results[key].correct if key in _results else None for name, key in keys.items()}


def _find(question):
    """What judges and helps with a question, or None if there is no such question."""
    if hasattr(question, "judge") and getattr(question, "key", ""):
        return question
    if not isinstance(question, str) or question[:1] not in _EXERCISES:
        return None
    asked = _questions(question).get(question)
    if callable(asked):
        # A function of exercise 1 whose gradient is asked for: exercise 2 reads formulas, and only the door knows both.
        from lab3_helpers.chain_rule.questions import gradient_of

        return gradient_of(question, asked)
    if hasattr(asked, "answered"):  # exercise 2 quotes what was answered before
        return replace(asked, answered=results())
    return asked


def _unknown(question):
    ids = ", ".join(name for exercise in _EXERCISES for name in _questions(exercise))
    if isinstance(question, OnYourOwn):
        return "Say which of the five questions you answer, for example check(own[1], ...)."
    if hasattr(question, "judge"):
        return f"Write {question.id}.check(...): such a question has its own check(...), hint(1) and solution()."
    if isinstance(question, str) and question.strip().replace(",", ".") in ids.split(", "):
        return f'Write "{question.strip().replace(",", ".")}" in place of {_text(question)}.'
    if isinstance(question, str):
        return f'There is no question {_text(question)}. The questions are {ids}; write for example "2.8", with quotes.'
    came = f'Begin with the number of a question, in quotes, for example "2.8", but {_text(question)} came.'
    return f"{came} The questions are {ids}."


def _text(question):
    from lab3_helpers.arguments import shown

    if isinstance(question, OnYourOwn):
        return "own"
    return question.id if isinstance(getattr(question, "id", None), str) else shown(question)
