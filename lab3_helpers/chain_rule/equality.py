"""Are two formulas the same function? Decided by exact arithmetic, not by simplifying and not with rounding errors.

In finite fields (`points`)

* two formulas with different values are different: this is proved (for exponentials of constants, up to Schanuel's
  conjecture);
* two formulas with equal values at two random points are equal with overwhelming likelihood: a formula of degree d
  agrees by chance with a probability of about (d / 2**61)**2.

Logarithms, roots, powers with a formula in the exponent and cases have no such image. They are compared in decimals,
in many places: two of them can agree for all positive numbers, or for all small ones, and differ elsewhere, as
sqrt(x**2) and x, asin(sin(x)) and x, Abs(x + 100) and x + 100. So every symbol takes values in every decade on both
sides of zero; which of them come together is drawn afresh in every Python. Where the values differ they are worked out
again with other last digits: only a difference that is larger than what rounding does to both sides counts.
"""

import random
import secrets
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from sympy import Function

from lab3_helpers.chain_rule.decimals import DIGITS, DecimalPoint
from lab3_helpers.chain_rule.points import FieldPoint, NoValue, Outside, TooHeavy, TooLarge, parts, rational

# No formula can be made for these places in advance, and while Python runs a verdict stays the same.
_KERNEL = secrets.token_hex(8)
# enough to tell 1 - tanh(z)**2 from 0 at z = 300
_MANY_DIGITS = 350
_FURTHEST = 30


def same(left, right, graph, clock, **fixed):
    """Whether two expressions are the same function.

    Parameters
    ----------
    left, right : Expr
    graph : Graph
        What the symbols depend on.
    clock : Clock
    **fixed : Expr
        The value of a symbol that is given one, by its name.

    Raises
    ------
    Outside
        An expression holds a function that cannot be judged.
    ZeroDivisionError
        An expression divides by zero everywhere.
    TooHeavy
    """
    try:
        points = (FieldPoint(graph, f"{_KERNEL} {n}", clock, fixed) for n in (1, 2))
        return all(point(left) == point(right) for point in points)
    except Outside:
        return _same_in_decimals(left, right, lambda place, noise=None: _At(place, graph, clock, fixed, noise),
                                 places(_steep(graph), {*_sizes(parts(left, clock) | parts(right, clock))}))


def _same_in_decimals(left, right, at, everywhere):
    agree = divided = False
    for place in everywhere:
        try:
            apart = _apart(left, right, place, at)
            if apart is None and place.is_near:
                apart = _apart(left, right, place._replace(digits=_MANY_DIGITS), at)
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


def _apart(left, right, place, at):
    """Whether two formulas differ at a place; None where rounding hides it."""
    try:
        a, b = map(at(place), (left, right))
        size = max(abs(a), abs(b))
        if abs(a - b) <= size / 10 ** (place.digits - 15):
            return False
        again = (map(at(place, noise), (left, right)) for noise in (1, 2))
        blur = max(abs(one - other) for values in again for one, other in zip((a, b), values))
    except NoValue:
        return True
    if abs(a - b) > 10**6 * blur:
        return True
    return False if blur <= size / 10**30 else None


class _At(DecimalPoint):
    """The point at a place."""

    most = 10**9

    def __init__(self, place, graph, clock, fixed, noise):
        super().__init__(graph, place, clock, fixed, place.digits, noise)
        if not place.is_near:
            self.least = 0  # far away the values of activations are small as well

    def free(self, name):
        return self.number(self.seed(name))


# --- where they are compared

class _Place(NamedTuple):
    """A value for every symbol, `place(name)`; those in `steep` have ranges of their own."""

    group: str  # places of a group are drawn together
    number: int
    count: int  # of the places in its group
    ranges: tuple
    steep_ranges: tuple
    steep: frozenset
    digits: int  # needed to compare values

    @property
    def is_near(self):
        """Whether all symbols are of the size 1: there no formula of this lab is hard to evaluate."""
        return self.group == "near"

    def __call__(self, name):
        ranges = self.steep_ranges if name in self.steep else self.ranges
        low, high = ranges[_order(self.group, self.count, name)[self.number] % len(ranges)]
        draw = random.Random(f"{_KERNEL} {self.group} {self.number} {name}")
        return low + (high - low) * Fraction(draw.getrandbits(200), 2**200)


@cache
def _order(group, count, name):
    """In which order a symbol goes through its ranges."""
    return random.Random(f"{_KERNEL} {group} {name}").sample(range(count), count)


def places(steep, sizes):
    """The places for one comparison.

    Parameters
    ----------
    steep : frozenset of str
        Names of the symbols to which an activation is applied. Far from zero an activation is flat: there these
        symbols need more digits, and beyond that, one at a time, they only show what is added to the formula.
    sizes : iterable of int
        The decades of the numbers in the formulas: Abs(x + 10**12) shows what it is beyond them only.

    Yields
    ------
    callable
        The value of a symbol there, a `Fraction`, by its name.
    """
    first, last = max(-_FURTHEST, min((-3, *sizes))), min(_FURTHEST, max((8, *sizes)) + 2)
    near, far = _both_signs((Fraction(1, 5), Fraction(6, 5))), _both_signs((10, 60), (60, 200), (200, 300))
    huge = _both_signs(*_decades(3, 6))
    for group, ranges, steep_ranges, which, digits in (
        ("near", near * 4, near * 4, steep, DIGITS),
        ("wide", _both_signs(*_decades(first, last)), _both_signs(*_decades(-3, 1)), steep, DIGITS),
        ("far", near, far, steep, _MANY_DIGITS),
        *((f"huge {name}", near, huge, frozenset([name]), DIGITS) for name in sorted(steep)),
    ):
        count = max(len(ranges), len(steep_ranges))
        for number in range(count):
            yield _Place(group, number, count, ranges, steep_ranges, which, digits)


def _decades(first, last):
    return [(Fraction(10) ** n, Fraction(10) ** (n + 1)) for n in range(first, last)]


def _both_signs(*ranges):
    return (*ranges, *((-low, -high) for low, high in ranges))


@cache
def _steep(graph):
    applied = {symbol for formula in graph.definitions.values() for part in formula.atoms(Function)
               for symbol in part.args if symbol.is_Symbol}
    return frozenset(symbol.name for symbol in applied)


def _sizes(found):
    """The decades of the numbers among the parts of formulas."""
    for part in found:
        if part.is_Rational or part.is_Float:
            number = rational(part) if part.is_Float else part
            above, below = (abs(int(part)).bit_length() for part in (number.numerator, number.denominator))
            yield int((above - below) * 0.30103)
