"""The values of formulas at a point, exact in finite fields; all that is the same for decimal values (`decimals`).

After the biases are eliminated (b1 = z1_in - w11*x1 - w21*x2, and so on) the formulas of this lab are rational in
independent symbols and exponentials. Such a formula can be evaluated exactly in finite fields (G. Gonnet,
"Determining equivalence of expressions in random polynomial time", STOC 1984): take primes with p = 2q + 1, let
every symbol be a random number, and let exp(a) be g**(a mod q), where g has the order q modulo p. All laws that hold
for sums, products, quotients and exponentials hold there too.
"""

import random
from fractions import Fraction
from functools import cache
from math import e, isfinite, ulp
from time import perf_counter

from sympy import Rational, S

try:
    from time import thread_time
except ImportError:  # a browser's Python has one thread
    thread_time = perf_counter

# each prime is twice the next one plus 1, so exponents of exponents of exponents have a field too
PRIMES = tuple(72057594041583149 * 2 ** k + 2 ** k - 1 for k in range(5, -1, -1))


class Outside(Exception):
    """The formula holds something that this arithmetic has no value for; the text names it."""


class TooHeavy(Exception):
    """The time is up, or a number grew out of all bounds."""


class TooLarge(TooHeavy):
    """A number grew out of all bounds, at this point at least."""


class NoValue(Exception):
    """The formula says nothing at this point: none of its cases holds."""


class Clock:
    """A budget of time that is asked from inside every evaluation: portable, and leaves no thread behind.

    What others do on the machine does not count: a right answer is not refused because the computer is busy.
    """

    def __init__(self, seconds):
        self.seconds, self.began, self.end = seconds, thread_time(), perf_counter() + seconds

    def check(self):
        if perf_counter() > self.end and thread_time() - self.began >= self.seconds:
            raise TooHeavy


def rational(number):
    """The rational number that a decimal or a Python quotient such as 1/3 stands for, as a `Fraction`.

    Parameters
    ----------
    number : float or sympy.Float

    Raises
    ------
    TooHeavy
        It is beyond the floats.
    """
    precision, nearest = getattr(number, "_prec", 53), float(number)
    if not isfinite(nearest) or number != 0 and not nearest:
        raise TooHeavy
    if precision > 53:
        sign, mantissa, exponent, bits = number._mpf_
        exact = (-1) ** sign * mantissa * Fraction(2) ** exponent
        last_digit = Fraction(2) ** (exponent + bits - precision)
    else:
        exact, last_digit = Fraction(repr(nearest)), Fraction(ulp(nearest))
    # 0.1 + 0.2 is 0.30000000000000004: the last digits are Python's, not the student's
    near = exact.limit_denominator(1000)
    return near if abs(near - exact) <= 4 * last_digit else exact


def parts(expression, clock):
    """Every different part of an expression once, however often it is shared."""
    found, todo = set(), [expression]
    while todo:
        clock.check()
        part = todo.pop()
        if part not in found:
            found.add(part)
            todo.extend(part.args)
    return found


class Point:
    """A random point, where formulas have values and slopes.

    Parameters
    ----------
    graph : Graph
        What the symbols depend on.
    seed : int
        Which point.
    clock : Clock
    fixed : dict of str to Expr
        Symbols that are given a value.
    """

    def __init__(self, graph, seed, clock, fixed):
        self.definitions = {node.name: formula for node, formula in graph.definitions.items()}
        self.rules = {**elimination(graph), **fixed}
        self.seed, self.clock = seed, clock
        self.values, self.slopes = {}, {}

    def __call__(self, formula):
        """The value of a SymPy expression."""
        if formula not in self.values:
            self.clock.check()
            self.values[formula] = self._evaluate(formula)
        return self.values[formula]

    def slope(self, formula, by):
        """The derivative of an expression by a symbol; every node is differentiated through its definition.

        Worked out with the value, by the rules for sums, products and so on: the cost grows like the formula,
        whereas the formula of a derivative can outgrow every bound.
        """
        if (formula, by) not in self.slopes:
            self.clock.check()
            self.slopes[formula, by] = self._differentiate(formula, by)
        return self.slopes[formula, by]

    def _evaluate(self, formula):
        if formula.is_Rational:
            return self.number(Fraction(int(formula.p), int(formula.q)))
        if _is_e(formula):
            return self.exponentials(S.One)[0]
        if formula.is_Float:
            return self.number(rational(formula))
        if formula.is_Symbol:
            rule = self.rules.get(formula.name)
            return self.free(formula.name) if rule is None else self(rule)
        if formula.is_Add:
            total = self.number(0)
            for term in formula.args:
                total = self.reduce(total + self(term))
            return total
        if formula.is_Mul:
            product = self.number(1)
            for factor in formula.args:
                product = self.reduce(product * self(factor))
            return product
        name = type(formula).__name__
        if name == "UnevaluatedExpr" and formula.args:
            return self(formula.args[0])
        if _is_exponential(formula):
            return self.exponentials(formula.args[-1])[0]
        if formula.is_Pow:
            return self.power(formula.base, formula.exp)
        if formula.is_Derivative and len(formula.variables) == 1 and formula.variables[0].is_Symbol:
            return self.slope(formula.expr, formula.variables[0])
        if len(formula.args) == 1 and name in BY_EXPONENTIALS:
            above, below = BY_EXPONENTIALS[name](*self.exponentials(formula.args[0]))
            return self.reduce(above * self.inverse(below))
        return self.other(formula, name)

    def _differentiate(self, formula, by):
        slope = self.number(0)
        if formula.is_number:
            return slope
        if formula.is_Symbol:
            if formula.name == by.name:
                return self.number(1)
            return self.slope(self.definitions[formula.name], by) if formula.name in self.definitions else slope
        if formula.is_Add:
            for term in formula.args:
                slope = self.reduce(slope + self.slope(term, by))
            return slope
        if formula.is_Mul:
            for n, factor in enumerate(formula.args):
                term = self.slope(factor, by)
                for other in formula.args[:n] + formula.args[n + 1:] if term else ():
                    term = self.reduce(term * self(other))
                slope = self.reduce(slope + term)
            return slope
        if not formula.args or len(formula.args) > 1 and not formula.is_Pow:
            raise Outside(type(formula).__name__)
        name, inner = type(formula).__name__, formula.args[0]
        if _is_exponential(formula):
            return self.reduce(self(formula) * self.slope(formula.args[-1], by))
        if formula.is_Pow and self.slope(formula.exp, by) == 0:
            outer = self.reduce(self(formula.exp) * self.power(inner, formula.exp - 1))
        elif name == "UnevaluatedExpr":
            outer = self.number(1)
        elif name == "log":
            outer = self.inverse(self(inner))
        elif name in BY_EXPONENTIALS:
            plus, minus = self.exponentials(inner)
            function = BY_EXPONENTIALS[name]
            above, below = function(plus, minus)
            # numerator and denominator are linear in both exponentials, and only minus changes its sign
            rises, grows = (a - b for a, b in zip(function(plus, -minus), function(0, 0)))
            outer = self.reduce((rises * below - above * grows) * self.inverse(self.reduce(below * below)))
        else:
            raise Outside(f"the derivative of {name}")
        return self.reduce(outer * self.slope(inner, by))


def _is_e(formula):
    # math.e is as good a way to write e as any
    return formula is S.Exp1 or formula.is_Float and formula._prec == 53 and float(formula) == e


def _is_exponential(formula):
    return type(formula).__name__ == "exp" and len(formula.args) == 1 or formula.is_Pow and _is_e(formula.base)


# numerator and denominator from exp(a) and exp(-a)
BY_EXPONENTIALS = {
    "sigma": lambda e, i: (1, 1 + i),
    "tanh": lambda e, i: (e - i, e + i), "coth": lambda e, i: (e + i, e - i),
    "sinh": lambda e, i: (e - i, 2), "cosh": lambda e, i: (e + i, 2),
    "sech": lambda e, i: (2, e + i), "csch": lambda e, i: (2, e - i),
}


class FieldPoint(Point):
    """A random point in finite fields: values are integers modulo the first of some `primes`, exponents the next."""

    def __init__(self, graph, seed, clock, fixed, primes=PRIMES):
        super().__init__(graph, seed, clock, fixed)
        self.prime = primes[0]
        self.exponents = FieldPoint(graph, seed, clock, fixed, primes[1:]) if primes[1:] else None

    def number(self, value):
        value = Fraction(value)
        return value.numerator * self.inverse(value.denominator) % self.prime

    def free(self, name):
        # one integer for all fields: only then do formulas and their exponentials speak of the same point
        return random.Random(f"{name} {self.seed}").getrandbits(80) % self.prime

    def reduce(self, value):
        return value % self.prime

    def inverse(self, value):
        if value % self.prime == 0:
            raise ZeroDivisionError
        return pow(value, -1, self.prime)

    def exponentials(self, argument):
        if self.exponents is None:
            raise Outside("exponentials nested that deeply")
        # a square has the order q; a random one, so that no known number plays the part of e
        g = random.Random(f"g {self.prime} {self.seed}").getrandbits(80) ** 2
        plus = pow(g, self.exponents(argument), self.prime)
        return plus, self.inverse(plus)

    def power(self, base, exponent):
        exponent = Rational(rational(exponent)) if exponent.is_Float else exponent
        if not exponent.is_Integer:
            raise Outside("a root or a power")
        value = self(base) if exponent >= 0 else self.inverse(self(base))
        return pow(value, abs(int(exponent)), self.prime)

    def other(self, formula, name):
        raise Outside(name)


@cache
def elimination(graph):
    """Rules that leave only independent symbols: every bias by the node it feeds, every other node by its formula.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    dict of str to Expr
        A bias is an input that enters one formula only, as a bare term; its node is then kept as a free symbol.
    """
    rules = {}
    for node, formula in graph.definitions.items():
        bias = next((s for s in graph.inputs if graph.local_derivative(node, s) == 1
                     and not any(s in other.free_symbols for n, other in graph.definitions.items() if n != node)), None)
        if bias is None:
            rules[node.name] = formula
        else:
            rules[bias.name] = bias + node - formula
    return rules
