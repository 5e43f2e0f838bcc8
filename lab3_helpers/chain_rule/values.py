"""Formulas as their values at one random point: mistakes are recognised there, and for a name one point is enough."""

import ast
from math import prod
from operator import add, mul, neg, pos, pow, sub, truediv
from typing import NamedTuple

from sympy import Symbol

from lab3_helpers.chain_rule.decimals import DecimalPoint
from lab3_helpers.chain_rule.points import NoValue, TooLarge

DIGITS = 40
_FUNCTIONS = ("exp", "log", "tanh", "sinh", "cosh", "sech", "sqrt")
_OPERATIONS = {ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv, ast.Pow: pow, ast.USub: neg, ast.UAdd: pos}
UNDEFINED = (ArithmeticError, ValueError, KeyError, NoValue, TooLarge)  # what has no real value here


class Slip(NamedTuple):
    """A mistake with its name, a sentence that says where to look, and the value that it leads to."""

    name: str
    sentence: str
    value: object


class PositivePoint(DecimalPoint):
    """The point at which formulas are recognised by their values."""

    def __init__(self, graph, clock):
        # with this seed the biases, which follow from the nodes, are positive too, and no two symbols nearly the same
        super().__init__(graph, 121, clock, {}, DIGITS)

    def __call__(self, formula):
        """The value of an expression; raises `ValueError` where it is not real."""
        return real(super().__call__(formula))

    def with_part(self, formula, n, value):
        """The value of an expression when its part number `n` has another value.

        Raises
        ------
        ArithmeticError, ValueError, KeyError
            Where there is no real value.
        """
        return self.of_parts(formula, [value if m == n else self(part) for m, part in enumerate(formula.args)])

    def of_parts(self, formula, values):
        """The value of an expression when its parts have these values; raises the same errors."""
        if formula.is_Add:
            return sum(values)
        if formula.is_Mul:
            return prod(values)
        if not formula.args:
            return self(formula)
        return real(values[0] ** values[1]) if formula.is_Pow else apply(type(formula).__name__, *values)


def value_of(tree, at, instead=None):
    """The value of a line, where some names can have other values; raises one of `UNDEFINED`."""
    match tree:
        case ast.Constant(value=int() | float() as number):
            return at.number(number)
        case ast.Name(id=name):
            return instead[name] if instead and name in instead else at(Symbol(name))
    return with_values(tree, [value_of(part, at, instead) for part in parts(tree)])


def parts(tree):
    """The operands of an operation, or the argument of a function; none of a name or a number."""
    match tree:
        case ast.UnaryOp(operand=inner):
            return [inner]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Call(func=ast.Name(), args=[argument]):
            return [argument]
    return []


def with_values(tree, values):
    """The value of an operation or a function of parts that have these values; raises one of `UNDEFINED`."""
    if not values:
        raise ValueError(ast.dump(tree))
    if isinstance(tree, ast.Call):
        return apply(tree.func.id, *values)
    return real(_OPERATIONS[type(tree.op)](*values))


def real(value):
    """A number as it is; raises `ValueError` for a complex one."""
    if value.imag:
        raise ValueError("not a real number")
    return value.real


def apply(function, value):
    """The value of a function, given by its name, at a number."""
    if function == "sigma":
        return 1 / (1 + value.context.exp(-value))
    if function not in _FUNCTIONS:
        raise KeyError(function)
    return real(getattr(value.context, function)(value))


def near(a, b):
    """Whether two values agree in more digits than they would by chance."""
    return abs(a - b) < 1e-28 * max(abs(a), abs(b), 1e-8)  # < is False for infinities


def key(value):
    """For looking a value up: what agrees has the same key."""
    value = float(value)
    return value if abs(value) > 1e-30 else 0.0
