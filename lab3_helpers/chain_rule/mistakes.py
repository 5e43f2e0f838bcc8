"""Names the mistake in a wrong answer, and says what to look at without giving the answer away.

Two searches, both on the graph and neither with a table per question. This module writes down what the classical
mistakes would give for a question (a link of the chain dropped, doubled, turned over, replaced by what another rule
gives; one path; another variable), and the answer is looked up among their values. `repairs` goes the other way: for
every part of the answer it works out the value that would make the whole right, and asks whether one known change
leads there. All values are taken at one random point with 40 digits: a name is a help, not a verdict, so one is enough.
"""

from functools import cache
from itertools import combinations, pairwise, product
from math import prod
from typing import NamedTuple

import mpmath
from sympy import Add, Expr, Integer, Mul, Pow, Symbol, cancel, exp, log

from lab3_helpers.chain_rule import brackets, repairs
from lab3_helpers.chain_rule.equality import Clock, Outside, TooHeavy
from lab3_helpers.chain_rule.repairs import (OTHER_ACTIVATION, PositivePoint, counted, key, near, relation, rule,
                                             same_but_for_digits)
from lab3_helpers.chain_rule.symbols import Graph, without_sigma
from lab3_helpers.chain_rule.typeset import size, text
from lab3_helpers.verdict import Mistake

# beyond this a student's answer is no longer one slip away from anything that can be told to them
LARGEST = 600
# what lost brackets can look like as well, once the value is all there is
VAGUE = ("zero", "power", "reciprocal")
DIGITS = 40


def find(asked, answer, clock, typed=None):
    """What went wrong, or None where nothing is recognised.

    Parameters
    ----------
    asked : Question
    answer : Expr
        Known to be wrong.
    clock : Clock
    typed : ast.expr, optional
        How it was typed.

    Returns
    -------
    Mistake or None
    """
    if size(answer) > LARGEST:
        return None
    with mpmath.workdps(DIGITS):
        at = PositivePoint(asked.graph, clock)
        try:
            value = at(answer)
            if near(value, at(asked.truth)):
                return None  # right where all symbols are positive, as sqrt(z**2) is for z: no slip of the known kinds
            found = (_classical(asked).get(key(value)) or repairs.find(asked, answer, at)
                     or _integrated(asked, answer, at) or _and_one_more(asked, value))
            if typed is not None and (not found or found[0].name in VAGUE):
                found = brackets.find(asked, typed, at) or found
        except (Outside, TooHeavy, ArithmeticError, ValueError):
            return None
    if not found:
        return None
    name, sentence = found[0]
    others = [mistake.sentence for mistake in found if mistake.name != name]
    if sentence.endswith("?"):
        return found[0]
    return Mistake(name, f"either {sentence}, or {others[0]}." if others else f"{sentence}.")


def _integrated(asked, answer, at):
    """Whether the answer was integrated: its derivative is what should have been differentiated."""
    derivative = at.slope(answer, asked.source)
    if near(derivative, at(asked.target)):
        return [Mistake("integral", f"{asked.target} is integrated here, not differentiated")]
    if near(derivative, at(asked.truth)):
        return [Mistake("not_differentiated", f"this is still {asked.target} but for a constant, not its derivative")]
    return []


def _and_one_more(asked, value):
    """A single slip that came with a wrong sign or with a factor 2 or 1/2 of the whole."""
    for factor, name, sentence in (
        (-1, "sign", "the sign is wrong as well"),
        (2, "constant_factor", "there is a factor 2 too many"),
        (mpmath.mpf(1) / 2, "constant_factor", "there is a factor 1/2 too many"),
    ):
        for slip in _classical(asked).get(key(value / factor), ()):
            if slip.name not in (name, "drop_term", *VAGUE):
                return [Mistake(f"{slip.name} and {name}", f"two slips: {sentence}, and {slip.sentence}")]
    return []


# --- the classical slips, each with its name, its sentence and the value it gives

@cache
def _classical(asked):
    """The mistakes of a question by their values."""
    at, table = PositivePoint(asked.graph, Clock(float("inf"))), {}
    for group in _groups(asked, at):
        # of two explanations for one value that from the earlier group is simpler; in one group both may be true
        found = {}
        for name, sentence, value in group:
            if not near(value, at(asked.truth)):
                found.setdefault(key(value), {}).setdefault(name, Mistake(name, sentence))
        table = {value: list(mistakes.values()) for value, mistakes in found.items()} | table
    return table


def _groups(asked, at):
    """The slips, the simplest ones first."""
    paths = asked.graph.paths(asked.target, asked.source)
    long = [[_link(asked, child, parent, at) for child, parent in pairwise(path)] for path in paths]
    forms = long, [_merged(asked, path, at) for path in paths]
    yield _whole(asked, long, at)
    yield [*(slip for chains in forms for slip in _dropped(chains)), *_other_derivatives(asked, at)]
    yield [slip for chains in forms for slip in _in_one_factor(chains, lambda factor: factor.slips)]
    yield [slip for chains in forms for slip in _in_one_factor(chains, _doubled_or_turned)]
    yield [*(slip for chains in forms for slip in _added(chains)), *_swapped(asked, at)]
    yield [slip for chains in forms for slip in _without_brackets(chains, at)]
    yield _other_losses(asked, at)


class _Factor(NamedTuple):
    """One factor of a chain: from `child` to `parent`, with the slips that are made in it."""

    child: Symbol
    parent: Symbol
    formula: Expr
    value: object
    slips: tuple

    def question(self):
        return f"how does {self.child} react to {self.parent}?"


# --- the whole answer

def _whole(asked, chains, at):
    products = [_product(chain) for chain in chains]
    truth = sum(products)
    yield "zero", f"0 would mean that {asked.target} does not react to {asked.source} at all", 0
    yield "sign", "the sign is wrong: go through the minus signs one by one", -truth
    yield "not_differentiated", f"this is {asked.target} itself, not yet its derivative", at(asked.target)
    yield "reciprocal", "the whole fraction is upside down", 1 / truth
    if len(products) > 1:
        only = f"only one of the {len(products)} paths from {asked.source} to {asked.target} is here"
        for one in products:
            yield "one_path", only, one
            yield "term_sign", "the contributions of the paths add up, and one has the wrong sign", truth - 2 * one
        shared = prod(first.value for first, *others in zip(*chains)
                      if all((o.child, o.parent) == (first.child, first.parent) for o in others))
        for once in 1, shared:
            yield ("product_vs_sum", "the contributions of the paths are multiplied: what do two paths do together?",
                   once * prod(one / once for one in products))


def _other_losses(asked, at):
    """What the derivative of another loss would give, where a loss is differentiated."""
    definition, label = asked.graph.definitions[asked.target], Symbol("y")
    output = next((symbol for symbol in asked.graph.parents(asked.target) if symbol != label), None)
    if label not in definition.free_symbols or output is None:
        return
    losses = {"squared error": (output - label) ** 2, "squared error, halved": (output - label) ** 2 / 2,
              "cross-entropy": -label * log(output) - (1 - label) * log(1 - output)}
    for name, loss in losses.items():
        other = Graph({**asked.graph.definitions, asked.target: loss})
        slope = other.derivative(asked.target, asked.source)
        yield "other_loss", f"this is the derivative of the {name}, and {asked.target} is another loss here", at(slope)


def _swapped(asked, at):
    truth = asked.graph.derivative(asked.target, asked.source)
    for a, b in combinations(_by_name(truth), 2):
        if relation(asked.graph, a, b) and relation(asked.graph, b, a):
            yield "index_swap", f"{a} and {b} are swapped", at(truth.xreplace({a: b, b: a}))


def _other_derivatives(asked, at):
    graph, target, source = asked.graph, asked.target, asked.source
    on_the_way = {node for path in graph.paths(target, source) for node in path}
    for other in graph.symbols:
        if other not in on_the_way and graph.paths(target, other):
            yield ("index_swap" if same_but_for_digits(other, source) else "wrong_variable",
                   f"this is the derivative with respect to {other}, and {source} is asked for",
                   at(graph.derivative(target, other)))
    for node in graph.definitions:
        if node not in on_the_way and graph.paths(node, source):
            yield ("index_swap" if same_but_for_digits(node, target) else "wrong_node",
                   f"this is the derivative of {node}, and the one of {target} is asked for",
                   at(graph.derivative(node, source)))


# --- the factors of the chains

def _dropped(chains):
    places = range(len(chains[0]))
    for many in range(1, len(places)):
        for some in combinations(places, many):
            what = f"{counted(many)} missing"
            yield from _replaced(chains, some, lambda factor: ("missing_link", f"{what}: {factor.question()}", 1))


def _in_one_factor(chains, slips_of):
    for n in range(len(chains[0])):
        for number in range(max(len(slips_of(chain[n])) for chain in chains)):
            yield from _replaced(chains, (n,), lambda factor: dict(enumerate(slips_of(factor))).get(number))


def _doubled_or_turned(factor):
    return (("extra_factor", f"one factor appears twice: {factor.question()}", factor.value ** 2),
            ("sign", f"a sign is wrong: {factor.question()}", -factor.value),
            ("reciprocal", f"one factor is upside down: {factor.question()}", 1 / factor.value))


def _replaced(chains, places, slip_of):
    """A slip (or None) of each factor at some places, made in every path, and where there are several, in one only."""
    everywhere = tuple(range(len(chains)))
    for which in dict.fromkeys([everywhere, *((n,) for n in everywhere)]):
        slips = {(n, m): slip_of(chains[n][m]) for n in which for m in places}
        if all(slips.values()):
            name, sentence, _ = slips[which[0], places[0]]
            values = [[slips[n, m][2] if (n, m) in slips else factor.value for m, factor in enumerate(chain)]
                      for n, chain in enumerate(chains)]
            yield name, sentence, sum(map(prod, values))


def _added(chains):
    """Factors of a chain that are added."""
    places, chains = range(len(chains[0])), [[factor.value for factor in chain] for chain in chains]
    for many in range(1, len(places) // 2 + 1):
        for some in combinations(places, many):
            parts = [some, [n for n in places if n not in some]]
            value = sum(prod(chain[n] for n in part) for chain in chains for part in parts)
            yield "sum_vs_product", "the factors of a chain are multiplied, and here some are added", value
    if len(places) > 1:
        yield "sum_vs_product", "the factors of a chain are multiplied, not added", sum(map(sum, chains))


def _without_brackets(chains, at):
    """A sum among the factors of a chain, torn apart by what stands before and behind it."""
    for n, chain in enumerate(chains):
        other_paths = sum(_product(other) for m, other in enumerate(chains) if m != n)
        for k, factor in enumerate(chain):
            terms = [at(term) for term in Add.make_args(factor.formula)]
            if len(terms) != 2:
                continue
            sentence = f"brackets are missing: {text(factor.formula)} is one factor, and all of it is multiplied"
            rest = [other.value for m, other in enumerate(chain) if m != k]
            for sides in product((0, 1), repeat=len(rest)):
                before, behind = (prod(v for v, its_side in zip(rest, sides) if its_side == side) for side in (0, 1))
                for first, last in (terms, terms[::-1]):
                    yield "bracket", sentence, before * first + last * behind + other_paths


def _product(chain):
    return prod(factor.value for factor in chain)


# --- slips in one factor

def _link(asked, child, parent, at):
    graph = asked.graph
    formula, definition = graph.local_derivative(child, parent), graph.definitions[child]
    is_activation = type(definition) in OTHER_ACTIVATION and definition.args == (parent,)
    itself = f"this is {child} itself where its derivative with respect to {parent} is needed"
    slips = [("not_differentiated", itself, at(child)),
             *(_wrong_rule if is_activation else _wrong_terms)(graph, child, parent, at)]
    slips = [slip for slip in slips if not near(slip[2], at(formula))]
    return _Factor(child, parent, formula, at(formula), (*slips, *_slips_of_the_pen(asked, child, formula, at)))


def _merged(asked, path, at):
    """The factors as an expert writes them, with neighbours that cancel taken together."""
    factors = []
    for child, parent in pairwise(path):
        formula = asked.graph.compact_derivative(child, parent)
        if factors:
            together = cancel(factors[-1][2] * formula)
            if size(together) < size(factors[-1][2]):
                child, formula = factors.pop()[0], together
        factors.append((child, parent, formula))
    factors = [factor for factor in factors if factor[2] != 1] or factors[:1]
    return [_Factor(child, parent, formula, at(formula), tuple(_slips_of_the_pen(asked, child, formula, at)))
            for child, parent, formula in factors]


def _wrong_rule(graph, child, parent, at):
    """Slips in the derivative of an activation."""
    own, outside = type(graph.definitions[child]), without_sigma(graph.definitions[child])
    other = OTHER_ACTIVATION[own]
    sentence = f"{child} is {own.__name__} of {parent}: is this the rule for {own.__name__}?"
    for wrong in rule(other, child), rule(other, other(parent)), rule(own, other(parent)):
        yield "wrong_activation", sentence, at(wrong)
    yield "missing_activation", f"{parent} stands where {own.__name__}({parent}) is due", at(rule(own, parent))
    if outside.is_Pow:
        yield ("missing_link", f"the inner derivative is missing: what is the derivative of {text(outside.base)}?",
               at(outside.exp * outside.base ** (outside.exp - 1)))
    yield ("wrong_node", f"the derivative of {own.__name__} is taken at {child}: at which value is it due?",
           at(rule(own, own(child))))


def _wrong_terms(graph, child, parent, at):
    """Slips in the derivative of a sum."""
    due, terms = at(graph.local_derivative(child, parent)), Add.make_args(graph.definitions[child])
    for other in graph.parents(child):
        if other != parent:
            yield ("index_swap" if same_but_for_digits(other, parent) else "wrong_variable",
                   f"{child} is differentiated with respect to {other}: which variable is asked for?",
                   at(graph.local_derivative(child, other)))
    constants = [term for term in terms if parent not in term.free_symbols]
    for term in terms:
        differentiated = at(without_sigma(term).diff(parent))
        what = (f"what is the derivative of a term of {child} that does not hold {parent}?" if term in constants else
                f"the term of {child} with {parent} is not differentiated")
        yield "not_differentiated", what, due - differentiated + at(term)
        if term.is_Pow and term.exp.is_number:
            yield ("constant_factor", f"the exponent of {text(term)} comes down as a factor",
                   due - differentiated + differentiated / at(term.exp))
    yield ("not_differentiated", f"what is the derivative of the terms of {child} that do not hold {parent}?",
           due + at(Add(*constants)))


def _slips_of_the_pen(asked, child, formula, at):
    where = f"in the derivative of {child}"
    for name, sentence, changed in (*_edits(asked, formula), *_edits_everywhere(asked, formula)):
        try:
            value = at(changed)
        except (Outside, ZeroDivisionError, ValueError):
            continue
        if not near(value, at(formula)):
            yield name, f"{where}, {sentence}" if sentence.endswith("?") else f"{sentence}, {where}", value


def _edits(asked, formula):
    """Every formula that is one slip of the pen away."""
    if formula.is_Add:
        for n, term in enumerate(formula.args):
            rest = Add(*formula.args[:n], *formula.args[n + 1:])
            yield "term_sign", "one term has the wrong sign", rest - term
            yield "drop_term", "one term of a sum is missing", rest
            yield "drop_term", "one term of a sum is missing", -rest
        if len(formula.args) == 2 and not any(term.is_number for term in formula.args):
            yield "product_vs_sum", "a product stands where a sum or a difference is due", Mul(*formula.args)
    if formula.is_Pow and formula.exp.is_Integer:
        due = formula.exp
        for power in {Integer(1), Integer(2), due + 1, due - 1, -due} - {due, Integer(0)}:
            if power * due < 0:
                yield "reciprocal", "a fraction is upside down", formula.base ** power
            else:
                yield "power", "look at the powers", formula.base ** power
    if isinstance(formula, exp):
        yield "sign", "look at the sign in the exponent", exp(-formula.args[0])
    if formula.is_Symbol:
        if formula in asked.labels:
            yield "label_swap", f"{formula} and 1 - {formula} are swapped", 1 - formula
        for other in asked.graph.symbols:
            found = relation(asked.graph, other, formula) if other.name.isidentifier() else None
            if found:
                yield *found, other
    for n, part in enumerate(formula.args):
        for name, sentence, changed in _edits(asked, part):
            yield name, sentence, formula.func(*formula.args[:n], changed, *formula.args[n + 1:])
    if formula.is_Mul:
        for n, factor in enumerate(formula.args):
            if not factor.is_number:
                yield "missing_link", "a factor is missing", Mul(*formula.args[:n], *formula.args[n + 1:])


def _edits_everywhere(asked, formula):
    """One symbol written for another, or all fractions changed alike, throughout the formula."""
    for symbol in _by_name(formula):
        for name, sentence, other in _edits(asked, symbol):
            yield name, sentence, formula.xreplace({symbol: other})
    fractions = {part: part.base for part in formula.atoms(Pow) if part.exp == -1}
    if len(fractions) > 1:
        yield "reciprocal", "the fractions are upside down", formula.xreplace(fractions)
        yield "power", "look at the powers", formula.xreplace({part: base ** -2 for part, base in fractions.items()})


def _by_name(formula):
    return sorted(formula.free_symbols, key=lambda symbol: symbol.name)
