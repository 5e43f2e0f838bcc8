"""The values of formulas at a point, in decimals: for roots, logarithms, absolute values and cases.

mpmath's own precision is shared by all threads: here every thread has an arithmetic of its own.
"""

import random
from fractions import Fraction
from threading import local

from mpmath import MPContext

from lab3_helpers.chain_rule.points import BY_EXPONENTIALS, NoValue, Outside, Point, TooLarge

DIGITS = 60

_of_this_thread = local()


def _arithmetic(digits):
    """mpmath's arithmetic with so many digits, for this thread alone."""
    made = vars(_of_this_thread)
    if digits not in made:
        made[digits] = MPContext()
        made[digits].dps = digits
    return made[digits]


# Threads share the pi and the log(2) that mpmath keeps, and can mix them up while one of them asks for more digits.
+_arithmetic(2000).pi, +_arithmetic(2000).ln2


class DecimalPoint(Point):
    """A random real point, where values have many digits; they are complex where a root or a logarithm makes them so.

    Parameters
    ----------
    graph, seed, clock, fixed
        As for any point.
    digits : int, optional
    noise : int, optional
        With a number, every result is changed in its last digits, with another number in another way: what then
        differs is rounding.

    Attributes
    ----------
    mp : mpmath.MPContext
        The arithmetic of the values, with its functions.
    least : mpf
        What is not larger counts as zero.
    most : int
        The largest argument of an exponential, a sine or a power. Values go up to exponentials of it.
    """

    most = 10**5

    def __init__(self, graph, seed, clock, fixed, digits=DIGITS, noise=None):
        super().__init__(graph, seed, clock, fixed)
        self.mp, self.digits = _arithmetic(digits), digits
        self.noise = noise and random.Random(f"noise {noise}")
        self.least = self.mp.mpf(10) ** (10 - digits)

    def number(self, value):
        value = Fraction(value)
        return self._bounded(self.mp.mpf(value.numerator) / value.denominator)

    def free(self, name):
        draw = random.Random(f"{name} {self.seed}")
        share = self.mp.mpf(draw.getrandbits(200) + 1) / 2**200
        return share if name == "y" else share + self.mp.mpf("0.2")

    def _bounded(self, value):
        # a tower of powers would need more memory than there is: stop while the numbers are merely huge
        if not self.mp.isfinite(value) or value and abs(self.mp.mag(value)) > 10 * self.most:
            raise TooLarge
        return value

    def reduce(self, value):
        if self.noise:
            value *= 1 + self.mp.ldexp(self.noise.getrandbits(53) - 2**52, -42 - self.mp.prec)
        return self._bounded(value)

    def inverse(self, value):
        if abs(value) <= self.least:
            raise ZeroDivisionError
        return 1 / value

    def exponentials(self, argument):
        value = self(argument)
        if abs(value) > self.most:
            raise TooLarge
        plus = self.reduce(self.mp.exp(value))
        return plus, 1 / plus

    def power(self, base, exponent):
        value, exponent = self(base), self(exponent)
        if abs(value) <= self.least and self.mp.re(exponent) <= 0:
            raise ZeroDivisionError
        if not value:
            return value
        if abs(exponent) * (4 + abs(self.mp.mag(value))) > self.most:
            raise TooLarge
        return self.reduce(self.mp.power(value, exponent))

    def other(self, formula, name):
        if name in _CONSTANTS:
            return _CONSTANTS[name](self.mp)
        if formula.is_Piecewise:
            return self(self._case(formula))
        if name in _CHOICES and formula.args:
            return _CHOICES[name](map(self, formula.args), key=self._real)
        if name == "sign" and len(formula.args) == 1:
            return self.mp.mpf(self._sign(self(formula.args[0])))
        if name == "Heaviside" and len(formula.args) == 2:
            sign = self._sign(self(formula.args[0]))
            return self.mp.mpf(sign > 0) if sign else self(formula.args[1])
        if name not in _BY_DIGITS or len(formula.args) != 1:
            raise Outside(name)
        value = self(formula.args[0])
        if name == "log" and not value:
            raise ZeroDivisionError
        if abs(value) > self.most and name not in ("log", "Abs", "re", "im"):
            raise TooLarge
        return self.reduce(getattr(self.mp, _BY_DIGITS[name])(value))

    def _case(self, piecewise):
        for formula, condition in piecewise.args:
            if self._holds(condition):
                return formula
        raise NoValue

    def _holds(self, condition):
        name = type(condition).__name__
        if name in _RELATIONS:
            left, right = map(self, condition.args)
            return self._sign(left - right) in _RELATIONS[name]
        if name in _CONNECTIVES:
            return _CONNECTIVES[name](map(self._holds, condition.args))
        raise Outside(name)

    def _sign(self, value):
        return 0 if abs(value) <= self.least else int(self.mp.sign(self._real(value)))

    def _real(self, value):
        if abs(self.mp.im(value)) > abs(value) / 10 ** (self.digits // 2):
            raise NoValue  # complex numbers have no order
        return self.mp.re(value)


_CONSTANTS = {"Pi": lambda mp: +mp.pi, "ImaginaryUnit": lambda mp: mp.mpc(0, 1)}
_BY_DIGITS = {"log": "log", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "asin", "acos": "acos", "atan": "atan",
              "asinh": "asinh", "acosh": "acosh", "atanh": "atanh", "Abs": "fabs", "re": "re", "im": "im"}
_CHOICES = {"Max": max, "Min": min}
_RELATIONS = {"Equality": (0,), "Unequality": (-1, 1), "StrictLessThan": (-1,), "LessThan": (-1, 0),
              "StrictGreaterThan": (1,), "GreaterThan": (0, 1)}  # with the sign of the difference
_CONNECTIVES = {"And": all, "Or": any, "Not": lambda holds: not any(holds), "BooleanTrue": all, "BooleanFalse": any}
FUNCTIONS = ("exp", *BY_EXPONENTIALS, *_BY_DIGITS)
