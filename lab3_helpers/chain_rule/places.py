"""Where formulas with roots, logarithms or absolute values are compared: a value for every symbol, in many places.

Two such formulas can agree for all positive numbers, or for all small ones, and differ elsewhere: sqrt(x**2) and x,
asin(sin(x)) and x, Abs(x + 100) and x + 100. So every symbol takes values in every decade on both sides of zero; which
of them come together is drawn afresh in every Python.
"""

import random
import secrets
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from lab3_helpers.chain_rule.decimals import DIGITS

# No formula can be made for these places in advance, and while Python runs a verdict stays the same.
KERNEL = secrets.token_hex(8)
# enough to tell 1 - tanh(z)**2 from 0 at z = 300
MANY_DIGITS = 350
_FURTHEST = 30


@dataclass(frozen=True)
class Place:
    """One place.

    Attributes
    ----------
    group : str
        Places of a group are drawn together.
    number, count : int
        Which place of its group, and how many these are.
    ranges, steep_ranges : tuple of (Fraction, Fraction)
        From where values are drawn; the second for the symbols in `steep`.
    steep : frozenset of str
        Names of symbols.
    digits : int
        How many are needed to compare values.
    """

    group: str
    number: int
    count: int
    ranges: tuple
    steep_ranges: tuple
    steep: frozenset
    digits: int = DIGITS

    @property
    def is_near(self):
        """Whether all symbols are of the size 1: there no formula of this lab is hard to evaluate."""
        return self.group == "near"

    def with_many_digits(self):
        """The same place, for formulas in which large numbers cancel."""
        return replace(self, digits=MANY_DIGITS)

    def __call__(self, name):
        """The value of a symbol, a `Fraction`."""
        ranges = self.steep_ranges if name in self.steep else self.ranges
        low, high = ranges[_order(self.group, self.count, name)[self.number] % len(ranges)]
        draw = random.Random(f"{KERNEL} {self.group} {self.number} {name}")
        return low + (high - low) * Fraction(draw.getrandbits(200), 2**200)


@cache
def _order(group, count, name):
    """In which order a symbol goes through its ranges."""
    return random.Random(f"{KERNEL} {group} {name}").sample(range(count), count)


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
    Place
    """
    first, last = max(-_FURTHEST, min((-3, *sizes))), min(_FURTHEST, max((8, *sizes)) + 2)
    near, wide = _both_signs((Fraction(1, 5), Fraction(6, 5))), _both_signs(*_decades(first, last))
    far = _both_signs(*((Fraction(low), Fraction(high)) for low, high in ((10, 60), (60, 200), (200, 300))))
    huge = _both_signs(*_decades(3, 6))
    for group, count, ranges, steep_ranges, which, digits in (
        ("near", 8, near, near, steep, DIGITS),
        ("wide", len(wide), wide, _both_signs(*_decades(-3, 1)), steep, DIGITS),
        ("far", len(far), near, far, steep, MANY_DIGITS),
        *((f"huge {name}", len(huge), near, huge, frozenset([name]), DIGITS) for name in sorted(steep)),
    ):
        for number in range(count):
            yield Place(group, number, count, ranges, steep_ranges, which, digits)


def _decades(first, last):
    return [(Fraction(10) ** n, Fraction(10) ** (n + 1)) for n in range(first, last)]


def _both_signs(*ranges):
    return (*ranges, *((-low, -high) for low, high in ranges))
