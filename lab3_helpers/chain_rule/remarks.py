"""What is said of an answer beyond right and wrong: that more of it cancels, or which factors are right already."""

import ast
from collections import Counter
from itertools import accumulate, combinations, pairwise, takewhile
from math import prod
from operator import mul

from sympy import Add, Mul

from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.points import Clock, Outside, TooHeavy
from lab3_helpers.chain_rule.steps import collapse
from lab3_helpers.chain_rule.values import UNDEFINED, PositivePoint, near

_COUNTED = ("factor is", "two factors are", "three factors are", "four factors are", "five factors are")
SECONDS = 2
# of so many factors every product is compared
MOST_FACTORS = 10


def remark(asked, verdict, lines, before):
    """What is added to a verdict's message.

    Parameters
    ----------
    asked : Question
    verdict : Verdict
        On a derivative.
    lines : sequence of Line
        As they came.
    before : Verdict or None
        The last one on the same question.

    Returns
    -------
    str
        Empty where nothing is to be added.
    """
    again = all(one is not None and one.correct is False and one.mistake is None for one in (before, verdict))
    if asked.claim is not None or not (verdict or again):
        return ""
    clock = Clock(SECONDS)
    line = lines[len(verdict.lines) - 1 if verdict else verdict.wrong_line].read(asked.graph.names_in_answers(), clock)
    return _unsimplified(asked, line) if verdict else _right_factors(asked, line, clock)


def _unsimplified(asked, line):
    """Says where two neighbouring factors of the chain have not been cancelled in a right answer."""
    paths = asked.paths
    cancelling = collapse(asked.graph, paths[0])
    if cancelling is None or line.typed is None and typeset.size(line.formula) > typeset.LONGEST:
        return ""
    (first, second), (*_, short) = cancelling
    needed, written = _symbols(typeset.tree(short)), _symbols(line.typed or typeset.tree(line.formula))
    if all(written[name] <= len(paths) * needed[name] for name in needed):
        return ""
    factors = " by ".join(f"d{child}/d{parent}" for child, parent in (first, second))
    return f"It is right, and not yet simplified: multiply {factors}, and most of it cancels."


def _symbols(tree):
    return Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _right_factors(asked, line, clock):
    """Says how many of the first factors of the chain are right in a wrong answer."""
    chains = [list(pairwise(path)) for path in asked.paths]
    shared = [same[0] for same in takewhile(lambda same: len(set(same)) == 1, zip(*chains))]
    if len(chains[0]) == 1:
        return ""
    at = PositivePoint(asked.graph, clock)
    try:
        due = list(accumulate((at(asked.graph.local_derivative(*link)) for link in shared), mul))
        terms = Add.make_args(line.formula) if len(chains) > 1 else (line.formula,)
        found = [_products(term, at) for term in terms]
    except (Outside, TooHeavy, *UNDEFINED):
        return ""
    right = max((n for n, value in enumerate(due, start=1)
                 if all(any(near(value, product) for product in products) for products in found)), default=0)
    if not right:
        return ""
    if right == len(chains[0]):
        return "All factors of the chain are there: what else is in your product?"
    named = [f"d{child}/d{parent}" for child, parent in shared[:right]]
    return f"Your first {_COUNTED[right - 1]} right, {typeset.listed(named)}: look at what comes after."


def _products(formula, at):
    """The values of all products of some factors of a formula."""
    values = [at(factor) for factor in Mul.make_args(formula)][:MOST_FACTORS]
    return [prod(some) for count in range(1, len(values) + 1) for some in combinations(values, count)]
