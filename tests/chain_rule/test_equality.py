"""The two arithmetics, compared with mpmath and SymPy."""

from threading import Thread

import mpmath
import pytest
import sympy
from sympy import Abs

from lab3_helpers.chain_rule.decimals import DIGITS, DecimalPoint
from lab3_helpers.chain_rule.equality import places, same
from lab3_helpers.chain_rule.points import Clock, FieldPoint, Outside, TooHeavy, rational
from lab3_helpers import check
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import NETWORK

EQUAL = [
    ((1 - 2 / (exp(2 * z1_in) + 1)) / tanh(z1_in), 1),
    (sigma(2 * z1_in) * 2 - 1, tanh(z1_in)),
    (exp(x1 / 3) ** 3 * exp(-x1), 1),
    (exp(exp(x1)) * exp(-exp(x1) + 1), sympy.E),
    (sigma(sigma(x1)), 1 / (1 + exp(-1 / (1 + exp(-x1))))),
    (log(exp(z1_in)), z1_in),
    (sqrt(exp(2 * z1_in)), exp(z1_in)),
    (sech(u1), sqrt(1 - tanh(u1) ** 2)),
    (f_out ** y * f_out ** (1 - y), f_out),
    (sqrt((f_out * (1 - f_out)) ** 2), f_out * (1 - f_out)), (Abs(x1 * x2), Abs(x1) * Abs(x2)), (sqrt(x1 ** 2), Abs(x1)), (log(exp(x1)), x1),
    (sqrt(x1 ** 2 * 10 ** 60), Abs(x1) * 10 ** 30), (Abs(x1) * sympy.sign(x1), x1), (sympy.Max(z1_out, -1), z1_out), (sympy.Heaviside(f_out), 1),
    (log(1 - f_out), -log(1 + exp(f_in))), (sqrt(1 - z2_out ** 2) * cosh(z2_in), 1), (sympy.asinh(sinh(x1)), x1), (Abs(exp(x1)), exp(x1)),
    (sympy.Piecewise((-x1, x1 < 0), (x1, True)), Abs(x1)), (cosh(z1_in + 100) + Abs(x1), cosh(z1_in) * cosh(100) + sinh(z1_in) * sinh(100) + Abs(x1)),
    (c, f_in - u1 * tanh(b1 + w11 * x1 + w21 * x2) - u2 * z2_out),
    (sympy.coth(x1) * sympy.csch(x2), cosh(x1) / sinh(x1) / sinh(x2)),
]
DIFFERENT = [
    (exp(1), 4), (exp(1), sympy.Rational(271828182845904523536, 10 ** 20)), (sympy.pi, sympy.Rational(355, 113)), (sqrt(u1 ** 2), u1),
    (sqrt(u1 ** 2 * u2 ** 2), u1 * u2), (Abs(x1 * x2), x1 * x2), (log(x1 ** 2), 2 * log(x1)), (x1 ** y, x1), (exp(exp(x1)), exp(x1) ** exp(1)),
    (sqrt((u1 * x1) ** 2), u1 * x1), (Abs(x1 + 2), x1 + 2), (Abs(x1 - 10 ** 5), 10 ** 5 - x1), (sympy.asin(sympy.sin(x1)), x1), (Abs(c + 5), c + 5),
    (Abs(z1_in + 100), z1_in + 100), (Abs(z2_in - 150) / (150 - z2_in) * (1 - z2_out ** 2), 1 - z2_out ** 2), (Abs(z1_in + 5000), z1_in + 5000),
    (sympy.Piecewise((0, x1 < 10 ** 14), (1, True)), 0), (sympy.Heaviside(x1 + 3), 1), (sympy.Max(x1, -300), x1), (sqrt(x1 * x2), sqrt(x1) * sqrt(x2)),
    (sympy.Float("1." + 40 * "0" + "1", 60), 1), (sqrt(x1 ** 2 + 1) * (1 + sympy.Rational(1, 10 ** 100)), sqrt(x1 ** 2 + 1)),
    (z1_out, z1_out + sympy.Rational(1, 10 ** 40)), (sqrt(z1_out ** 2 + 1), sqrt(z1_out ** 2 + 1) + sympy.Rational(1, 10 ** 25)),
]


@pytest.mark.parametrize("left, right", EQUAL)
def test_equal(left, right):
    assert same(sympy.sympify(left), sympy.sympify(right), NETWORK, Clock(5))


@pytest.mark.parametrize("left, right", DIFFERENT)
def test_different(left, right):
    assert not same(sympy.sympify(left), sympy.sympify(right), NETWORK, Clock(5))


@pytest.mark.parametrize("formula", [
    x1 ** 3 * x2 - x1 / x2, exp(x1 ** 2) / (1 + x1), tanh(x1 * x2) ** 2, sigma(3 * x1) * sech(x1), sinh(x1) / cosh(x1 ** 2), sympy.coth(x1) + sympy.csch(x1),
    log(1 + x1 ** 2) * sqrt(1 + x1 ** 2), (1 + x1 ** 2) ** sympy.Rational(-3, 2), exp(sigma(x1)) ** 2, x2 * 5,
])
def test_slopes_are_the_derivatives_that_sympy_finds(formula):
    derivative = sympy.diff(formula.replace(sigma, lambda t: 1 / (1 + exp(-t))), x1)
    with mpmath.workdps(DIGITS):
        point = DecimalPoint(NETWORK, 3, Clock(5), {})
        assert mpmath.almosteq(point.slope(formula, x1), point(derivative), rel_eps=mpmath.mpf(10) ** -40, abs_eps=mpmath.mpf(10) ** -40)
    field = FieldPoint(NETWORK, 3, Clock(5), {})
    try:
        slope = field.slope(formula, x1)
    except Outside:
        assert formula.has(log) or formula.has(sympy.Pow)
    else:
        assert slope == field(derivative)


def test_slopes_go_through_the_definitions_of_the_nodes():
    point = FieldPoint(NETWORK, 1, Clock(5), {})
    for target, source in ((z1_out, w11), (f_in, x1), (f_out, b2), (sympy.Symbol("L"), x1)):
        assert point.slope(target, source) == point(NETWORK.derivative(target, source))


@pytest.mark.parametrize("typed, meant", [(1 / 3, "1/3"), (0.1 + 0.2, "3/10"), (0.5, "1/2"), (1e-6, "1/1000000"), (0.3333, "3333/10000"), (2 / 7, "2/7"),
                                          (1.000001, "1000001/1000000"), (0.333333333333, "333333333333/1000000000000"), (-0.25, "-1/4"), (1e20, str(10 ** 20))])
def test_a_float_is_the_rational_meant(typed, meant):
    assert str(rational(typed)) == meant


def test_every_symbol_is_large_and_small_and_of_both_signs():
    everywhere = list(places(frozenset(["z"]), sizes=[12]))
    for name, decades in (("x", range(-3, 14)), ("z", range(-3, 5))):
        seen = {(value > 0, sympy.floor(sympy.log(abs(value), 10))) for value in (sympy.Rational(place(name)) for place in everywhere)}
        assert seen >= {(sign, decade) for sign in (True, False) for decade in decades}
    for one, other in (("x", "y"), ("x", "z"), ("z", "a")):
        assert {place(one) * place(other) > 0 for place in everywhere} == {True, False}


def test_rounding_is_no_difference():
    # at z1_in = 1000 and 60 digits the left side is 0, or anything
    assert same((1 - z1_out ** 2) * cosh(z1_in) ** 2 + Abs(x1), 1 + Abs(x1), NETWORK, Clock(5))
    # and where nothing but rounding is left, nothing is said
    noise = cosh(10 ** 4) ** 2 - sinh(10 ** 4) ** 2 - 1
    with pytest.raises(TooHeavy):
        same(2 * z1_out + noise * sqrt(x1 ** 2 + 1), z1_out, NETWORK, Clock(5))


def test_formulas_that_divide_by_zero_everywhere_are_found_in_decimals_as_well():
    with pytest.raises(ZeroDivisionError):
        same(sqrt(x1 ** 2 + 1) / (z1_out - tanh(z1_in)), z1_out, NETWORK, Clock(5))


def test_threads_do_not_disturb_one_another():
    before, verdicts = mpmath.mp.prec, []
    right = [("2.2", sqrt((f_out * (1 - f_out)) ** 2)), ("2.6", z1_out * Abs(x1) / sqrt(x1 ** 2)), ("2.7", log(exp(f_out)) - y), ("2.10", (1 - z2_out ** 2) ** 1.5 / sqrt(1 - z2_out ** 2))]
    wrong = [("2.2", f_out ** 2), ("2.6", sqrt(z1_out ** 2)), ("2.7", f_out - 2 * y), ("2.10", 1 - z2_out)]

    def student():
        for _ in range(3):
            verdicts.extend((check(question, answer).correct, expected)
                            for some, expected in ((right, True), (wrong, False)) for question, answer in some)

    students = [Thread(target=student) for _ in range(4)]
    for one in students:
        one.start()
    for one in students:
        one.join()
    assert len(verdicts) == 4 * 3 * 8 and all(said is expected for said, expected in verdicts)
    assert mpmath.mp.prec == before


def test_the_clock_ends_every_evaluation():
    with pytest.raises(TooHeavy):
        same(x1 + x2, x2, NETWORK, Clock(-1))
