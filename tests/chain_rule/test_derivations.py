"""Derivations: the sheet's own lines with its errata, steps that are too large, and what was typed rather than what SymPy made of it."""

import pytest
from sympy import Derivative, Integral, diff

from lab3_helpers import check
from lab3_helpers.chain_rule.symbols import *

E_ = exp(-x)


def result(v):
    return v.correct, v.wrong_line, v.mistake


# --- the printed sheet, line by line

def test_question_1_lost_the_minus_signs_of_the_loss_in_its_first_line():
    wrong = check("2.1", y / f_out + (1 - y) / (1 - f_out) * (-1), -y / f_out + (1 - y) / (1 - f_out))
    assert result(wrong) == (False, 0, "sign")
    assert check("2.1", -y / f_out - (1 - y) / (1 - f_out) * (-1), -y / f_out + (1 - y) / (1 - f_out)).correct is True


def test_question_2_lacks_the_brackets_around_a_negative_factor():
    wrong = check("2.2", -(1 + exp(-f_in)) ** -2 - exp(-f_in), exp(-f_in) / (1 + exp(-f_in)) ** 2)
    assert (wrong.correct, wrong.wrong_line) == (False, 0)
    assert check("2.2", -(1 + exp(-f_in)) ** -2 * (-exp(-f_in)), exp(-f_in) / (1 + exp(-f_in)) ** 2).correct is True


def test_question_3_is_complete():
    assert check("2.3",
                 exp(-x) / (1 + exp(-x)) ** 2,
                 1 / (1 + exp(-x)) * ((1 + exp(-x)) - 1) / (1 + exp(-x)),
                 1 / (1 + exp(-x)) * (1 - 1 / (1 + exp(-x))),
                 sigma(x) * (1 - sigma(x))).correct is True


def test_question_4_stops_one_line_early():
    square = (exp(x) + exp(-x)) ** 2
    start = (square - (exp(x) - exp(-x)) ** 2) / square
    middle = 1 - (exp(x) - exp(-x)) ** 2 / square
    early = check("2.4", start, middle)
    assert (early.correct, early.wrong_line) == (False, 1) and "1 - tanh(x) ** 2" in early.message
    assert check("2.4", start, middle, 1 - tanh(x) ** 2).correct is True


def test_question_10_writes_sigma_where_it_differentiates_tanh():
    assert result(check("2.10", 1 - sigma(z2_in) ** 2)) == (False, 0, "wrong_activation")


def test_question_12_names_the_wrong_variable():
    line = b2 + w12 * x1 + w22 * x2
    wrong = check("2.12", Derivative(line, b2), x1)
    assert (wrong.correct, wrong.wrong_line) == (False, 0)
    assert check("2.12", Derivative(line, w12), x1).correct is True
    assert check("2.13", Derivative(line, x1), w12).correct is True


# --- "show that"

@pytest.mark.parametrize("lines", [
    [sigma(x) * (1 - sigma(x))],
    [sigma(x) * (1 - sigma(x)), sigma(x) - sigma(x) ** 2, sigma(x) * (1 - sigma(x))],
    [E_ / (1 + E_) ** 2],
    [E_ / (1 + E_) ** 2, sigma(x) * (1 - sigma(x))],
    [Derivative(sigma(x), x), sigma(x) * (1 - sigma(x))],
    [Derivative(sigma(x), x), sigma(x) - sigma(x) ** 2, sigma(x) * (1 - sigma(x))],
    [1 / (1 + E_), sigma(x) * (1 - sigma(x))],
    [1 / (1 + E_), E_ / (1 + E_) ** 2, Derivative(sigma(x), x)],
    [E_ / (1 + E_) ** 2, E_ / (1 + E_) ** 2 * sigma(0 * x) * 2, E_ / (1 + E_) ** 2],
    [E_ / (1 + E_) ** 2, E_ / (1 + E_) / (1 + E_), sigma(x) * sigma(-x)],
])
def test_what_shows_nothing_is_refused(lines):
    assert check("2.3", *lines).correct is False


def test_repeating_a_line_is_no_step():
    assert check("2.3", exp(-x) / (1 + exp(-x)) ** 2, exp(-x) / (1 + exp(-x)) ** 2, sigma(x) * (1 - sigma(x))).correct is False


@pytest.mark.parametrize("lines", [
    [Derivative(1 / (1 + E_), x), E_ / (1 + E_) ** 2, sigma(x) * (1 - sigma(x))],
    [sigma(x).diff(x), E_ / (1 + E_) ** 2, sigma(x) - sigma(x) ** 2],
    [1 / (1 + E_), E_ / (1 + E_) ** 2, sigma(x) * (1 - sigma(x))],
    [E_ / (1 + E_) ** 2, sigma(x) ** 2 * E_, sigma(x) ** 2 * (1 / sigma(x) - 1)],
    [E_ / (1 + E_) ** 2, sigma(x) * (1 - 1 / (1 + E_)), (1 - sigma(x)) * sigma(x)],
])
def test_other_ways_to_show_it_are_right(lines):
    assert check("2.3", *lines).correct is True


def test_tanh_by_hyperbolic_functions():
    assert check("2.4", sinh(x) / cosh(x), (cosh(x) ** 2 - sinh(x) ** 2) / cosh(x) ** 2, 1 - tanh(x) ** 2).correct is True
    assert check("2.4", tanh(x).diff(x), ((exp(x) + exp(-x)) ** 2 - (exp(x) - exp(-x)) ** 2) / (exp(x) + exp(-x)) ** 2,
                 1 - tanh(x) ** 2).correct is True


def test_a_definition_at_the_beginning_is_not_shown_as_equal_to_the_derivative():
    v = check("2.4", tanh(x), 1 - (exp(x) - exp(-x)) ** 2 / (exp(x) + exp(-x)) ** 2, 1 - tanh(x) ** 2)
    assert v.correct is True
    assert str(v).splitlines()[1:4] == ["    tanh(x)",
                                        "    d tanh(x)/dx = 1 - (exp(x) - exp(-x)) ** 2 / (exp(x) + exp(-x)) ** 2",
                                        "                 = 1 - tanh(x) ** 2"]
    assert r"\begin{aligned} &amp; \tanh" in v._repr_html_()


def test_the_function_and_its_definition_may_both_stand_at_the_beginning():
    v = check("2.3", sigma(x), 1 / (1 + E_), E_ / (1 + E_) ** 2, 1 / (1 + E_) * (1 - 1 / (1 + E_)), sigma(x) * (1 - sigma(x)))
    assert v.correct is True
    assert [" = " in row for row in str(v).splitlines()[1:6]] == [False, False, True, True, True]


def test_the_definition_with_a_slip_is_named_at_its_line():
    assert check("2.3", 1 / (1 - E_), E_ / (1 + E_) ** 2, sigma(x) * (1 - sigma(x))).wrong_line == 0
    v = check("2.3", E_ / (1 + E_) ** 2, E_ / (1 + E_), sigma(x) * (1 - sigma(x)))
    assert result(v) == (False, 1, "power") and "Line 2 does not follow from line 1" in v.message


# --- other questions line by line

def test_the_first_line_that_does_not_follow_is_named():
    good = (f_out - y) * u2 * (1 - z2_out ** 2) * x1
    v = check("2.15", good, (f_out - y) * u2 * (1 - z2_out ** 2) * x2, good)
    assert result(v) == (False, 1, "index_swap")


def test_a_last_line_that_is_not_worked_out_only_restates():
    for last in (Derivative(u1 * z1_out, u1), Integral(z1_out, u1), Derivative(sigma(f_in), f_in)):
        assert result(check("2.6", z1_out, last)) == (False, 1, "restated")
        assert result(check("2.6", last)) == (False, 0, "restated")


def test_a_derivative_that_sympy_worked_out_counts_with_a_remark():
    v = check("2.10", tanh(z2_in).diff(z2_in))
    assert v.correct is True and "on paper" in v.message
    assert check("2.6", f_in.diff(u1)).mistake == "zero" and "SymPy gives 0" in check("2.6", f_in.diff(u1)).message
    assert diff(sigma(x), x) == Derivative(sigma(x), x)


def test_blanks_in_a_derivation():
    assert check("2.3", ..., ...).message.startswith("Still blank")
    v = check("2.3", exp(-x) / (1 + exp(-x)) ** 2, ...)
    assert v.correct is None and v.message.startswith("Line 2 is still blank: ")


# --- what was typed

def test_lines_are_shown_as_typed():
    v = check("2.3", exp(-x) / (1 + exp(-x)) ** 2, 1 / (1 + exp(-x)) * ((1 + exp(-x)) - 1) / (1 + exp(-x)), sigma(x) * (1 - sigma(x)))
    assert v.correct is True
    assert [line.text for line in v.lines] == ["exp(-x) / (1 + exp(-x)) ** 2", "1 / (1 + exp(-x)) * (1 + exp(-x) - 1) / (1 + exp(-x))",
                                               "sigma(x) * (1 - sigma(x))"]


def test_own_names_are_shown_as_what_they_stand_for():
    first, half = f_out - y, 0.5
    assert check("2.8", first * z1_out * half * 2).lines[0].text == "(f_out - y) * z1_out * 0.5 * 2"
    answers = [first * z1_out]
    assert check("2.8", *answers).lines[0].text == "z1_out * (f_out - y)"
    assert [check("2.8", a).lines[0].text for a in answers] == ["z1_out * (f_out - y)"]


def test_lines_in_variables_count_as_lines_whatever_sympy_made_of_them():
    one, two = -(1 + exp(-x)) ** -2 * -exp(-x), exp(-x) / (1 + exp(-x)) ** 2
    three, four = 1 / (1 + exp(-x)) * exp(-x) / (1 + exp(-x)), sigma(x) * (1 - sigma(x))
    assert one == two == three
    assert check("2.3", one, two, three, four).correct is True
    assert check("2.3", one, four).correct is False


def test_called_by_something_else_the_value_is_shown():
    assert [v.lines[0].text for v in map(check, ["2.12", "2.13"], [x1, w12 + 0])] == ["x1", "w12"]


def test_without_source_everything_is_judged_all_the_same():
    names = {"check": check, "sigma": sigma, "exp": exp, "x": x}
    exec("v = check('2.3', exp(-x)/(1+exp(-x))**2, 1/(1+exp(-x))*((1+exp(-x))-1)/(1+exp(-x)), sigma(x)*(1-sigma(x)))", names)
    assert names["v"].correct is True
