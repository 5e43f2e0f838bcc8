"""The words of exercise 2, and the network written once, as a graph.

Everything the course says about the sixteen derivatives comes from `NETWORK`: the accepted answers, the hints, the
worked solutions, the names of mistakes and the picture of the chain rule. No answer is typed in anywhere.

    from lab3_helpers.chain_rule.symbols import *

gives a notebook the symbols and functions an answer may use, and nothing else.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import prod

from sympy import (Expr, Function, Rational, Symbol, cosh, diff, exp, expand, fraction, log, sech, sinh, solve, sqrt,
                   symbols, tanh)

from lab3_helpers.chain_rule import typeset

__all__ = ["x1", "x2", "y", "b1", "b2", "w11", "w12", "w21", "w22", "c", "u1", "u2",
           "z1_in", "z1_out", "z2_in", "z2_out", "f_in", "f_out", "x",
           "sigma", "tanh", "exp", "log", "Rational", "cosh", "sinh", "sech", "sqrt"]


class sigma(Function):
    """The sigmoid, 1/(1 + exp(-x)). SymPy is not told its derivative: finding it is question 2.3."""

    nargs = 1

    def _eval_rewrite_as_exp(self, argument, **hints):
        return 1 / (1 + exp(-argument))


x1, x2, y = symbols("x1 x2 y")
b1, b2, w11, w12, w21, w22, c, u1, u2 = symbols("b1 b2 w11 w12 w21 w22 c u1 u2")
z1_in, z1_out, z2_in, z2_out, f_in, f_out = symbols("z1_in z1_out z2_in z2_out f_in f_out")
x = Symbol("x")
L = Symbol("L")


class Graph:
    """A computation, node by node, each defined by its direct parents.

    Parameters
    ----------
    definitions : dict of Symbol to Expr
        Every node with its formula, parents before children. Symbols without a definition are the inputs.

    Attributes
    ----------
    definitions : dict of Symbol to Expr
    inputs : tuple of Symbol
        In the order in which the definitions first need them.
    symbols : tuple of Symbol
        The inputs, then the nodes.
    """

    def __init__(self, definitions):
        self.definitions = definitions
        needed = dict.fromkeys(symbol for formula in definitions.values() for symbol in _in_order(formula))
        self.inputs = tuple(symbol for symbol in needed if symbol not in definitions)
        self.symbols = self.inputs + tuple(definitions)

    def names_in_answers(self):
        """The names that a derivative may be written in: all but the last node's, unless it is an activation."""
        used = {symbol for formula in self.definitions.values() for symbol in formula.free_symbols}
        return [symbol.name for symbol in self.symbols if symbol.name.isidentifier()
                and (symbol in used or self.definitions[symbol].is_Function)]

    @cache
    def parents(self, node):
        """The symbols in the definition of `node`, by name; an input has none."""
        return tuple(_in_order(self.definitions[node])) if node in self.definitions else ()

    @cache
    def local_derivative(self, child, parent):
        """The derivative of one definition by one direct parent, an `Expr` in the parents of `child`."""
        return diff(without_sigma(self.definitions[child]), parent)

    def compact_derivative(self, child, parent):
        """The local derivative with the node's own value where that is possible: f_out*(1 - f_out), 1 - z2_out**2."""
        formula = self.definitions[child]
        if isinstance(formula, sigma | tanh) and formula.args == (parent,):
            return riccati(type(formula)).subs(Symbol("f"), child)
        return self.local_derivative(child, parent)

    @cache
    def paths(self, target, source):
        """Every way from `target` down to `source`, each a tuple of symbols; none if `target` does not depend on it."""
        if target == source:
            return ((target,),)
        return tuple((target, *rest) for parent in self.parents(target) for rest in self.paths(parent, source))

    def derivative(self, target, source):
        """The chain rule: the product of the local derivatives along a path, added up over all paths."""
        return sum(prod(self.local_derivative(*link) for link in pairwise(path))
                   for path in self.paths(target, source))


def without_sigma(formula):
    """The formula with 1/(1 + exp(-t)) for every sigma(t): then SymPy can differentiate it."""
    return formula.replace(sigma, lambda t: sigma(t).rewrite(exp))


@cache
def riccati(function):
    """The derivative of sigma or tanh in its own value f, found from its definition by exponentials.

    With f = N/D the quotient rule says f' = N'/D - f*D'/D, and N' and D' are again sums a*D + b*N.

    Parameters
    ----------
    function : FunctionClass
        `sigma` or `tanh`.

    Returns
    -------
    Expr
        In the symbol ``f``.
    """
    t, value = Symbol("t"), Symbol("f")
    above, below = fraction(function(t).rewrite(exp))

    def in_own_value(derivative):
        a, b = symbols("a b")
        surplus = expand(derivative - a * below - b * above)
        found = solve(
            [surplus.coeff(exp(t)), surplus.coeff(exp(-t)), surplus.xreplace({exp(t): 0, exp(-t): 0})], [a, b]
        )
        return found[a] + found[b] * value

    rate, shrink = in_own_value(diff(above, t)), in_own_value(diff(below, t))
    return rate - value * shrink if rate else value * expand(-shrink)


def _in_order(formula):
    # free_symbols is a set, and its order differs from run to run
    return sorted(formula.free_symbols, key=lambda s: s.name)


NETWORK = Graph({
    z1_in: b1 + w11 * x1 + w21 * x2,
    z1_out: tanh(z1_in),
    z2_in: b2 + w12 * x1 + w22 * x2,
    z2_out: tanh(z2_in),
    f_in: c + u1 * z1_out + u2 * z2_out,
    f_out: sigma(f_in),
    L: -y * log(f_out) - (1 - y) * log(1 - f_out),
})


# questions 2.3 and 2.4 are about one function each: a graph with one node
_SIGMOID = Graph({Symbol("sigma(x)"): sigma(x)})
_TANH = Graph({Symbol("tanh(x)"): tanh(x)})


@dataclass(frozen=True)
class Question:
    """A derivative that is asked for.

    Attributes
    ----------
    id : str
        Its number, for example ``"2.8"``.
    graph : Graph
        The computation it is about.
    target, source : Symbol
        What is differentiated, and by what.
    claim : Expr or None
        What is to be shown, where the question says "show that".
    labels : tuple of Symbol
        Inputs that are 0 or 1, never anything else.
    """

    id: str
    graph: Graph
    target: Symbol
    source: Symbol
    claim: Expr | None = None
    labels: tuple = (y,)

    @property
    def definition(self):
        """The formula that the target is."""
        return self.graph.definitions[self.target]

    @property
    def paths(self):
        """Every way from the target down to the source."""
        return self.graph.paths(self.target, self.source)

    @property
    def factors(self):
        """The links of the paths, each a child and its parent, with the child's local derivative by the parent."""
        return {link: self.graph.local_derivative(*link) for path in self.paths for link in pairwise(path)}

    @cached_property
    def truth(self):
        """The derivative, computed from the definitions (never read off `claim`)."""
        return self.graph.derivative(self.target, self.source)

    @property
    def text(self):
        """The derivative in one line of plain text, for example ``"dL/du1"``."""
        return f"d{' ' * (self.claim is not None)}{self.target}/d{self.source}"

    @property
    def latex(self):
        """The derivative in Leibniz's notation, as LaTeX without dollar signs."""
        d = r"\partial" if self.claim is None else r"\mathrm{d}"
        return rf"\frac{{{d} {typeset.latex(self.target)}}}{{{d} {typeset.latex(self.source)}}}"


_ASKED = (
    (NETWORK, L, f_out),
    (NETWORK, f_out, f_in),
    (_SIGMOID, *_SIGMOID.definitions, x, sigma(x) * (1 - sigma(x))),
    (_TANH, *_TANH.definitions, x, 1 - tanh(x) ** 2),
    (NETWORK, f_in, c),
    (NETWORK, f_in, u1),
    (NETWORK, L, c),
    (NETWORK, L, u1),
    (NETWORK, f_in, z2_out),
    (NETWORK, z2_out, z2_in),
    (NETWORK, z2_in, b2),
    (NETWORK, z2_in, w12),
    (NETWORK, z2_in, x1),
    (NETWORK, L, b2),
    (NETWORK, L, w12),
    (NETWORK, L, x1),
)
QUESTIONS = {f"2.{n}": Question(f"2.{n}", *what) for n, what in enumerate(_ASKED, start=1)}


def links(questions):
    """Every link of the network that the chains of some questions are made of.

    Parameters
    ----------
    questions : iterable of Question

    Returns
    -------
    dict of (Symbol, Symbol) to Expr
        Child and parent, with the child's local derivative by the parent, in the order in which the questions need
        them.
    """
    return {link: factor for question in questions if question.graph is NETWORK
            for link, factor in question.factors.items()}
