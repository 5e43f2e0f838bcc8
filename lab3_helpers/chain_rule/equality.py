"""Are two formulas the same function? Decided by exact arithmetic, not by simplifying and not with rounding errors.

In finite fields (`points`)

* two formulas with different values are different: this is proved (for exponentials of constants, up to Schanuel's
  conjecture);
* two formulas with equal values at two random points are equal with overwhelming likelihood: a formula of degree d
  agrees by chance with a probability of about (d / 2**61)**2.

Logarithms, roots, powers with a formula in the exponent and cases have no such image. They are compared in decimals,
in many places (`places`). Where the values differ they are worked out again with other last digits: only a difference
that is larger than what rounding does to both sides counts.
"""

from functools import cache

from sympy import Function

from lab3_helpers.chain_rule.decimals import DIGITS, FUNCTIONS, DecimalPoint
from lab3_helpers.chain_rule.places import KERNEL, places
from lab3_helpers.chain_rule.points import (PRIMES, Clock, FieldPoint, NoValue, Outside, TooHeavy, TooLarge,
                                            elimination, parts, rational)

__all__ = ["DIGITS", "FUNCTIONS", "PRIMES", "Clock", "DecimalPoint", "FieldPoint", "Outside", "TooHeavy",
           "elimination", "rational", "same"]


def same(left, right, graph, clock, fixed=None):
    """Whether two expressions are the same function.

    Parameters
    ----------
    left, right : Expr
    graph : Graph
        What the symbols depend on.
    clock : Clock
    fixed : dict of str to Expr, optional
        Symbols that are given a value.

    Raises
    ------
    Outside
        An expression holds a function that cannot be judged.
    ZeroDivisionError
        An expression divides by zero everywhere.
    TooHeavy
    """
    try:
        return all(_equal_in_field(left, right, FieldPoint(graph, f"{KERNEL} {n}", clock, fixed or {})) for n in (1, 2))
    except Outside:
        return _same_in_decimals(left, right, graph, clock, fixed or {})


def _equal_in_field(left, right, point):
    return point(left) == point(right)


def _same_in_decimals(left, right, graph, clock, fixed):
    agree = divided = False
    sizes = {_decade(part) for part in parts(left, clock) | parts(right, clock) if part.is_Rational or part.is_Float}
    for place in places(_steep(graph), sizes):
        try:
            apart = _apart(left, right, place, graph, clock, fixed)
            if apart is None and place.is_near:
                apart = _apart(left, right, place.with_many_digits(), graph, clock, fixed)
        except TooLarge:
            continue
        except ZeroDivisionError:
            divided = divided or place.is_near
            continue
        if apart:
            return False
        agree = agree or place.is_near and apart is False
    if agree:
        return True
    raise ZeroDivisionError if divided else TooHeavy


def _apart(left, right, place, graph, clock, fixed):
    """Whether two formulas differ at a place; None where rounding hides it."""

    def values(noise=None):
        point = _At(place, graph, clock, fixed, noise)
        return point(left), point(right)

    try:
        a, b = values()
        size = max(abs(a), abs(b))
        if abs(a - b) <= size / 10 ** (place.digits - 15):
            return False
        blur = max(abs(one - other) for noise in (1, 2) for one, other in zip((a, b), values(noise)))
    except NoValue:
        return True
    if abs(a - b) > 10**6 * blur:
        return True
    return False if blur <= size / 10**30 else None


class _At(DecimalPoint):
    """The point at a place."""

    most = 10**9

    def __init__(self, place, graph, clock, fixed, noise):
        super().__init__(graph, None, clock, fixed, place.digits, noise)
        self.place = place
        if not place.is_near:
            self.least = 0  # far away the values of activations are small as well

    def free(self, name, level):
        return self.number(self.place(name), level)


@cache
def _steep(graph):
    applied = {symbol for formula in graph.definitions.values() for part in formula.atoms(Function)
               for symbol in part.args if symbol.is_Symbol}
    return frozenset(symbol.name for symbol in applied)


def _decade(number):
    number = rational(number) if number.is_Float else number
    above, below = (abs(int(part)).bit_length() for part in (number.numerator, number.denominator))
    return int((above - below) * 0.30103)
