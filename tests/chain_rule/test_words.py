"""All sentences of exercise 2 on one page, to be read aloud:  pytest -n 0 -s tests/chain_rule/test_words.py

What can be said of every one of them is asserted: it is a sentence, in English, without a word that only SymPy knows.
"""

import re

import bank
import pytest
import rate
import sympy

from lab3_helpers import check, hint, practice, solution
from lab3_helpers.chain_rule import steps, typeset
from lab3_helpers.chain_rule.practice import LEVELS
from lab3_helpers.chain_rule.symbols import QUESTIONS, f_in, f_out, x1, y

TRANSLATED = ("turned round", "stands there", "by what", "number came", "derivative by", "either", "  ")
CLASSES = {name for name, thing in vars(sympy).items() if isinstance(thing, type) and name[0].isupper() and len(name) > 1
           and thing.__module__.startswith(("sympy.core", "sympy.functions"))}
ODD = [..., None, 3, "x1", [1, 2], len, x1 > 0, sympy.Symbol("q"), f_out / 0, sympy.sin(f_in), sympy.Derivative(f_out, f_in)]


def answer(question):
    """The lines of a right answer."""
    if question.claim is None:
        return [question.truth]
    return [eval(typeset.text(line), {**rate.NAMES, "Derivative": sympy.Derivative}) for line in steps.proof(question)]


def notes():
    """Every hint and every worked solution: before anything is solved, and with everything solved."""
    tasks = [practice(seed, level) for level in LEVELS for seed in range(4)]
    for before in (True, False):
        for number, question in QUESTIONS.items():
            yield from (hint(number, step) for step in range(1, 3 if before else 4))
            assert before or check(number, *answer(question))
    yield from map(solution, QUESTIONS)
    for task in tasks:
        yield from (task.note, task.hint(), task.hint(2), task.solution())
    yield from (practice(None), practice(1, 9), tasks[0].hint(9))


def verdicts():
    """What is said of the table of mistakes, of right answers and of what is no answer."""
    for question, wrong in bank.WRONG.items():
        yield from (rate.judge(question, typed) for _, typed in wrong)
    loss, sigmoid = -y / f_out + (1 - y) / (1 - f_out), f_out * (1 - f_out)
    for lines in [[loss * sigmoid], [f_out - y], [f_out - y**2], [f_out, f_out - y], [loss, sigmoid], *([thing] for thing in ODD)]:
        yield check("2.7", *lines)
    yield from (check("2.15", (f_out - y) * sympy.exp(x1) * sympy.exp(f_in)) for _ in "12")
    for question in ("2.3", "2.4"):
        lines = answer(QUESTIONS[question])
        yield from (check(question, *lines[first:last]) for first in range(3) for last in range(1, len(lines) + 1))


@pytest.fixture(scope="module")
def page():
    """Every sentence, with the one that it stands in."""
    said = {"Hints and solutions": [], "Verdicts": [(verdict.message, None) for verdict in verdicts()]}
    for note in notes():
        said["Hints and solutions"] += zip(note.rows or [note.title], [*note.rows[1:], None])
    return {title: {row: after for row, after in rows if isinstance(row, str)} for title, rows in said.items()}


def test_the_page(page):
    for title, rows in page.items():
        print(f"\n{title}\n", *sorted(rows), sep="\n")
    assert len(page["Hints and solutions"]) > 100 and len(page["Verdicts"]) > 300


def test_every_sentence_ends(page):
    for rows in page.values():
        for row, after in rows.items():
            before_a_formula = after is not None and not isinstance(after, str)
            assert row.endswith((".", "?", "!", ":" if before_a_formula else ".")), row
            assert row[0].isupper() or re.match(r"find:$|d?[a-zA-Z]\d?(_in|_out)?[/ ]", row), row


def test_no_sentence_speaks_like_a_translation_or_like_sympy(page):
    for rows in page.values():
        for row in rows:
            assert not [phrase for phrase in TRANSLATED if phrase in row], row
            assert not CLASSES & set(re.findall(r"\w+", row)), row
