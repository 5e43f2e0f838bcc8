"""What a line as it was typed would be worth after one change at one place: another sign, symbol, power or function."""

import ast

from sympy import Symbol

from lab3_helpers.chain_rule.pen import OTHER_ACTIVATION, relation
from lab3_helpers.chain_rule.values import UNDEFINED, Slip, apply, value_of, with_values

_OTHER_FUNCTION = {one.__name__: other.__name__ for one, other in OTHER_ACTIVATION.items()}


def edited(typed, asked, at):
    """Every value of the line after one change; the `Slip` says what is wrong in the line.

    Parameters
    ----------
    typed : ast.expr
        The line.
    asked : Question
    at : PositivePoint

    Yields
    ------
    Slip
    """
    try:
        value_of(typed, at)
    except UNDEFINED:  # written with something that has no value by itself
        return
    names = [node.id for node in ast.walk(typed) if isinstance(node, ast.Name)]
    for name in dict.fromkeys(names):
        for slip in (*_of_a_label(name, asked, at), *_of_a_symbol(name, asked, at)):
            try:
                yield slip._replace(value=value_of(typed, at, {name: slip.value}))
            except UNDEFINED:
                continue
    yield from _in(typed, asked, at)


def _in(node, asked, at):
    """The changes at a node or below it, with the value of the node after each."""
    yield from _here(node, asked, at)
    parts = _parts(node)
    values = [value_of(part, at) for part in parts]
    for n, part in enumerate(parts):
        for slip in _in(part, asked, at):
            try:
                yield slip._replace(value=with_values(node, [*values[:n], slip.value, *values[n + 1:]]))
            except UNDEFINED:
                continue


def _parts(node):
    match node:
        case ast.UnaryOp(operand=inner):
            return [inner]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Call(args=arguments):
            return arguments
    return []


def _here(node, asked, at):
    value = value_of(node, at)
    match node:
        case ast.Name(id=name):
            yield from _of_a_symbol(name, asked, at)
            if Symbol(name) in asked.labels:
                yield Slip("label_swap", f"{name} and 1 - {name} are mixed up in one place", 1 - value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            yield Slip("sign", f"look at the minus before {ast.unparse(inner)}", -value)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            sign = "+" if isinstance(node.op, ast.Add) else "-"
            what = f"one sign is wrong: look at the {sign} before {ast.unparse(right)}"
            before = value_of(left, at)
            yield Slip("term_sign", what, 2 * before - value)
            for part, rest in (left, value - before), (right, before):
                yield Slip("extra_term", f"the term {ast.unparse(part)} does not belong there", rest)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            what = f"should {ast.unparse(right)} be above the fraction line or below it?"
            yield Slip("reciprocal", what, value_of(left, at) * value_of(right, at))
        case ast.BinOp(left=base, op=ast.Pow()):
            yield Slip("power", f"look at the power of {ast.unparse(base)}", value_of(base, at))
    match node:
        case ast.Name() | ast.Call():
            yield Slip("power", f"look at the power of {ast.unparse(node)}", value ** 2)
    match node:
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in _OTHER_FUNCTION:
            yield Slip("wrong_activation", f"another function is needed in place of {ast.unparse(node)}",
                       apply(_OTHER_FUNCTION[name], value_of(argument, at)))
        case ast.Call(func=ast.Name(id="exp")):
            yield Slip("sign", f"look at the exponent of {ast.unparse(node)}", 1 / value)


def _of_a_label(name, asked, at):
    symbol = Symbol(name)
    if symbol in asked.labels:
        yield Slip("label_swap", f"{name} and 1 - {name} are swapped", 1 - at(symbol))
        if symbol not in asked.truth.free_symbols:
            what = f"{name} does not belong there: look at how {asked.target} is made"
            yield Slip("wrong_variable", what, at.number(1))


def _of_a_symbol(name, asked, at):
    for due in asked.graph.symbols if asked.truth.free_symbols else ():
        swap = due.name.isidentifier() and relation(asked.graph, Symbol(name), due)
        if swap:
            yield Slip(*swap, at(due))
