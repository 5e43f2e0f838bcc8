"""The words of exercise 2, and the network written once, as a graph.

Everything the course says about the sixteen derivatives comes from `NETWORK`: the accepted answers, the hints, the worked
solutions, the names of mistakes and the picture of the chain rule. No answer is typed in anywhere.

    from lab3_helpers.symbols import *

gives a notebook the symbols and functions an answer may use, and nothing else.
"""

from dataclasses import dataclass
from math import prod

from sympy import (Expr, Function, Rational, Symbol, cosh, diff, exp, log, sech, sinh, sqrt, symbols, tanh)

from lab3_helpers import typeset

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
        self.definitions = dict(definitions)
        inputs = {s: None for formula in self.definitions.values() for s in _in_order(formula) if s not in self.definitions}
        self.inputs = tuple(inputs)
        self.symbols = self.inputs + tuple(self.definitions)

    def parents(self, node):
        """The symbols in the definition of `node`, in the order of the graph; an input has none."""
        used = self.definitions[node].free_symbols if node in self.definitions else ()
        return tuple(s for s in self.symbols if s in used)

    def local_derivative(self, child, parent):
        """The derivative of one definition by one direct parent, an `Expr` in the parents of `child`."""
        return diff(self.definitions[child].replace(sigma, lambda t: sigma(t).rewrite(exp)), parent)

    def paths(self, target, source):
        """Every way from `target` down to `source`, each a tuple of symbols; none if `target` does not depend on it."""
        if target == source:
            return ((target,),)
        return tuple((target, *rest) for parent in self.parents(target) for rest in self.paths(parent, source))

    def derivative(self, target, source):
        """The chain rule: the product of the local derivatives along a path, added up over all paths."""
        return sum(prod(self.local_derivative(child, parent) for child, parent in zip(path, path[1:]))
                   for path in self.paths(target, source))


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


@dataclass(frozen=True)
class Question:
    """A derivative that is asked for.

    Attributes
    ----------
    id : str
        Its number, for example ``"2.8"``.
    graph : Graph
        The computation it is about.
    target : Expr
        What is differentiated: a node of the graph, or in 2.3 and 2.4 a function of x.
    source : Symbol
        By what it is differentiated.
    claim : Expr or None
        What is to be shown, where the question says "show that".
    """

    id: str
    graph: Graph
    target: Expr
    source: Symbol
    claim: Expr | None = None

    @property
    def truth(self):
        """The derivative, computed from the definitions (never read off `claim`)."""
        if self.claim is not None:
            return diff(self.target.rewrite(exp), self.source)
        return self.graph.derivative(self.target, self.source)

    @property
    def text(self):
        """The derivative in one line of plain text, for example ``"dL/du1"``."""
        return f"d{self.target}/d{self.source}"

    @property
    def latex(self):
        """The derivative in Leibniz's notation, as LaTeX without dollar signs."""
        d = r"\mathrm{d}" if self.claim is not None else r"\partial"
        return rf"\frac{{{d} {typeset.latex(self.target)}}}{{{d} {typeset.latex(self.source)}}}"


def _questions():
    asked = ((L, f_out), (f_out, f_in), (sigma(x), x, sigma(x) * (1 - sigma(x))), (tanh(x), x, 1 - tanh(x) ** 2),
             (f_in, c), (f_in, u1), (L, c), (L, u1), (f_in, z2_out), (z2_out, z2_in), (z2_in, b2), (z2_in, w12),
             (z2_in, x1), (L, b2), (L, w12), (L, x1))
    return {f"2.{n}": Question(f"2.{n}", NETWORK, *what) for n, what in enumerate(asked, start=1)}


QUESTIONS = _questions()


@dataclass(frozen=True)
class Gradient:
    """Question 1.1: the gradient of a function of two variables."""

    id: str
    target: Expr
    source: tuple

    @property
    def truth(self):
        """The partial derivatives, in the order of `source`."""
        return tuple(diff(self.target, by) for by in self.source)


GRADIENT = Gradient("1.1", (x1 - 6) ** 2 + x2 ** 2 - x1 * x2, (x1, x2))
