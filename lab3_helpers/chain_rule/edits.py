"""What a line as it was typed would be worth after one change at one place: another sign, symbol, power or function."""

import ast

from sympy import Symbol

from lab3_helpers.chain_rule.pen import relation
from lab3_helpers.chain_rule.values import UNDEFINED, Slip, apply, parts, value_of, with_values

_ALIKE = {"sigma", "tanh", "sinh", "cosh"}


def edited(typed, asked, at):
    """Every value of the line after one change; the `Slip` says what is wrong in the line.

    Parameters
    ----------
    typed : ast.expr
        The line.
    asked : Question
    at : PositivePoint

    Returns
    -------
    list of Slip
        Empty where the line has no value by itself.
    """
    try:
        _, below = _in(typed, asked, at)
    except UNDEFINED:
        return []
    found = []
    for name in dict.fromkeys(node.id for node in ast.walk(typed) if isinstance(node, ast.Name)):
        for slip in (*_of_a_label(name, asked, at), *_of_a_symbol(name, asked, at)):
            try:
                found.append(slip._replace(value=value_of(typed, at, {name: slip.value})))
            except UNDEFINED:
                continue
    return found + below


def _in(node, asked, at):
    """The value of a node, and its values after the changes at it or below it, as a list of `Slip`."""
    below = [_in(part, asked, at) for part in parts(node)]
    values = [value for value, _ in below]
    value = with_values(node, values) if values else value_of(node, at)
    found = [*_here(node, value, values, asked, at)]
    for n, (_, slips) in enumerate(below):
        for slip in slips:
            try:
                found.append(slip._replace(value=with_values(node, [*values[:n], slip.value, *values[n + 1:]])))
            except UNDEFINED:
                continue
    return value, found


def _here(node, value, values, asked, at):
    base, of_base = node, value
    match node:
        case ast.Constant():
            return
        case ast.Name(id=name):
            yield from _of_a_symbol(name, asked, at)
            if Symbol(name) in asked.labels:
                yield Slip("label_swap", f"{name} and 1 - {name} are mixed up in one place", 1 - value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            yield Slip("sign", f"look at the minus before {ast.unparse(inner)}", -value)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            before, behind = values
            place = f"look at the {'+' if isinstance(node.op, ast.Add) else '-'} before {ast.unparse(right)}"
            yield Slip("term_sign", f"one sign is wrong: {place}", 2 * before - value)
            term = right if isinstance(node.op, ast.Add) else ast.UnaryOp(ast.USub(), right)
            for part, rest in (left, value - before), (term, before):
                yield Slip("extra_term", f"the term {ast.unparse(part)} does not belong there", rest)
            if isinstance(node.op, ast.Add):
                yield Slip("sum_vs_product", f"there is a sum where a product is needed: {place}", before * behind)
        case ast.BinOp(left=left, op=ast.Pow()):
            base, of_base = left, values[0]
        case ast.Call(func=ast.Name(id="exp")):
            what = f"look at the exponent of {ast.unparse(node)}"
            yield Slip("sign", what, 1 / value)
            for factor in 2, 0.5:
                yield Slip("power", what, value ** factor)
        case ast.Call(func=ast.Name(id=name)) if name in _ALIKE:
            for other in sorted(_ALIKE - {name}):
                yield Slip("wrong_activation", f"another function is needed in place of {ast.unparse(node)}",
                           apply(other, *values))
    # far from zero an activation is 1 in many digits
    if value and not isinstance(node, ast.UnaryOp) and asked.truth.free_symbols:
        what = f"look at the power of {ast.unparse(base)}"
        for power in 1, 2, 3, -2:
            yield Slip("power", what, of_base ** power)
        is_fraction = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        what = f"{ast.unparse(node)} is upside down" if is_fraction else (
            f"should {ast.unparse(node)} be above the fraction line or below it?")
        yield Slip("reciprocal", what, 1 / value)


def _of_a_label(name, asked, at):
    symbol = Symbol(name)
    if symbol in asked.labels:
        yield Slip("label_swap", f"{name} and 1 - {name} are swapped", 1 - at(symbol))
        if asked.truth.free_symbols and symbol not in asked.truth.free_symbols:
            what = f"{name} does not belong there: look at how {asked.target} is made"
            yield Slip("wrong_variable", what, at.number(1))


def _of_a_symbol(name, asked, at):
    for due in asked.graph.symbols if asked.truth.free_symbols else ():
        swap = due.name.isidentifier() and relation(asked.graph, Symbol(name), due)
        if swap:
            yield Slip(*swap, at(due))
    for node, made in asked.graph.definitions.items():
        if made.args == (Symbol(name),) and not node.name.isidentifier():
            yield Slip("missing_activation", f"{type(made).__name__} has not been applied to {name}", at(node))
