"""Derivatives worked out in steps that can be followed, as syntax trees: rules, shortcuts and proofs."""

import ast
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sympy import Add, cancel, diff, exp, fraction

from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.symbols import riccati


# --- one formula

class Rules(NamedTuple):
    """The derivative of a formula as the rules give it, not yet simplified.

    Attributes
    ----------
    inner : tuple of (Expr, Expr)
        The inner formulas with their derivatives, where these are not 1.
    line : ast.expr
        In every term the outer derivative times the inner one.
    """

    inner: tuple
    line: ast.expr


def by_rules(formula, by):
    """What the rules for sums, powers and functions of one argument give, term by term.

    Parameters
    ----------
    formula : Expr
    by : Symbol

    Returns
    -------
    Rules or None
        None where a term needs another rule.
    """
    inner, line = {}, []
    for negative, term, _ in typeset.terms(formula):
        constant, changing = term.as_independent(by, as_Add=False)
        if changing == 1:
            continue
        outer, inside = _outer(changing, by)
        if outer is None:
            return None
        slope = diff(inside, by)
        if slope != 1:
            inner[inside] = slope
        factors = [part for part in (constant, *outer, slope) if part != 1]
        line.append((negative, typeset.product(factors)))
    return Rules(tuple(inner.items()), typeset.sum_of(line))


def _outer(formula, by):
    """The factors of the outer derivative, and the inner formula; no factors where this is another rule's work."""
    if formula == by:
        return (), by
    inside = formula.args[0]
    if formula.is_Pow and not formula.exp.has(by):
        power, rest = formula.exp, inside ** (formula.exp - 1)
        return ((power, rest) if power.is_positive else (power * rest,)), inside  # 2*(f - y) would be multiplied out
    if formula.is_Function and len(formula.args) == 1:
        return (formula.func(by).diff(by).subs(by, inside),), inside
    return None, inside


# --- a chain

def collapse(graph, path):
    """The first two neighbouring factors of a chain in which most things cancel.

    Parameters
    ----------
    graph : Graph
    path : tuple of Symbol

    Returns
    -------
    (tuple, list of Expr or ast.expr) or None
        Their two links; their product, that product term by term, and what is left.
    """
    for pair in pairwise(pairwise(path)):
        first, second = (graph.compact_derivative(*link) for link in pair)
        together = _shorter(first, second)
        if together is not None:
            return pair, [typeset.product([first, second]), term_by_term(first, second), together]
    return None


def term_by_term(first, second):
    """The product of two factors, where every term of the first is multiplied."""
    return Add(*(term * second for term in Add.make_args(first)))


@cache
def _shorter(first, second):
    """The product of two factors where it is shorter than the first alone."""
    together = cancel(first * second)
    return together if typeset.size(together) < typeset.size(first) else None


def merged(graph, path, taken_together=None):
    """The factors of a chain as an expert writes them, with the nodes' own values and without factors of 1.

    Parameters
    ----------
    graph : Graph
    path : tuple of Symbol
    taken_together : callable, optional
        What stands for two neighbours of which most cancels; without it, their product when that is done.

    Returns
    -------
    list of (Symbol, Symbol, Expr)
        The node where a factor begins and the one where it ends, then the factor; never empty.
    """
    found = []
    for child, parent in pairwise(path):
        formula = graph.compact_derivative(child, parent)
        short = _shorter(found[-1][2], formula) if found else None
        if short is not None:
            child, _, before = found.pop()
            formula = taken_together(before, formula) if taken_together else short
        found.append((child, parent, formula))
    return [factor for factor in found if factor[2] != 1] or found[:1]


def compact(graph, paths):
    """The derivative as an expert writes it: with the nodes' own values, neighbouring factors cancelled.

    Returns
    -------
    ast.expr
        Factors that all paths share stand in front of the bracket.
    """
    chains = [[formula for *_, formula in merged(graph, path)] for path in paths]
    shared = 0
    while len(chains) > 1 and len({chain[shared] for chain in chains}) == 1:
        shared += 1
    rest = typeset.sum_of((False, typeset.product(chain[shared:])) for chain in chains)
    return typeset.product([*chains[0][:shared], rest]) if shared else rest


# --- a proof

def proof(asked):
    """The derivation of the derivative of N/D, line by line, ending in the claim.

    The quotient rule gives N'/D - (N/D)(D'/D); N' and D' are sums of N and D again, and then the function itself
    appears.

    Returns
    -------
    list of ast.expr
    """
    function = type(asked.definition)
    above, below = fraction(asked.definition.rewrite(exp))
    up, down = diff(above, asked.source), diff(below, asked.source)
    n, d, dn, dd = map(typeset.tree, (above, below, up, down))
    quotient, square = _over(n, d), ast.BinOp(d, ast.Pow(), ast.Constant(2))
    lines = [derivative(quotient, asked.source),
             _over(ast.BinOp(typeset.product([dn, d]), ast.Sub(), typeset.product([n, dd])), square)]
    if up:
        shrinks = typeset.product([quotient, _over(dd, d)])
        lines.append(ast.BinOp(_over(dn, d), ast.Sub(), shrinks))
    else:
        lines.append(typeset.product([quotient, _over(typeset.tree(-down), d)]))
        # -D' = D - N: the one step that needs an idea
        lines.append(typeset.product([quotient, _over(ast.BinOp(d, ast.Sub(), n), d)]))
    claim = typeset.tree(riccati(function))
    return [*lines, _Put("f", quotient).visit(claim), typeset.tree(asked.claim)]


def _over(above, below):
    return ast.BinOp(above, ast.Div(), below)


def derivative(formula, by):
    """The tree that asks for the derivative of an expression or a tree."""
    return ast.Call(ast.Name("Derivative"), [typeset.tree(formula), typeset.tree(by)], [])


class _Put(ast.NodeTransformer):
    """Puts a tree wherever a name stands."""

    def __init__(self, name, replacement):
        self.name, self.replacement = name, replacement

    def visit_Name(self, node):
        return self.replacement if node.id == self.name else node
