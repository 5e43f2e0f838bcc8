"""Judges the derivatives of exercise 2 (and the gradient of exercise 1), gives hints, shows solutions.

    check("2.8", answer)              one line is an answer
    check("2.4", line1, line2, ...)   several lines are a derivation
    hint("2.8"), and again            a hint, and a stronger one
    solution("2.8")                   the worked solution
    practice(7)                       a fresh question on another network
"""

import sys
from collections import Counter
from dataclasses import replace

from lab3_helpers import tutor
from lab3_helpers.judging import judge, judge_gradient
from lab3_helpers.practice import practice
from lab3_helpers.source import typed_lines
from lab3_helpers.symbols import GRADIENT, QUESTIONS
from lab3_helpers.verdict import Note, Verdict

__all__ = ["check", "hint", "solution", "practice"]

# the questions of exercises 1 and 3 that are about numbers and code
ELSEWHERE = {"1.2": "check_numbers"} | dict.fromkeys(("1.4", "1.5", "3.1", "3.2", "3.3", "3.4"), "check_code")

# what this kernel has seen: the row of sixteen and the strength of the next hint live as long as the notebook's session
_progress = dict.fromkeys(QUESTIONS)
_hints_given = Counter()


def check(question, *lines):
    """Judge an answer, or a derivation line by line.

    Parameters
    ----------
    question : str
        ``"1.1"`` or ``"2.1"`` to ``"2.16"``.
    *lines : Expr or number; for ``"1.1"`` lists of two
        One line is an answer, several are a derivation; ``...`` is a blank.

    Returns
    -------
    Verdict
        Whatever is typed: what cannot be judged has ``correct`` None and a sentence that says why.
    """
    trees = typed_lines(sys._getframe(1), len(lines), before=1)
    asked = _find(question)
    if asked is None:
        return Verdict(str(question), None, _unknown(question))
    if asked is GRADIENT:
        return judge_gradient(asked, lines or (...,), trees or [None])
    verdict = judge(asked, lines or (...,), trees or [None])
    if verdict.correct is not None:  # a blank does not undo what was answered elsewhere
        _progress[question] = verdict.correct
    return replace(verdict, progress=tuple(_progress.items()))


def hint(question):
    """A hint; called again for the same question, a stronger one.

    Parameters
    ----------
    question : str

    Returns
    -------
    Note
    """
    asked = _find(question)
    if asked is None:
        return Note(_unknown(question))
    _hints_given[question] = step = min(_hints_given[question] + 1, tutor.STEPS)
    note = _joined(asked, lambda part: tutor.hint(part, step))
    after = f'Call hint("{question}") again for more.' if step < tutor.STEPS else f'If that is not enough: solution("{question}").'
    return replace(note, rows=(*note.rows, after))


def solution(question):
    """The worked solution: the chain in Leibniz's notation, then the factors, then the product.

    Parameters
    ----------
    question : str

    Returns
    -------
    Note
    """
    asked = _find(question)
    return Note(_unknown(question)) if asked is None else _joined(asked, tutor.solution)


def _find(question):
    """What is asked: a `Question`, the two of the gradient, or None."""
    if not isinstance(question, str):
        return None
    return GRADIENT if question == GRADIENT[0].id else QUESTIONS.get(question)


def _joined(asked, note):
    """One note on a question; on the gradient, the notes on its components below each other."""
    if asked is not GRADIENT:
        return note(asked)
    notes = [note(part) for part in asked]
    return Note(notes[0].title, tuple(row for note in notes for row in note.rows))


def _unknown(question):
    ids = ", ".join([GRADIENT[0].id, *QUESTIONS])
    if isinstance(question, int | float):
        return f'The number of a question needs quotes: write for example "2.8". The questions are {ids}.'
    if isinstance(question, str) and question in ELSEWHERE:
        return f"{question} is checked by {ELSEWHERE[question]}, not here."
    return f"There is no question {question!r:.40}. The questions are {ids}; write for example \"2.8\", with quotes."
