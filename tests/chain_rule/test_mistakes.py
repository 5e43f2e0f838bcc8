"""Mistakes as students make them, each with all the names that would be fair, and the rules that are broken in them."""

import json
import linecache
from pathlib import Path

import pytest
from rate import NAMES
from sympy import diff

from lab3_helpers import check
from lab3_helpers.chain_rule import rules, symbols
from lab3_helpers.chain_rule.points import Clock
from lab3_helpers.chain_rule.symbols import c, exp, log, tanh, u1, x1
from lab3_helpers.chain_rule.values import PositivePoint, near

MISTAKES = [json.loads(line) for line in
            (Path(__file__).parents[1] / "data" / "mistakes.jsonl").read_text(encoding="utf-8").splitlines()]


def as_typed(question, answer):
    """The verdict on an answer in a cell, whose source can be read."""
    source, file = f"verdict = check({question!r}, {answer})", f"<{question} {answer}>"
    linecache.cache[file] = len(source), None, [source], file
    cell = {**NAMES, "check": check}
    exec(compile(source, file, "exec"), cell)
    return cell["verdict"]


@pytest.fixture(scope="module")
def verdicts():
    return [as_typed(mistake["question"], mistake["answer"]) for mistake in MISTAKES]


def test_no_mistake_is_accepted(verdicts):
    assert [m for m, verdict in zip(MISTAKES, verdicts) if verdict.correct is not False] == []


def test_nearly_every_mistake_gets_a_name_and_mostly_a_fair_one(verdicts):
    def fits(mistake, name):
        return any(set(name.split(" and ")) == set(fair.split(" and ")) for fair in mistake["names"])

    named = [(mistake, verdict.mistake) for mistake, verdict in zip(MISTAKES, verdicts) if verdict.mistake]
    assert len(named) >= 0.97 * len(MISTAKES)
    assert sum(fits(*both) for both in named) >= 0.95 * len(MISTAKES)


def test_no_sentence_gives_the_answer_away(verdicts):
    for mistake, verdict in zip(MISTAKES, verdicts):
        truth = symbols.QUESTIONS[mistake["question"]].truth
        quoted = str(truth).replace(" ", "")
        if truth.args:
            assert quoted not in verdict.message.replace(" ", ""), verdict.message


@pytest.mark.parametrize("formula, wrong", [
    (x1 * exp(x1), [exp(x1), x1 * exp(x1), exp(x1) - x1 * exp(x1)]),
    (exp(2 * x1), [exp(2 * x1), 2 * x1 * exp(2 * x1 - 1) * 2, 2 * exp(2)]),
    ((1 + x1**2) ** 3, [3 * (1 + x1**2) ** 2, (2 * x1) ** 3, (1 + x1**2) ** 2 * 2 * x1]),
    (log(1 + x1**2), [1 / (1 + x1**2), 2 * x1 / log(1 + x1**2), 2 * x1 * log(1 + x1**2)]),
    ((1 + x1) / (2 + x1**2), [1 / (2 * x1), (2 + x1**2 + (1 + x1) * 2 * x1) / (2 + x1**2) ** 2,
                              (2 + x1**2 - (1 + x1) * 2 * x1) / (2 + x1**2)]),
    (u1 * x1 + c, [u1 + c, u1 * x1, c]),
    (tanh(x1), [1 - x1**2, tanh(x1) * (1 - tanh(x1)), 1 / (1 + x1**2)]),
])
def test_exactly_one_rule_is_broken(formula, wrong):
    at = PositivePoint(symbols.NETWORK, Clock(float("inf")))
    values = [slip.value for slip in rules.broken(formula, x1, at)]
    for one in wrong:
        assert any(near(value, at(one)) for value in values), one
    assert not any(near(value, at(diff(formula, x1))) for value in values)


@pytest.mark.parametrize("question, answer, name, sentence", [
    ("2.1", "-y/log(f_out) + (1-y)/log(1-f_out)", "differentiation_rule", "look up the derivative of log"),
    ("2.1", "(f_out-y)/f_out*1-f_out", "bracket", "and around 1 - f_out"),
    ("2.2", "f_in*exp(-f_in-1)/(1+exp(-f_in))**2", "differentiation_rule", "exp is its own derivative"),
    ("2.2", "exp(-f_in)/(1+exp(-f_in)**2)", "differentiation_rule", "is not the sum of the squares"),
    ("2.2", "1/(1+exp(-f_in)) - 1/(1+exp(-f_in))", "cancelled", "everything cancels"),
    ("2.2", "f_out*1-f_out", "bracket", "Put brackets around 1 - f_out"),
    ("2.2", "log(f_out/(1-f_out))", "inverse_function", "This is the inverse function"),
    ("2.5", "u1*z1_out + u2*z2_out", "constants_kept", "do not contain c: what is their derivative?"),
    ("2.7", "(f_out-y)*f_out*(1-f_out)", "extra_factor", "f_out - y already contains df_out/df_in"),
    ("2.7", "1/(1+exp(-f_in-y))", "bracket", "closes at the wrong place"),
    ("2.2", "1/(1+exp(f_in))", "missing_link", "beside 1 / (1 + exp(f_in))"),
    ("2.2", "(exp(-f_in)*(1+exp(-f_in)) - exp(-f_in))/(1+exp(-f_in))**2", "differentiation_rule", "numerator is not"),
    ("2.6", "tanh(b1 + w12*x1 + w22*x2)", "index_swap", "look at w12 and w22"),
    ("2.7", "-y + y*f_out + f_out", "drop_term", "each term of one bracket"),
    ("2.7", "(1-y)*f_out + y*(1-f_out)", "term_sign", "look at the + before y * (1 - f_out)"),
    ("2.7", "y/f_out*f_out*(1-f_out) + (1-y)/(1-f_out)*f_out*(1-f_out)", "term_sign", "wrong sign"),
    ("2.8", "f_out**2", None, ""),
    ("2.8", "-tanh(z2_in)", None, ""),
    ("2.9", "log(x1)*tanh(w21) + f_in", None, ""),
    ("2.11", "2 + (1 - c)*exp(-c)", None, ""),
    ("2.13", "u2 + (1 - x1**2)*log(w22)*(1 - w22)", None, ""),
    ("2.16", "-exp(-w12)*log(b1)*log(z1_out) - log(x1)/(1 - u2)/b1/w21 + c**2 - 1", None, ""),
    ("2.2", "-exp(-f_in)", "differentiation_rule", "The outer derivative is missing"),
    ("2.6", "tanh(w11*x1)", "drop_term", "2 terms are missing beside w11 * x1"),
    ("2.11", "x1 + x2", "constants_kept", "do not contain b2"),
    ("2.15", "(f_out-y)*(u2 + 1-z2_out**2 + x1)", "sum_vs_product", "here some are added"),
    ("2.14", "f_out*u2 - y*u2 - f_out*u2*z2_out**2 - y*u2*z2_out**2", "term_sign", "the - before y * u2 * z2_out ** 2"),
    ("2.10", "1 - 2*tanh(z2_in)", "power", "means z2_out times itself"),
    ("2.10", "(1 - tanh(z2_in))**2", "bracket", "belongs to tanh(z2_in) alone"),
    ("2.10", "1 - tanh(z2_in**2)", "bracket", "closes at the wrong place: look at z2_in ** 2"),
    ("2.10", "-2*z2_out*(1-z2_out**2)", "second_derivative", "differentiated twice"),
    ("2.16", "(f_out-y)*u2*(1-z2_in**2)*w12", "one_path and missing_activation", "Two slips"),
    # one change in the line as typed, alone and with another slip beside it
    ("2.2", "1/(2+exp(f_in)+exp(f_in))", "sign", "the exponent of exp(f_in)"),
    ("2.7", "-y - y*f_out + f_out - y*f_out", "term_sign", "look at the - before y * f_out"),
    ("2.10", "1 + tanh(z2_in)", "power and term_sign", "look at the + before tanh(z2_in)"),
    ("2.6", "u2*z2_out - z1_out", "sign and extra_term", "the term u2 * z2_out does not belong there"),
    ("2.6", "z1_in**2", "missing_activation and power", "look at the power of z1_in"),
    ("2.7", "z2_out", None, ""),
    # right to many digits, without a root or an absolute value, and small but not 0
    ("2.2", "f_out*(1-f_out) + exp(-1000)", None, ""),
    ("2.2", "log(f_in)**10000 * sqrt(f_in)", None, ""),
    ("2.7", "sqrt((f_out-y)**4/(f_out-y)**2)", "sign", ""),
    ("2.15", "(f_out-y)*(u2*(1-z2_out**2) + x1)", "sum_vs_product", "look at the + before x1"),
    ("2.14", "(f_out-y)*u2/(1-z2_out**2)", "reciprocal", "Should 1 - z2_out ** 2 be above the fraction line"),
    ("2.3", "exp(x)/(1+exp(x))**2 - 1", "extra_term", "The term -1 does not belong there"),
    ("2.8", "(f_out+y)*z1_in", "term_sign and missing_activation", "second, z1_in is the value before"),
    ("2.11", "tanh(3*u1/sigma(b2))", None, ""),
    ("2.1", "-y/f_out - (1-y)/(1-f_out)", "term_sign", "what is the derivative of 1 - f_out?"),
    # constants, left in every way
    ("2.9", "c + u1 + u2", "constants_kept", "c and u1 * z1_out do not contain z2_out"),
    ("2.16", "(f_out-y)*u2*(1-z2_out**2)*(w12+w22)", "one_path and extra_term", "the term w22 does not belong there"),
    ("2.1", "-1/f_out + 1/(1-f_out)", "missing_link", "y is a factor that stays"),
    ("2.1", "-2*(y-f_out)*f_out*(1-f_out)", "other_loss", "the squared error"),
])
def test_a_kind_of_mistake_has_its_name(question, answer, name, sentence):
    verdict = as_typed(question, answer)
    assert verdict.mistake == name and sentence in verdict.message, verdict
