"""Which one change would make a wrong answer right?

For every part of the answer the value is worked out that the part would need to make the whole right (from the top
down: in a sum the rest is subtracted, in a product divided away, and so on). Then the needed value is compared with
what the part would be with one thing that it lacks: another symbol or number, a factor of the chain, a term.
"""

from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from math import prod
from typing import NamedTuple

from sympy import Add, Expr, Mul, Rational, Symbol, cosh, exp, sinh, tanh

from lab3_helpers.chain_rule.points import Clock
from lab3_helpers.chain_rule.pen import relation
from lab3_helpers.chain_rule.slips import counted
from lab3_helpers.chain_rule.symbols import sigma
from lab3_helpers.chain_rule.typeset import text
from lab3_helpers.chain_rule.values import PositivePoint, key, near
from lab3_helpers.verdict import Mistake

_TINY = Fraction(1, 20)
_ALIKE = (sigma, tanh, sinh, cosh)


# --- the search

class _Place(NamedTuple):
    """A part of the answer with its value, the value it would need, and what it is part of: Add, Mul, ..., or None."""

    part: Expr
    value: object
    needed: object
    inside: type | None


def find(asked, answer, at):
    """The explanations by one change, each with its rank among the other explanations of an answer.

    Parameters
    ----------
    asked : Question
    answer : Expr
        Known to be wrong.
    at : PositivePoint

    Returns
    -------
    list of (float, Mistake)
        Empty where no single change leads from the answer to the truth.
    """
    root = _Place(answer, at(answer), at(asked.truth), None)
    found = [*_too_much(root, at)]
    found += [explanation for place in _places(root, at) for explanation in _explain(place, asked, at)]
    return [(rank, Mistake(name, sentence)) for rank, name, sentence in found]


def throughout(asked, answer, at):
    """The changes that are needed wherever a symbol or a function is: as `find`."""
    truth, found = at(asked.truth), []
    for function in [function for function in _ALIKE if answer.has(function)]:
        for due in _ALIKE:
            if due is not function and near(at(answer.replace(function, due)), truth):
                sentence = f"another function is needed in place of {function.__name__}"
                found.append((2.5, Mistake("wrong_activation", sentence)))
    for factor, what in (2, "missing"), (Rational(1, 2), "too many"):
        exponents = {part: exp(factor * part.args[0]) for part in answer.atoms(exp)}
        if len(exponents) > 1 and near(at(answer.xreplace(exponents)), truth):
            found.append((2.5, Mistake("constant_factor", f"look at the exponents of exp: a factor 2 is {what}")))
    weights = {symbol for symbol in answer.free_symbols if symbol.name[0] == "w"}
    for digit in (1, 2) if len(weights) > 1 else ():
        swapped = {weight: _other_index(weight, digit) for weight in weights}
        if near(at(answer.xreplace(swapped)), truth):
            what = f"indices are swapped: look at {' and '.join(sorted(map(str, weights)))}"
            found.append((1.5, Mistake("index_swap", what)))
    squares = {part: part.func(inside.base) ** inside.exp for function in _ALIKE for part in answer.atoms(function)
               for inside in part.args if inside.is_Pow}
    if len(squares) > 1 and near(at(answer.xreplace(squares)), truth):
        where = " and ".join(sorted(map(text, squares)))
        found.append((2.5, Mistake("bracket", f"a power belongs to the function, not to its argument: {where}")))
    return found


def _other_index(weight, digit):
    """The weight with 1 for 2, or 2 for 1, in one of its two indices."""
    name = weight.name
    return Symbol(name[:digit] + {"1": "2", "2": "1"}.get(name[digit], "") + name[digit + 1:])


def _too_much(root, at):
    """A factor or a term that can be seen in the answer, and without which it is right."""
    part, value, needed, _ = root
    for argument in part.args if part.is_Mul or part.is_Add else ():
        if argument.is_number or isinstance(argument, exp):  # SymPy takes exponentials out of brackets
            continue
        if part.is_Mul and near(value, needed * at(argument)):
            yield 1.5, "extra_factor", f"the factor {text(argument)} does not belong there"
        if part.is_Add and near(value, needed + at(argument)):
            yield 1.5, "extra_term", f"the term {text(argument)} does not belong there"


def _places(place, at):
    """The place itself and all places below it."""
    yield place
    part, value, needed, _ = place
    if part.is_Add or part.is_Mul:
        for argument in part.args:
            own = at(argument)
            if part.is_Add:
                due = needed - (value - own)
            elif own and value:
                due = needed / (value / own)
            else:
                continue
            yield from _places(_Place(argument, own, due, part.func), at)
    elif part.args:
        for due in _before(part, needed, at):
            yield from _places(_Place(part.args[0], at(part.args[0]), due, part.func), at)


def _before(part, needed, at):
    """The values that the argument of a power or a function may have so that the whole has the needed value."""
    try:
        if part.is_Pow and part.exp.is_number:
            power = at(part.exp)
            found, even = at.mp.sign(needed) * abs(needed) ** (1 / power), power % 2 == 0
            if even and needed < 0:
                return []
        else:
            name = type(part).__name__
            found, even = _INVERSES[name](at.mp, needed), name in ("cosh", "sech")
    except (ZeroDivisionError, ValueError, KeyError):
        return []
    if isinstance(found, at.mp.mpc) or not at.mp.isfinite(found) or found and abs(at.mp.mag(found)) > _MOST_BITS:
        return []
    return [found, -found] if even else [found]


# an exponential of a large number is as good as 0 or infinite, and says nothing of what is needed
_MOST_BITS = 60
_INVERSES = {
    "exp": lambda mp, v: mp.log(v), "log": lambda mp, v: mp.exp(v), "tanh": lambda mp, v: mp.atanh(v),
    "sinh": lambda mp, v: mp.asinh(v), "cosh": lambda mp, v: mp.acosh(v), "sech": lambda mp, v: mp.acosh(1 / v),
    "sigma": lambda mp, v: mp.log(v / (1 - v)),
}


# --- the changes that are known: the rank (the lowest is told), the name and the sentence

def _explain(place, asked, at):
    links, symbols, terms = _known(asked)
    yield from _another_symbol(place, asked, symbols)
    yield from _another_number(place)
    yield from _another_power(place, at)
    yield from _another_factor(place, links, symbols)
    yield from _another_term(place, terms, at)
    yield from _several_terms_lost(place, asked.graph, at)


def _another_symbol(place, asked, symbols):
    part, value, needed, inside = place
    if not part.is_Symbol or asked.truth.is_number:  # a quotient of any two symbols can become a number
        return
    due = symbols.get(key(needed))
    if due and inside is not None and not relation(asked.graph, part, due):
        name = "wrong_node" if {part, due} & set(asked.graph.definitions) else "wrong_variable"
        yield 4.5, name, f"{part} is not the right symbol here: on which value does this step depend?"


def _another_number(place):
    part, value, needed, inside = place
    if inside is Add and (part.is_Rational or part.is_Float) and _rational(needed) and not near(needed, -value):
        yield 3.5, "tiny", f"another number is needed in place of {text(part)}"


def _another_power(place, at):
    part, value, needed, _ = place
    if part.is_Pow and part.exp.is_number and not part.exp.is_Integer and min(needed, value) > 0 and value != 1:
        exponent = _rational(at(part.exp) * at.mp.log(needed) / at.mp.log(value))
        if exponent and exponent.denominator <= 2:
            yield 1.5, "tiny", f"the exponent {text(part.exp)} is a little off"


def _another_factor(place, links, symbols):
    part, value, needed, inside = place
    if inside is Mul and not part.is_number and not part.is_Pow and near(needed, 1):
        yield 2.45, "extra_factor", f"the factor {text(part)} does not belong there"
    if inside not in (None, Add) or inside and part.is_number or not (value and needed):
        return
    ratio = needed / value
    number = _rational(ratio)
    if number and abs(number) != 1:
        if abs(abs(number) - 1) < _TINY:
            yield 2.5, "tiny", "a number is a little off"
        elif abs(number.numerator) <= 50 and number.denominator <= 50:
            missing = number.denominator == 1 and abs(part.as_coeff_Mul()[0] * number) != 1
            what = (f"the factor {abs(number)} is missing" if missing else
                    f"there is a factor {abs(1 / number)} too many")
            if number > 0:
                yield 2.5, "constant_factor", what
            else:
                yield 2.5, "constant_factor and sign", f"two slips: first, {what}; second, the sign is wrong"
    if key(ratio) in links:
        child, parent, many = links[key(ratio)]
        yield 3.5, "missing_link", f"{counted(many)} missing: how does {child} react to {parent}?"
    symbol = symbols.get(key(1 / ratio))
    if symbol in part.free_symbols and part != symbol:
        yield 4.5, "extra_factor", f"the factor {symbol} does not belong there"
    if key(ratio) in symbols and not part.is_number and not part.is_Symbol:
        yield 4.5, "missing_link", f"one factor{' of the chain' * bool(links)} is missing"


def _another_term(place, terms, at):
    part, value, needed, inside = place
    difference = needed - value
    if part.is_number:
        return
    instead = near(difference, -value) or part.is_Add and any(near(at(term), -difference) for term in part.args)
    number = _rational(difference)
    if number in (1, -1) or inside is not Add and key(difference) in terms and not instead:
        yield 6.5, "drop_term", f"a term is missing beside {text(part)}"


def _several_terms_lost(place, graph, at):
    part, _, needed, _ = place
    for definition in graph.definitions.values():
        lost = set(definition.args) - set(Add.make_args(part)) if definition.is_Add else ()
        if 1 < len(lost) < len(definition.args) and near(needed, at(definition)):
            yield 6.5, "drop_term", f"{len(lost)} terms are missing beside {text(part)}"


@cache
def _known(asked):
    """What can be missing or superfluous in an answer, by value: links of the chain, symbols and terms."""
    graph, links = asked.graph, {}
    at = PositivePoint(graph, Clock(float("inf")))
    for path in graph.paths(asked.target, asked.source):
        for a, b in combinations(range(len(path)), 2):
            value = prod(at(graph.local_derivative(child, parent)) for child, parent in pairwise(path[a:b + 1]))
            # the whole chain is missing from no answer
            if b - a < len(path) - 1 and not near(value, 1):
                links.setdefault(key(value), (path[a], path[b], b - a))
    symbols = {key(at(symbol)): symbol for symbol in graph.symbols if symbol.name.isidentifier()}
    sums = [form(child, parent) for child in graph.definitions for parent in graph.parents(child)
            for form in (graph.local_derivative, graph.compact_derivative)]
    sums += [definition for definition in graph.definitions.values() if definition.is_Add]
    terms = [*(term for one in sums for term in Add.make_args(one) if not term.is_number), *asked.labels]
    return links, symbols, {key(sign * at(term)) for term in terms for sign in (1, -1)}


def _rational(value):
    """The simple rational number that a value is, or None."""
    if not 1e-12 < abs(value) < 1e12:  # a fraction of a number with a million digits takes for ever
        return None
    number = Fraction(value.context.nstr(value, 35)).limit_denominator(10 ** 8)
    return number if near(value * number.denominator, value.context.mpf(number.numerator)) else None
