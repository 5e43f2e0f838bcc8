"""Values of formulas at random points, for recognising a formula by what it is worth."""

import mpmath

from lab3_helpers.equality import DecimalPoint

DIGITS = 30
_TOLERANCE = mpmath.mpf(10) ** -18


class Value(tuple):
    """The real values of one formula at all points; calculates like a number."""

    def near(self, other):
        """Whether two values agree at every point."""
        return all(abs(a - b) <= _TOLERANCE * max(abs(a), abs(b), _TOLERANCE) for a, b in zip(self, other))

    def key(self):
        """For looking the value up: what agrees has the same key."""
        return tuple("%.13g" % float(v) for v in self)

    def map(self, function):
        """The function's values."""
        return Value(function(v) for v in self)

    def __add__(self, other):
        return Value(a + b for a, b in zip(self, other))

    def __sub__(self, other):
        return Value(a - b for a, b in zip(self, other))

    def __mul__(self, other):
        return Value(a * b for a, b in zip(self, other))

    def __truediv__(self, other):
        return Value(a / b for a, b in zip(self, other))

    def __neg__(self):
        return Value(-a for a in self)


class _PositivePoint(DecimalPoint):
    """All free symbols are positive, so that roots and odd powers stay real."""

    def free(self, name, level):
        return abs(super().free(name, level))


class Values:
    """The values of formulas at two random points of a graph.

    Parameters
    ----------
    graph : Graph
    clock : Clock
    """

    def __init__(self, graph, clock):
        self._points = [_PositivePoint(graph, seed, clock, {}) for seed in (11, 12)]
        self.zero, self.one = self.number(0), self.number(1)

    def number(self, number):
        """A number as a value."""
        return Value(mpmath.mpf(number) for _ in self._points)

    def __call__(self, formula):
        """The value of an expression; raises `ValueError` where it is not real."""
        return self._real(point(formula) for point in self._points)

    def slope(self, formula, by):
        """The value of the derivative by a symbol."""
        return self._real(point.slope(formula, by) for point in self._points)

    def _real(self, values):
        value = Value(values)
        if any(isinstance(v, mpmath.mpc) and v.imag for v in value):
            raise ValueError("not a real number")
        return value.map(mpmath.re)
