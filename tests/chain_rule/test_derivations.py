"""Derivations: the sheet's own lines with its errata, steps that are too large, and what was typed rather than what SymPy made of it."""

import pytest
from sympy import Derivative, Integral, diff

from lab3_helpers import check
from lab3_helpers.chain_rule.symbols import *

E_ = exp(-x)
RAW, PUT_IN, CLAIM = E_ / (1 + E_) ** 2, 1 / (1 + E_) * (1 - 1 / (1 + E_)), sigma(x) * (1 - sigma(x))
N, D = exp(x) - exp(-x), exp(x) + exp(-x)


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
    [CLAIM, CLAIM, CLAIM], [CLAIM, RAW], [PUT_IN, CLAIM],
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
    [E_ / (1 + E_) ** 2, sigma(x) * sigma(-x), CLAIM],
    [(1 + tanh(x / 2)) / 2, (1 - tanh(x / 2) ** 2) / 4, CLAIM],
])
def test_other_ways_to_show_it_are_right(lines):
    assert check("2.3", *lines).correct is True


def test_tanh_by_hyperbolic_functions():
    assert check("2.4", sinh(x) / cosh(x), (cosh(x) ** 2 - sinh(x) ** 2) / cosh(x) ** 2, 1 - tanh(x) ** 2).correct is True
    assert check("2.4", tanh(x).diff(x), ((exp(x) + exp(-x)) ** 2 - (exp(x) - exp(-x)) ** 2) / (exp(x) + exp(-x)) ** 2,
                 1 - tanh(x) ** 2).correct is True


def test_tanh_by_the_sigmoid_whose_rule_is_shown_before():
    assert check("2.4", 2 * sigma(2 * x) - 1, 4 * sigma(2 * x) * (1 - sigma(2 * x)), 1 - tanh(x) ** 2).correct is True
    assert check("2.4", tanh(x), sech(x) ** 2, 1 - tanh(x) ** 2).message.startswith("The differentiation is missing")


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


NOTHING = CLAIM * (exp(2 * x) + exp(x)) / (exp(x) * (1 + exp(x)))


@pytest.mark.parametrize("lines", [
    [CLAIM, CLAIM + 0 * exp(x), CLAIM], [sigma(x), 1 / (1 + E_), CLAIM], [1 / (1 + E_), PUT_IN, CLAIM], [CLAIM, NOTHING, CLAIM],
    [1 / (1 + E_), NOTHING, CLAIM], [Derivative(sigma(x), x), NOTHING, CLAIM], [CLAIM, sigma(x) - sigma(x) ** 2, CLAIM],
])
def test_without_a_differentiation_nothing_is_shown(lines):
    verdict = check("2.3", *lines)
    assert verdict.correct is False and verdict.message.startswith("The differentiation is missing: ")


def test_a_proof_may_be_written_from_the_claim_to_the_derivative():
    for lines in ([CLAIM, PUT_IN, RAW], [CLAIM, PUT_IN, RAW, Derivative(1 / (1 + E_), x)]):
        assert "from the last line to the first" in check("2.3", *lines).message and check("2.3", *lines).correct is True
    assert check("2.4", 1 - tanh(x)**2, 1 - N**2 / D**2, (D**2 - N**2) / D**2).correct is True
    assert check("2.3", CLAIM, PUT_IN, RAW, 1 / (1 + E_)).correct is False


@pytest.mark.parametrize("question, lines, wrong_line, sentence", [
    ("2.3", [CLAIM, RAW, PUT_IN], 0, "Lines 2 and 3 are right; line 1 belongs at the end."),
    ("2.3", [PUT_IN, RAW, CLAIM], 0, "Lines 2 and 3 are right; line 1 belongs before the last line."),
    ("2.3", [CLAIM, RAW, PUT_IN, CLAIM], 0, "Lines 2 to 4 are the proof; leave line 1 out."),
    ("2.3", [RAW, CLAIM, PUT_IN], 1, "Lines 1 and 3 are right; line 2 belongs at the end."),
    ("2.3", [sigma(x), CLAIM, 1 / (1 + exp(x)) - 1 / (1 + exp(x))**2, RAW], 1, "Lines 1, 3 and 4 are right; line 2 belongs at the end."),
    ("2.4", [1 - tanh(x)**2, (D**2 - N**2) / D**2, 1 - N**2 / D**2], 0, "Lines 2 and 3 are right; line 1 belongs at the end."),
])
def test_lines_in_the_wrong_order(question, lines, wrong_line, sentence):
    verdict = check(question, *lines)
    assert (verdict.correct, verdict.wrong_line, verdict.message) == (False, wrong_line, sentence)


# --- other questions line by line

LOSS = -y / f_out + (1 - y) / (1 - f_out)


@pytest.mark.parametrize("question, lines, expected, sentence", [
    ("2.3", [-RAW, -1 / (1 + E_) * E_ / (1 + E_), CLAIM], (False, 0, "sign"),
     "Line 2 follows from your line 1; line 3 is right, but does not follow from line 2."),
    ("2.7", [f_out + y, y + f_out, f_out - -y], (False, 0, "term_sign"), "Lines 2 and 3 follow from your line 1; the mistake is in line 1."),
    ("2.8", [(f_out - y) * z1_out, (y - f_out) * z1_out, -(y - f_out) * z1_out], (False, 1, "sign"), "Line 3 is right, but does not follow from line 2."),
    ("2.8", [(f_out - y) * z2_out, (y - f_out) * z1_out, 2], (False, 0, "index_swap"), "and u1 is asked for. Line 2 does not follow from line 1."),
    ("2.15", [(f_out - y) * u2 * (1 - z2_out) * x1, (f_out - y) * u2 * (1 - z2_out**2) * x1], (False, 0, "power"), "Line 2 is right, but does not"),
    ("2.2", [sigma(f_in), exp(-f_in) / (1 + exp(-f_in))], (False, 1, "power"), "Line 2 is not df_out/df_in. "),
    ("2.14", [LOSS * f_out * (1 - f_out) * u2 * (1 - z2_out**2), (f_out - y) * (1 - z2_out**2)], (False, 1, "missing_link"), "Line 2 does not follow from line 1. "),
])
def test_every_line_is_compared_with_the_one_before(question, lines, expected, sentence):
    verdict = check(question, *lines)
    assert result(verdict) == expected and sentence in verdict.message


def test_factors_and_terms_in_lines_of_their_own():
    for lines, said in (([LOSS, f_out * (1 - f_out), 1, f_out - y], "Lines 1 to 3 are factors of dL/dc"), ([LOSS, f_out * (1 - f_out)], "Lines 1 and 2 are factors of dL/dc")):
        assert check("2.7", *lines).message == f"{said}, not steps: multiply them in one line."
    assert "Lines 1 and 2 are factors" in check("2.14", LOSS, f_out * (1 - f_out), u1, 1 - z2_out**2).message
    assert "Lines 1 and 2 are terms" in check("2.16", (f_out - y) * u1 * (1 - z1_out**2) * w11, (f_out - y) * u2 * (1 - z2_out**2) * w12).message
    for question, lines in (("2.13", [1, w12]), ("2.7", [LOSS, (f_out - y) / (f_out * (1 - f_out)), f_out - y])):
        assert "not steps" not in check(question, *lines).message


@pytest.mark.parametrize("question, lines", [
    ("2.1", [-y * log(f_out) - (1 - y) * log(1 - f_out), LOSS]), ("2.2", [f_out, sigma(f_in), f_out * (1 - f_out)]), ("2.10", [tanh(z2_in), 1 - z2_out**2]),
    ("2.12", [b2 + w12 * x1 + w22 * x2, 0 + x1 + 0, x1]), ("2.7", [-y * log(sigma(f_in)) - (1 - y) * log(1 - sigma(f_in)), f_out - y]),
    ("1.1", [(x1 - 6)**2 + x2**2 - x1 * x2, [2 * (x1 - 6) - x2, 2 * x2 - x1]]),
])
def test_every_derivation_may_begin_with_the_definition(question, lines):
    verdict = check(question, *lines)
    assert verdict.correct is True and verdict.begins == len(lines) - (2 if question == "2.12" else 1)
    assert check(question, lines[0]).correct is not True


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
    assert v.correct is None and v.message == "Line 1 is right so far. Line 2 is still blank: type it, or delete the three dots."


def test_a_blank_does_not_block_what_stands_before_it():
    assert result(check("2.3", -RAW, ...)) == (False, 0, "sign")
    assert check("2.3", RAW, PUT_IN, CLAIM, ...).correct is True and check("2.8", (f_out - y) * z1_out, ..., ...).correct is True
    assert check("2.3", RAW, PUT_IN, ...).message == "Lines 1 and 2 are right so far. Line 3 is still blank: type it, or delete the three dots."
    assert check("2.3", RAW, ..., CLAIM).message == "Line 1 is right so far. Line 2 is still blank: type it, or delete the three dots."
    assert check("2.6", f_in, ...).correct is None and check("2.6", Derivative(u1 * z1_out, u1), ...).correct is None
    assert result(check("2.8", (f_out - y) * z2_out, None)) == (False, 0, "index_swap")


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
