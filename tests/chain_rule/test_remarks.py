"""What is said beyond right and wrong: more of it cancels, and which factors are right already."""

import pytest

from lab3_helpers import check, practice
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import QUESTIONS

LOSS, SIGMOID = -y / f_out + (1 - y) / (1 - f_out), exp(-f_in) / (1 + exp(-f_in)) ** 2
HIDDEN1, HIDDEN2 = 1 - z1_out**2, 1 - z2_out**2
UNSIMPLIFIED = "It is right, and not yet simplified: multiply dL/df_out by df_out/df_in, and most of it cancels."


@pytest.mark.parametrize("question, answer", [
    ("2.7", LOSS * SIGMOID), ("2.7", LOSS * f_out * (1 - f_out)), ("2.7", f_out * (1 - y) - y * (1 - f_out)),
    ("2.8", LOSS * SIGMOID * z1_out), ("2.16", LOSS * f_out * (1 - f_out) * (u1 * HIDDEN1 * w11 + u2 * HIDDEN2 * w12)),
])
def test_a_right_answer_that_is_not_simplified_is_right(question, answer):
    verdict = check(question, answer)
    assert verdict.correct is True and verdict.message.endswith(UNSIMPLIFIED)


@pytest.mark.parametrize("question, answer", [
    ("2.7", f_out - y), ("2.7", -(y - f_out)), ("2.7", sigma(f_in) - y), ("2.7", 1 / (1 + exp(-f_in)) - y), ("2.7", f_out - y**2),
    ("2.8", f_out * z1_out - y * z1_out), ("2.16", (f_out - y) * u1 * HIDDEN1 * w11 + (f_out - y) * u2 * HIDDEN2 * w12), ("2.1", LOSS),
])
def test_nothing_more_is_asked_of_a_simplified_answer(question, answer):
    verdict = check(question, answer)
    assert verdict.correct is True and "simplified" not in verdict.message


def test_only_what_cancels_is_to_be_simplified():
    said = {number for number, question in QUESTIONS.items() if "simplified" in check(number, question.truth).message}
    assert said == {"2.7", "2.8", "2.14", "2.15", "2.16"}
    squared = practice(4)
    assert "simplified" not in squared.check(squared.question.truth).message


@pytest.mark.parametrize("question, answer, said", [
    ("2.15", LOSS * (u1 + b2) * exp(x1), "Your first factor is right, dL/df_out: look at what comes after."),
    ("2.15", (f_out - y) * (u1 + b2) * exp(x1), "Your first two factors are right, dL/df_out and df_out/df_in: look at what comes after."),
    ("2.15", LOSS * SIGMOID * u2 * (u1 + b2) * exp(x1), "Your first three factors are right, dL/df_out, df_out/df_in and df_in/dz2_out: look at"),
    ("2.15", (f_out - y) * u2 * HIDDEN2 * x1 * (b2 + x2) * exp(c), "All factors of the chain are there: what else is in your product?"),
    ("2.16", (f_out - y) * (u1 * x1 * exp(x2) + b2 * u2), "Your first two factors are right"),
    ("2.16", (f_out - y) * u1 * x1 * exp(x2) + (f_out - y) * b2 * u2, "Your first two factors are right"),
    ("2.16", (f_out - y) * u1 * x1 * exp(x2) + b2 * u2, None), ("2.15", u1 + b2, None), ("2.5", exp(x1) / b2, None), ("2.3", sigma(x), None),
])
def test_the_second_time_the_right_factors_are_named(question, answer, said):
    once, twice = check(question, answer), check(question, answer)
    assert once.correct is twice.correct is False and "right" not in once.message
    assert (said in twice.message) if said else twice.message == once.message


def test_a_mistake_with_a_name_between_them_counts_from_the_start():
    nameless = (f_out - y) * (u1 + b2) * exp(x1)
    check("2.15", nameless), check("2.15", (y - f_out) * u2 * HIDDEN2 * x1)
    assert "right" not in check("2.15", nameless).message and "right" in check("2.15", nameless).message
