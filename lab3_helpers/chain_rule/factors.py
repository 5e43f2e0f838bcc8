"""The factors of a question's chains, as the chain rule gives them and as an expert writes them, with their slips.

Every factor answers a question of its own, a `step`; what goes wrong in it is found once for all chains that have it.
"""

import re
from functools import cache
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

from sympy import Add, Expr, Pow, expand
from sympy import factor as in_factors

from lab3_helpers.chain_rule import pen, rules, steps
from lab3_helpers.chain_rule.points import Clock
from lab3_helpers.chain_rule.pen import same_but_for_digits
from lab3_helpers.chain_rule.symbols import Question
from lab3_helpers.chain_rule.values import PositivePoint, Slip, key


@cache
def point(graph):
    """The point at which the slips of a network's questions have their values, without a limit of time."""
    return PositivePoint(graph, Clock(float("inf")))


@cache
def chains(asked):
    """The factors of every path, as the chain rule gives them and as an expert writes them."""
    plain = [[_link(_step(asked, child, parent)) for child, parent in pairwise(path)] for path in asked.paths]
    return plain, [_merged(asked, path) for path in asked.paths]


def _step(asked, child, parent):
    """The question for a part of a chain, the same for all questions whose chains have it."""
    return Question("", asked.graph, child, parent, labels=asked.labels)


class Factor(NamedTuple):
    """One factor of a chain: the answer to the question for a `step` of it, with the slips that are made in it."""

    step: Question
    formula: Expr
    value: object
    rules: tuple
    pen: tuple

    @property
    def child(self):
        return self.step.target

    @property
    def parent(self):
        return self.step.source

    @property
    def slips(self):
        return self.rules + self.pen

    def question(self):
        return f"how does {self.child.name} react to {self.parent.name}?"


@cache
def _link(step):
    graph, child, parent, at = step.graph, step.target, step.source, point(step.graph)
    formula, definition = graph.local_derivative(child, parent), graph.definitions[child]
    itself = f"this is {child} itself where its derivative with respect to {parent} is needed"
    slips = [Slip("not_differentiated", itself, at(child))]
    slips += [Slip("index_swap" if same_but_for_digits(other, parent) else "wrong_variable",
                   f"{child} is differentiated with respect to {other}: is this the step that the chain needs?",
                   at(graph.local_derivative(child, other))) for other in graph.parents(child) if other != parent]
    if formula in graph.definitions:
        slips += [Slip("wrong_node", f"this is the derivative of {formula}: is {formula} differentiated in this step?",
                       at(graph.local_derivative(formula, grandparent))) for grandparent in graph.parents(formula)
                  if len(graph.parents(formula)) == 1]
        slips += pen.slips(graph.definitions[formula].xreplace(graph.definitions), step, at)
    if type(definition) in pen.OTHER_ACTIVATION:
        others = [node for node, made in graph.definitions.items()
                  if type(made) in pen.OTHER_ACTIVATION and not same_but_for_digits(node, child)]
        slips += [Slip("wrong_node", f"this is the derivative of {node}, and d{child}/d{parent} is needed",
                       at(graph.local_derivative(node, *graph.parents(node)))) for node in others]
    slips += rules.broken(definition, parent, at)
    of_the_pen = miswritten(step, graph.compact_derivative(child, parent))
    changed = tuple(slip for slip in slips if key(slip.value) != key(at(formula)))
    return Factor(step, formula, at(formula), changed, of_the_pen)


def _merged(asked, path, taken_together=None):
    """The factors of a path as an expert writes them: as `steps.merged`."""
    factors = [(_step(asked, child, parent), formula)
               for child, parent, formula in steps.merged(asked.graph, path, taken_together)]
    return [Factor(step, formula, point(asked.graph)(formula), (), miswritten(step, formula))
            for step, formula in factors]


def term_by_term(asked):
    """The factors of every path, with neighbours that cancel multiplied term by term."""
    return [_merged(asked, path, steps.term_by_term) for path in asked.paths]


@cache
def a_term_lost(asked):
    """What is left of brackets, multiplied out, without one of the terms: pairs of value and number of terms."""
    at, found = point(asked.graph), set()
    for form in chains(asked)[1], term_by_term(asked):
        if not any(len(chain) > 1 or any(term.has(Add) for term in Add.make_args(chain[0].formula)) for chain in form):
            continue
        terms = [prod(map(at, some)) for chain in form for some in product(*(map(_terms, chain)))]
        found |= {(key(sum(terms) - term), len(terms) - 1) for term in terms if len(terms) > 2}
    return found


def _terms(factor):
    return [part for term in Add.make_args(factor.formula) for part in Add.make_args(expand(term))]


@cache
def miswritten(step, formula):
    """What is miswritten in a formula for a step."""
    at, names = point(step.graph), {symbol.name for symbol in step.graph.symbols}
    where = f"in the derivative of {step.target}"
    found = pen.slips(formula, step, at)
    if formula.is_Add and formula.has(Pow) and len(formula.free_symbols) > 1:
        found += [slip for slip in pen.slips(in_factors(formula), step, at) if slip.name != "power"]
    # what quotes a piece needs no more to be found
    return tuple(slip if names & set(re.findall(r"\w+", slip.sentence)) else
                 slip._replace(sentence=f"{where}, {slip.sentence}") for slip in found)


def product_of(chain):
    """The value of a chain."""
    return prod(factor.value for factor in chain)
