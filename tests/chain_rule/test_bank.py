"""Every right form is accepted, every wrong one refused; what is right is decided by a numeric derivative, not by the checker.

All sentences of exercise 2 on one page, to be read aloud:  pytest -n 0 -s tests/chain_rule/test_bank.py -k page
"""

import re

import bank
import numeric
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


@pytest.mark.parametrize("question", bank.RIGHT)
def test_there_are_twenty_right_and_twenty_wrong(question):
    assert len(set(bank.RIGHT[question])) >= 20
    assert len(set(bank.WRONG[question])) >= 20


@pytest.mark.parametrize("question", bank.RIGHT)
def test_right_forms_are_right(question):
    for answer in bank.RIGHT[question]:
        assert numeric.is_right(question, answer), answer
        verdict = rate.judge(question, answer)
        assert verdict.correct is True and verdict.mistake is None and verdict.wrong_line is None, (answer, verdict)


@pytest.mark.parametrize("question", bank.WRONG)
def test_wrong_forms_are_wrong(question):
    for _, answer in bank.WRONG[question]:
        assert not numeric.is_right(question, answer), answer
        verdict = rate.judge(question, answer)
        assert verdict.correct is False and verdict.wrong_line == 0, (answer, verdict)


@pytest.mark.parametrize("question", bank.RIGHT_FOR_LABELS)
def test_what_is_right_only_for_labels_is_right_with_a_remark(question):
    for answer in bank.RIGHT_FOR_LABELS[question]:
        assert numeric.is_right(question, answer, labels=True) and not numeric.is_right(question, answer)
        verdict = rate.judge(question, answer)
        assert verdict.correct is True and "only because y is 0 or 1" in verdict.message, (answer, verdict)


def test_what_is_wrong_for_one_label_is_wrong():
    for question, answer in (("2.7", "f_out - 2*y + y**2/2"), ("2.7", "f_out"), ("2.7", "f_out - 1"), ("2.1", "-1/f_out")):
        assert not numeric.is_right(question, answer, labels=True)
        assert rate.judge(question, answer).correct is False


def test_the_diagnosis_names_the_classical_mistakes():
    named, fitting, others = rate.rates(rate.classical())
    assert named >= 0.98 and fitting >= 0.95, others


def test_the_diagnosis_names_fresh_slips():
    named, fitting, _ = rate.rates(rate.fresh(120))
    assert named >= 0.85 and fitting >= 0.75


def test_meaningless_answers_are_hardly_ever_given_a_name():
    named, _, others = rate.rates(rate.meaningless(120))
    assert named < 0.05, others


# --- the page: what can be said of every sentence is asserted

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
