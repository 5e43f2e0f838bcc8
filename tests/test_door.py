"""The one door: every question finds its exercise, whatever is typed gets a sentence, and a verdict can be a test."""

import inspect

import numpy as np
import pytest
import sympy

import lab3_helpers
from lab3_helpers import check, hint, practice, results, solution
from lab3_helpers.chain_rule.symbols import x1, x2
from lab3_helpers.descent import f, f_gradient

EVERY = ["1.1", "1.2", "1.3", "1.4", "1.5", *(f"2.{n}" for n in range(1, 17)), *(f"3.{n}" for n in range(1, 8))]
ITSELF = []
ITSELF += [ITSELF, ITSELF]
THINGS = [ITSELF, [ITSELF] * 3, ..., None, 3, "x1", b"", True, 1j, [1, 2], (), {}, {1}, np.eye(2), object(), len, lambda: 0, [lambda: 0], zip(), x1, sympy.Eq(x1, 1), check, EVERY]


@pytest.mark.parametrize("question", EVERY)
def test_every_question_is_blank_at_first_and_has_hints_and_a_solution(question):
    for verdict in (check(question), check(question, ...)):
        assert verdict.correct is None and "blank" in verdict.message
    assert hint(question).title.startswith("Hint") and solution(question).title == f"Solution of {question}"
    assert hint(question).rows[-1].startswith("If that is not enough: ")


@pytest.mark.parametrize("question", EVERY)
def test_a_wrong_kind_of_thing_gets_one_sentence(question):
    for things in [(one,) for one in THINGS if not inspect.isfunction(one)] + [(x1, 3), (3, x1, "a", None), (...,) * 5]:
        verdict = check(question, *things)
        assert verdict.correct in (None, False) or question in ("2.12",) and things == (x1,), (things, verdict)
        assert verdict.message.endswith((".", "?")) and "\n" not in verdict.message and " at 0x" not in verdict.message
        assert str(verdict) and verdict._repr_html_()


@pytest.mark.parametrize("question", [None, "", "2", "2.99", "2,99", "4.1", 2.8, 2, x1, ["2.8"], b"2.8",
                                      pytest.param(10**5000, id="huge"), np.eye(2), ...])
def test_what_is_no_question_lists_the_questions(question):
    for said in (check(question).message, check(question, x1).message, hint(question).title, solution(question).title):
        assert all(f" {name}" in said for name in EVERY) and "\n" not in said, said
    assert check(question).correct is None


def test_a_comma_in_the_number_is_mended():
    assert check("2,8", x1).message == 'Write "2.8" in place of \'2,8\'.'


def test_a_question_of_practice_has_its_own_check():
    verdict = check(practice(7), 1)
    assert (verdict.question, verdict.correct) == ("practice(7)", None) and verdict.message.startswith("Write practice(7).check(...)")


def test_an_answer_is_not_given_by_name():
    assert check("2.12", df=x1).message == "Type the answer without df =, only what stands behind it."
    assert check("2.12", question_=x1).correct is None


@pytest.mark.parametrize("step", [0, 3, "a", None, 1.5, True, pytest.param(10**5000, id="huge")])
def test_a_hint_that_is_not_there(step):
    said = str(hint("2.8", step))
    assert said == 'For 2.8 there are 2 hints: hint("2.8", 1) or hint("2.8", 2).'
    assert str(practice(1).hint(step)) == "There are 2 hints here: 1 and 2."
    assert str(hint("1.5", 2)) == 'For 1.5 there is one hint: hint("1.5", 1).'


def test_a_hint_is_the_same_however_often_it_is_asked_for():
    assert str(hint("2.8")) == str(hint("2.8")) != str(hint("2.8", 2))
    assert 'hint("2.8", 2)' in str(hint("2.8")) and 'solution("2.8")' in str(hint("2.8", 2))


def test_only_a_right_verdict_is_true():
    assert check("2.12", x1)
    for wrong in (check("2.12", x2), check("2.12", ...), check("2.12", object()), check("no question")):
        assert not wrong
        with pytest.raises(AssertionError):
            assert wrong


def test_results_hold_the_last_verdict_that_could_judge():
    assert results() == {}
    check("2.12", x2), check("1.4", f, f_gradient), check("2.13", ...)
    assert {name: bool(verdict) for name, verdict in results().items()} == {"2.12": False, "1.4": True}
    check("2.12", x1), check("2.12", ...)
    assert results()["2.12"].correct is True
    results().clear()
    assert results(), "a copy"


@pytest.mark.parametrize("question, exercise", [("1.4", "1"), ("2.1", "2"), ("3.2", "3")])
def test_a_verdict_shows_the_row_of_its_exercise(question, exercise):
    row = dict(check(question).progress)
    assert list(row) == [name for name in EVERY if name[0] == exercise]


def test_help_is_folded_under_a_verdict_and_never_open():
    blank, right = check("2.12", ...), check("2.12", x1)
    titles = ["Hint", "A stronger hint", "Solution"]
    assert [title for title in titles if f">{title}</summary>" in blank._repr_html_()] == titles
    assert [title for title in titles if f">{title}</summary>" in right._repr_html_()] == titles[2:]
    assert "Solution" not in str(blank) and "Hint" not in str(blank)
    for name in EVERY:
        open_text = check(name)._repr_html_().split("<details>")[0]
        assert "Solution" not in open_text
    assert ">Solution</summary>" in practice(1).check(...)._repr_html_()


def test_the_names_that_the_package_offers():
    for name in lab3_helpers.__all__:
        assert callable(getattr(lab3_helpers, name))
    with pytest.raises(AttributeError, match="no attribute 'NoPanel'"):
        lab3_helpers.NoPanel
