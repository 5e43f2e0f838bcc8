"""Whatever is typed, a sentence comes back, in a bounded time, and no text is ever evaluated."""

import math
from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy

from lab3_helpers import check, practice
from lab3_helpers.chain_rule.symbols import *


def nested(function, depth):
    formula = x1
    for _ in range(depth):
        formula = function(formula)
    return formula


def doubled(depth):
    formula = x1 + 1
    for _ in range(depth):
        formula = sympy.Add(sympy.Mul(formula, formula, evaluate=False), formula, evaluate=False)
    return formula


NOT_A_FORMULA = {
    "None": (None, "None arrived"),
    "text": ("z1_out", "without quotes"),
    "text that would do harm": ("__import__('os').abort()", "without quotes"),
    "truth value": (True, "comparison"),
    "numpy truth value": (np.True_, "comparison"),
    "SymPy truth value": (sympy.true, "comparison"),
    "list": ([z1_out], "without square brackets"),
    "tuple": ((z1_out, z1_out), "without brackets"),
    "set": ({z1_out}, "curly"),
    "dictionary": ({1: 2}, "curly"),
    "complex number": (1j, "complex"),
    "complex NumPy number": (np.complex64(1), "complex"),
    "complex number of mpmath": (mpmath.mpc(1, 0), "complex"),
    "interval of mpmath": (mpmath.mpi(1, 2), "type ivmpf"),
    "Decimal that is no number": (Decimal("sNaN"), "not a finite number"),
    "Decimal of millions of digits": (Decimal("1E+9999999"), "too large"),
    "array": (np.array([1, 2]), "NumPy array"),
    "matrix": (sympy.Matrix([1, 2]), "matrix"),
    "matrix symbol": (sympy.MatrixSymbol("M", 2, 2), "matrix"),
    "equation": (sympy.Eq(z1_out, 2), "right-hand side"),
    "comparison": (z1_out > 2, "comparison"),
    "caret": (x1 ^ x2, "**"),
    "or": (x1 | x2, "comparison"),
    "function without argument": (tanh, "tanh(z2_in)"),
    "sigma without argument": (sigma, "sigma(z2_in)"),
    "Python function": (lambda t: t, "function arrived"),
    "lambda of SymPy": (sympy.Lambda(x1, x1), "function arrived"),
    "nan": (float("nan"), "not a finite number"),
    "inf": (float("inf"), "not a finite number"),
    "zoo": (sympy.zoo, "not a finite number"),
    "oo inside": (sympy.Mul(z1_out, sympy.oo, evaluate=False), "not a finite number"),
    "SymPy nan": (sympy.nan, "not a finite number"),
    "object": (object(), "type object"),
    "module": (sympy, "type module"),
    "unknown symbol near a known one": (sympy.Symbol("z1out"), "did you mean z1_out"),
    "unknown symbol": (sympy.Symbol("qqq"), "it knows"),
    "x of question 2.3": (x, "Only 2.3 and 2.4 know x"),
    "unknown function": (sympy.Function("g")(x1), "holds g"),
    "name with a bracket": (2 * sympy.Symbol("f(x"), "does not know f(x"),
    "name with lines": (sympy.Symbol("a\nb" * 99), "does not know a ba"),
    "function without anything": (sympy.Function("exp")(), "holds exp"),
    "function of too many": (sympy.Function("tanh")(x1, x2), "holds tanh"),
    "foreign function": (sympy.floor(z1_out), "holds floor"),
    "sum object": (sympy.Sum(x1, (x2, 1, 3)), "holds Sum"),
    "division by zero": (1 / (z1_out - tanh(z1_in)), "divides by zero"),
    "deeply nested": (nested(exp, 3000), "nested too deeply"),
    "tower of exponentials": (nested(exp, 8), "too large"),
    "number beyond floats": (sympy.Float("1e400") * x1, "too large"),
}


@pytest.mark.parametrize("thing, part", NOT_A_FORMULA.values(), ids=NOT_A_FORMULA)
def test_what_is_no_formula_gets_a_sentence(thing, part):
    verdict = check("2.6", thing)
    assert verdict.correct is None and part in verdict.message, verdict
    assert verdict.message[0].isupper() or verdict.message.split()[0] in ("tanh", "sigma"), verdict
    assert verdict.message.endswith((".", "?"))
    assert verdict._repr_html_() and str(verdict)
    later = check("2.6", z1_out, thing)
    assert later.correct is None and ("Line 2" in later.message or part in later.message)


@pytest.mark.parametrize("name", ["dL_du1", "dLdu1", "dL_dfout", "df_in_du1", "dfin_du1"])
def test_the_symbol_of_a_derivative_only_restates(name):
    verdict = check("2.8", sympy.Symbol(name) * z1_out)
    assert (verdict.correct, verdict.mistake) == (False, "restated") and name in verdict.message


def test_a_function_that_is_called_derivative_is_none():
    assert check("2.6", sympy.Function("Derivative")(x1, x2)).mistake == "restated"


@pytest.mark.parametrize("answer, correct", [
    (sympy.Piecewise((f_out - 1, sympy.Eq(y, 1)), (f_out, True)), True), (sympy.Piecewise((f_out - 1, y > 0.5), (f_out, y <= 0.5)), True),
    (sympy.Piecewise((f_out - 1, (y > 0) & (y < 2)), (f_out, sympy.Eq(y, 0))), True), (f_out - sympy.Heaviside(y - 0.5), True), (f_out - sympy.sign(y), True),
    (f_out - sympy.Abs(y), True), (sympy.Abs(f_out - y) * (1 - 2 * y), True), (f_out - sympy.Max(y, 0), True),
    (sympy.Piecewise((f_out - 1, sympy.Eq(y, 0)), (f_out, True)), False), (f_out - sympy.Heaviside(y), False), (sympy.Abs(f_out - y), False),
    (sympy.Piecewise((f_out - 1, sympy.Eq(y, 1))), False),
])
def test_cases_and_absolute_values_are_judged_for_the_labels(answer, correct):
    verdict = check("2.7", answer)
    assert verdict.correct is correct and ("only because y is 0 or 1" in verdict.message) is correct
    assert "y" in str(verdict) and verdict._repr_html_()


@pytest.mark.parametrize("number", [2, 0.5, -1, Fraction(1, 3), Decimal("0.1"), np.float64(2), np.int64(3), np.array(2.0), sympy.pi,
                                    sympy.Integer(7), 10 ** 400])
def test_a_number_where_a_formula_is_due_is_wrong(number):
    verdict = check("2.8", number)
    assert verdict.correct is False and "This is a number" in verdict.message


def test_a_number_too_long_to_be_written_is_wrong_too():
    huge = 10 ** 5000
    for verdict in (check("2.8", huge), check("2.8", huge * y), check("2.8", y / huge), check("1.1", [huge, huge])):
        assert verdict.correct is False and "parts" in str(verdict)


@pytest.mark.parametrize("one", [1, 1.0, np.float64(1), np.int64(1), np.array(1.0), Fraction(3, 3), Decimal("1.0"), sympy.Integer(1), 0.1 + 0.2 + 0.7,
                                 mpmath.mpf(1), np.longdouble(1), sympy.Float("0.1", 60) * 10])
def test_the_number_one_in_every_type(one):
    assert check("2.5", one).correct is True


def test_what_is_nearly_one_is_not_one():
    with mpmath.workdps(60):
        for nearly in (mpmath.mpf(1) + mpmath.mpf(10) ** -40, np.longdouble(1) + np.finfo(np.longdouble).eps * 2 ** 5, sympy.Float("1." + 40 * "0" + "1", 60), 1 + 2.0 ** -20):
            assert check("2.5", nearly).correct is False


@pytest.mark.parametrize("answer", [sympy.Symbol("z1_out", real=True), sympy.Symbol("z1_out", positive=True), sympy.Dummy("z1_out"),
                                    sympy.Symbol("z1_out", commutative=False), sympy.Function("tanh")(z1_in), sympy.UnevaluatedExpr(z1_out),
                                    (sympy.E ** (2 * z1_in) - 1) / (sympy.E ** (2 * z1_in) + 1), 1.0 * z1_out, log(exp(z1_out)),
                                    (math.e ** (2 * z1_in) - 1) / (math.e ** (2 * z1_in) + 1), z1_out * (0.1 + 0.2) / 0.3, z1_out * (1.1 * 3) / 3.3])
def test_symbols_are_known_by_their_names(answer):
    assert check("2.6", answer).correct is True


@pytest.mark.parametrize("answer", [sqrt(z1_out ** 2), sympy.Abs(z1_out), z1_out + sqrt(u1 ** 2) - u1, 2.718 ** log(z1_out), z1_out + sympy.Rational(1, 10 ** 30), sympy.I * z1_out,
                                    z1_out * (1 + sympy.Rational(1, 10 ** 300)), nested(lambda t: x1 ** t, 3), (x1 + x2) ** 10 ** 6, x1 ** sympy.Integer(10) ** 50,
                                    sympy.exp(z1_out) ** 1000, doubled(100), sympy.Add(*(x1 ** k * x2 ** (k % 7) * exp(-f_in * (k % 5)) for k in range(900)))])
def test_heavy_or_special_but_wrong(answer):
    assert check("2.6", answer).correct is False


@pytest.mark.parametrize("answer", [tanh(f_out - 2 * y), tanh(f_out * u1 - sigma(f_in + x1) * y), exp(sigma(tanh(z1_in) - f_out))])
def test_what_sympy_would_differentiate_for_ever_gets_a_verdict(answer):
    assert check("2.16", answer).correct is not True
    assert check("2.16", answer, x1).correct is not True


def different(depth, number=iter(range(10 ** 9))):
    """A tree of which no two parts are alike."""
    if not depth:
        return sympy.Add(x1, sympy.Integer(next(number)), evaluate=False)
    return sympy.Mul(different(depth - 1), sympy.Add(different(depth - 1), x2, evaluate=False), evaluate=False)


def test_formulas_of_many_parts_are_judged_and_counted():
    for answer in (different(11), sympy.Pow(different(10), sympy.Rational(1, 2), evaluate=False), sympy.Add(z1_out, sympy.Abs(doubled(60), evaluate=False), evaluate=False)):
        verdict = check("2.6", answer)
        assert verdict.correct is not True and " parts" in str(verdict)


def test_a_sum_of_hundreds_of_terms_is_right():
    assert check("2.8", sympy.expand((f_out - y) * z1_out * (1 + x1 + x2 + w11 + u2) ** 8) / (1 + x1 + x2 + w11 + u2) ** 8).correct is True


GRADIENT = 2 * (x1 - 6) - x2, 2 * x2 - x1


@pytest.mark.parametrize("given", [list(GRADIENT), GRADIENT, sympy.Matrix(GRADIENT), np.array(GRADIENT), [2.0 * x1 - 12 - x2, -x1 + 2 * x2]])
def test_the_gradient_in_every_container(given):
    assert check("1.1", given).correct is True


@pytest.mark.parametrize("given, correct, part", [
    (..., None, "Still blank"), ([..., 1], None, "first component is still blank"), ([GRADIENT[0], ...], None, "second component is still blank"),
    ([GRADIENT[0]], False, "2 components"), ([*GRADIENT, 0], False, "but 3 came"), (GRADIENT[::-1], False, "wrong order"),
    ([GRADIENT[0], 2 * x2], False, "df/dx1 is right"), ([2 * x1, GRADIENT[1]], False, "df/dx2 is right"), ([-GRADIENT[0], -GRADIENT[1]], False, "uphill"),
    ([1, 2], False, "Neither"), (GRADIENT[0], None, "square brackets"), ("[1, 2]", None, "square brackets"), ([], None, "square brackets"),
    ([None, 1], None, "first component"), ([y, 1], None, "does not know y"), ({1, 2}, None, "square brackets"), (np.eye(2), None, "square brackets"),
])
def test_every_other_gradient_has_its_own_sentence(given, correct, part):
    verdict = check("1.1", given)
    assert verdict.correct is correct and part in verdict.message, verdict


def test_a_gradient_line_by_line():
    expanded = [2 * x1 - 12 - x2, 2 * x2 - x1]
    assert check("1.1", list(GRADIENT), expanded).correct is True
    assert check("1.1", [list(GRADIENT)]).correct is True
    wrong = check("1.1", list(GRADIENT), [2 * x1 - 12 + x2, 2 * x2 - x1], expanded)
    assert (wrong.correct, wrong.wrong_line) == (False, 1) and wrong.message.startswith("Line 2: df/dx2 is right")
    assert check("1.1", list(GRADIENT), [..., 1]).correct is None
    assert check("1.1", np.array(GRADIENT), sympy.Matrix(expanded)).correct is True
    blank = check("1.1", ..., list(GRADIENT))
    assert (blank.correct, blank.wrong_line) == (None, None) and blank.message.startswith("Line 1: Still blank")
    short = check("1.1", [GRADIENT[0]], list(GRADIENT))
    assert (short.wrong_line, short.lines) == (0, ()) and short.message.startswith("Line 1: The gradient has 2 components")


def test_no_answer_at_all_is_a_blank():
    for question in ("1.1", "2.1", "2.3"):
        assert check(question).correct is None and "Still blank" in check(question).message


def test_a_gradient_without_its_brackets():
    assert check("1.1", *GRADIENT).correct is True
    assert check("1.1", 2*(x1 - 6) - x2, 2*x2 - x1).lines[0].text == "[2 * (x1 - 6) - x2, 2 * x2 - x1]"
    assert check("1.1", GRADIENT[0], 2 * x2).message.startswith("df/dx1 is right, the other is not.")
    assert check("1.1", GRADIENT[0], ...).message == "The second component is still blank."
    assert check("1.1", *GRADIENT, 0).message == "The gradient has 2 components, one for each variable of f, but 3 came."


def test_odd_seeds_of_practice():
    for seed in ("a", 1.5, True, None, 10 ** 5000, [10 ** 5000]):
        assert "whole number" in practice(seed).title
