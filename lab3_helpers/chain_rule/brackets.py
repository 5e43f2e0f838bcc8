"""Would one more pair of brackets make a wrong answer right? Tried at every place of the line as it was typed."""

import ast
import io
import tokenize
from itertools import combinations
from operator import add, mul, neg, pos, pow, sub, truediv

import mpmath
from sympy import Symbol

from lab3_helpers.chain_rule.values import apply, near
from lab3_helpers.verdict import Mistake

LONGEST = 30  # tokens; the places grow with the square
_SIGNS = {"+", "-", "*", "/", "**"}
_OPERATIONS = {ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv, ast.Pow: pow, ast.USub: neg, ast.UAdd: pos}


def find(asked, typed, at):
    """The brackets that are missing.

    Parameters
    ----------
    asked : Question
    typed : ast.expr
        The line.
    at : callable
        The value of an expression at a point.

    Returns
    -------
    Mistake or None
        None where no pair of brackets makes the line right.
    """
    source, truth = ast.unparse(typed), at(asked.truth)
    words = [token.string for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.string.strip()]
    if len(words) > LONGEST:
        return None
    tried = {ast.dump(typed)}
    for first, last in combinations(range(len(words) + 1), 2):
        if not _may_belong_together(words, first, last):
            continue
        inside = " ".join(words[first:last])
        try:
            tree = ast.parse(" ".join([*words[:first], "(", inside, ")", *words[last:]]), mode="eval").body
            if ast.dump(tree) not in tried and near(_value(tree, at), truth):
                together = ast.unparse(ast.parse(inside, mode="eval"))
                return Mistake("bracket", f"brackets are missing: {together} belongs together")
        except (SyntaxError, ArithmeticError, ValueError, KeyError, TypeError):
            continue
        tried.add(ast.dump(tree))
    return None


def _may_belong_together(words, first, last):
    """Whether brackets around some words could be meant: a sum, a denominator or a base, balanced in itself."""
    inside = words[first:last]
    if len(inside) < 3 or inside[-1] in _SIGNS or inside[0] in _SIGNS - {"-"} or inside.count("(") != inside.count(")"):
        return False
    if words[first - 1 : first] not in ([], ["("], *([sign] for sign in _SIGNS)):
        return False  # an argument's brackets would become a call's
    return bool({"+", "-"} & set(inside[1:])) or words[first - 1 : first] == ["/"] or words[last : last + 1] == ["**"]


def _value(tree, at):
    match tree:
        case ast.Constant(value=number):
            return mpmath.mpf(number)
        case ast.Name(id=name):
            return at(Symbol(name))
        case ast.UnaryOp(op=operation, operand=inner):
            return _OPERATIONS[type(operation)](_value(inner, at))
        case ast.BinOp(left=left, op=operation, right=right):
            return _OPERATIONS[type(operation)](_value(left, at), _value(right, at))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return apply(name, _value(argument, at))
    raise ValueError(ast.dump(tree))
