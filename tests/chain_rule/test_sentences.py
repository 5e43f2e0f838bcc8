"""What a wrong answer is told: a sentence that is true, and points at the slip and not beside it."""

import pytest

from lab3_helpers import check
from lab3_helpers.chain_rule.symbols import *

HIDDEN1, HIDDEN2 = 1 - z1_out**2, 1 - z2_out**2


@pytest.mark.parametrize("question, answer, mistake, sentence", [
    # a term too many
    ("2.14", (f_out - y) * (u1 * HIDDEN1 + u2 * HIDDEN2), "extra_term", "The term u1 * (1 - z1_out ** 2) does not belong there"),
    ("2.15", (f_out - y) * u2 * HIDDEN2 * (x1 + x2), "extra_term", "The term x2 does not belong there"),
    ("2.8", (f_out - y) * z1_out + (f_out - y) * z2_out, "extra_term", "The term z2_out * (f_out - y) does not belong there"),
    ("2.13", w12 + z2_out, "extra_term", "The term z2_out does not belong there"),
    ("2.6", z1_out + z2_out, "extra_term", "The term z2_out does not belong there"),
    # brackets forgotten
    ("2.8", f_out - y * z1_out, "bracket", "Brackets are missing: f_out - y is one factor"),
    ("2.14", (f_out - y) * u2 * 1 - z2_out**2, "bracket", "Brackets are missing: 1 - z2_out ** 2 is one factor"),
    ("2.15", f_out - y * u2 * HIDDEN2 * x1, "bracket", "Brackets are missing: f_out - y is one factor"),
    ("2.15", -y / f_out + (1 - y) / (1 - f_out) * f_out * (1 - f_out) * u2 * HIDDEN2 * x1, "bracket",
     "Brackets are missing: (1 - y) / (1 - f_out) - y / f_out is one factor"),
    # half of the chain rule
    ("2.2", -1 / (1 + exp(-f_in)) ** 2, "differentiation_rule", "The inner derivative is missing: what is the derivative of 1 + exp(-f_in)?"),
    ("1.1", [x1 - 6 - x2, 2 * x2 - x1], "constant_factor", "Look at the power rule for (x1 - 6) ** 2: the exponent comes down as a factor"),
    ("1.1", [2 * x1 - 12, 2 * x2 - x1], "drop_term", "A term is missing beside 2 * x1 - 12"),
    # a number that is added is no factor
    ("2.2", exp(-f_in) / (2 + exp(-f_in)) ** 2, "tiny", "Another number is needed in place of 2"),
    ("2.10", 2 - z2_out**2, "tiny", "Another number is needed in place of 2"),
    ("2.2", exp(-2 * f_in) / (1 + exp(-f_in)) ** 2, "power", "Look at the exponent of exp(-2 * f_in)"),
    ("2.5", 1 / c, "missing_link", "This is not df_in/dc. One factor is missing."),
    ("2.6", z1_out + 1, "extra_term", "This is not df_in/du1. The term 1 does not belong there."),
    # the same slip in both terms
    ("2.1", -y * f_out + (1 - y) * (1 - f_out), "reciprocal", "The derivative of log(f_out) is upside down"),
    ("2.1", -y / f_out**2 + (1 - y) / (1 - f_out) ** 2, "power", "Look at the power in the derivative of log(f_out)"),
    # before and after the activation
    ("2.6", z1_in, "missing_activation", "z1_in is the value before the activation: do you need this one, or the value after it?"),
    ("2.6", tanh(z1_out), "wrong_node", "z1_out is the value after the activation: do you need this one, or the value before it?"),
    # one sentence, where two would not fit together
    ("2.8", f_out - y, "missing_link", "This is not dL/du1. One factor of the chain is missing: how does f_in react to u1?"),
    ("2.7", f_out - 1, "drop_term", "This holds for y = 1 only: what if y is 0?"),
])
def test_the_sentence_points_at_the_slip(question, answer, mistake, sentence):
    verdict = check(question, answer)
    assert (verdict.correct, verdict.mistake) == (False, mistake)
    assert sentence in verdict.message


@pytest.mark.parametrize("question, answer", [("2.1", -1 / f_out), ("2.7", f_out - 1), ("2.10", -tanh(z2_in) ** 2)])
def test_no_product_is_seen_where_none_stands(question, answer):
    assert "a product stands" not in check(question, answer).message


def test_the_remark_on_labels_is_about_the_last_line():
    long = (-y / f_out + (1 - y) / (1 - f_out)) * f_out * (1 - f_out)
    assert "only because" not in check("2.7", long, f_out - y**2, f_out - y).message
    assert "only because" in check("2.7", long, f_out - y, f_out - y**2).message


def test_a_symbol_that_the_gradient_does_not_know():
    assert check("1.1", [2 * (x - 6) - x2, 2 * x2 - x1]).message == "The first component: This question does not know x: did you mean x1 or x2?"


@pytest.mark.parametrize("question, answer, mistake", [
    # two slips at once
    ("2.8", (y - f_out) * z2_out, "index_swap and sign"),
    ("2.15", 2 * (f_out - y) * u2 * x1, "missing_link and constant_factor"),
    ("2.14", (y - f_out) * (1 - z2_out**2), "missing_link and sign"),
    # another loss
    ("2.8", 2 * (f_out - y) * f_out * (1 - f_out) * z1_out, "other_loss"),
    ("2.7", 2 * (f_out - y) * f_out * (1 - f_out), "other_loss"),
])
def test_two_slips_and_other_losses_have_their_names(question, answer, mistake):
    verdict = check(question, answer)
    assert (verdict.correct, verdict.mistake) == (False, mistake), verdict.message


def test_one_pair_of_brackets_is_found_in_the_line_as_it_was_typed():
    for verdict, together in ((check("2.8", y - f_out * -z1_out), "y - f_out"), (check("2.14", (f_out - y) * u2 * (1 - z2_out)**2), "z2_out"),
                              (check("2.15", f_out - y * u2 * x1 * HIDDEN2), "f_out - y"), (check("2.2", exp(-f_in) / 1 + exp(-f_in)), None),
                              (check("2.2", exp(-f_in) / 1 + exp(-f_in)**2), "1 + exp(-f_in)"), (check("2.9", u1), None)):
        if together is None:
            assert verdict.mistake != "bracket"
        else:
            assert verdict.mistake == "bracket" and together in verdict.message, verdict.message
