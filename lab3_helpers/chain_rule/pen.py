"""Slips of the pen: what a formula becomes when one thing in it is miswritten, as values at one point."""

from functools import cache

from sympy import Mul, Pow, Symbol, exp, fraction, tanh

from lab3_helpers.chain_rule.symbols import riccati, sigma
from lab3_helpers.chain_rule.typeset import text
from lab3_helpers.chain_rule.values import UNDEFINED, Slip, key
from lab3_helpers.verdict import Mistake

OTHER_ACTIVATION = {sigma: tanh, tanh: sigma}


def slips(formula, asked, at):
    """What a formula can become by one slip.

    Parameters
    ----------
    formula : Expr
    asked : Question
        Whose symbols may be mistaken for each other.
    at : PositivePoint

    Returns
    -------
    list of Slip
        Those that change the value.
    """
    found = [*_everywhere(formula, asked, at), *_anywhere(formula, asked, at)]
    return [slip for slip in found if key(slip.value) != key(at(formula))]


def two(one, other):
    """Two mistakes as one, with both names and both sentences."""
    first, then = (mistake.sentence.replace("this is the derivative", "this looks like the derivative")
                   for mistake in (one, other))
    between = " Second" if first.endswith("?") else "; second"
    return Mistake(" and ".join(dict.fromkeys((one.name, other.name))), f"two slips: first, {first}{between}, {then}")


def _anywhere(formula, asked, at):
    """Every slip at the formula itself or in one of its parts."""
    yield from _here(formula, asked, at)
    for n in range(len(formula.args)):
        for slip in _in_part(formula, n, asked, at):
            try:
                yield slip._replace(value=at.with_part(formula, n, slip.value))
            except UNDEFINED:
                continue


def _in_part(formula, n, asked, at):
    """The slips in a part, with its place in mind: a term is dropped, a factor is missing."""
    part = formula.args[n]
    found = []
    if formula.is_Add:
        found += [Slip("term_sign", f"the term {text(part)} has the wrong sign" if at(part) > 0 else
                       f"the term {text(-part)} has the wrong sign", -at(part)),
                  Slip("drop_term", _beside("a term is missing", formula - part), at.number(0))]
    if formula.is_Mul and not part.is_number:
        found.append(Slip("missing_link", _beside("a factor is missing", formula / part), at.number(1)))
        if len(formula.args) == 2 and not formula.has(exp):
            other = formula.args[1 - n]
            if not other.is_number:
                what = f"{text(other)} is there twice, and {text(part)} is missing"
                found.append(Slip("extra_factor", what, at(other)))
    if formula.is_Pow and n == 1:
        return found
    return [*found, *_anywhere(part, asked, at)]


def _beside(what, rest):
    """What is missing, and beside what; the rest is quoted only where it is short."""
    sign = -1 if rest.is_Mul and rest.could_extract_minus_sign() else 1
    return what if rest.is_number or len(rest.args) > 2 else f"{what} beside {text(sign * rest)}"


def _here(formula, asked, at):
    """The slips in how the parts of a formula stand together."""
    value = at(formula)
    if formula.is_Symbol:
        yield from _of_a_symbol(formula, asked, at)
    elif formula.is_Add:
        yield from _of_a_sum(formula, at)
    elif formula.is_Mul and not any(part.is_number or part.is_Pow for part in formula.args):
        yield Slip("sum_vs_product", "there is a sum where a product is needed", sum(map(at, formula.args)))
    elif formula.is_Pow and formula.exp.is_Integer:
        yield from _of_a_power(formula, at)
    elif isinstance(formula, exp):
        yield Slip("sign", "look at the exponents of exp, one by one", 1 / value)
    elif type(formula) in OTHER_ACTIVATION:
        other = OTHER_ACTIVATION[type(formula)]
        yield Slip("wrong_activation", f"{other.__name__} is used where {type(formula).__name__} is needed",
                   at(other(*formula.args)))


def _of_a_symbol(symbol, asked, at):
    if symbol in asked.labels:
        yield Slip("label_swap", f"{symbol} and 1 - {symbol} are mixed up in one place", 1 - at(symbol))
    for other in asked.graph.symbols:
        found = relation(asked.graph, other, symbol) if other.name.isidentifier() else None
        if found:
            yield Slip(*found, at(other))


def _of_a_sum(formula, at):
    if len(formula.args) == 2 and not any(term.is_number for term in formula.args):
        yield Slip("product_vs_sum", "there is a product where a sum or a difference is needed", at(Mul(*formula.args)))
    for n, term in enumerate(formula.args):
        if len(formula.args) == 2 and term.could_extract_minus_sign():
            yield Slip("drop_term", f"a term is missing beside {text(-term)}", -at(term))
        sign, power = (-1, -term) if term.could_extract_minus_sign() else (1, term)
        if power.is_Pow and power.exp.is_Integer and power.exp > 1:
            base = at.with_part(formula, n, sign * at(power.base))
            yield Slip("bracket", f"the power belongs to {text(power.base)} alone, not to the whole bracket",
                       base ** int(power.exp))
    if all(fraction(term)[1].free_symbols for term in formula.args):
        yield Slip("reciprocal", "the fractions are upside down", sum(1 / at(term) for term in formula.args))


def _of_a_power(formula, at):
    base, due = at(formula.base), int(formula.exp)
    for power in sorted({1, 2, due + 1, due - 1, -due} - {due, 0}):
        if power * due < 0:
            what = f"should {text(formula.base)} be above the fraction line or below it?"
            yield Slip("reciprocal", what, base ** power)
        else:
            yield Slip("power", f"look at the power of {text(formula.base)}", base ** power)
    if due > 1:
        yield Slip("power", f"{text(formula)} means {text(formula.base)} times itself, not {due} times it", due * base)
    if formula.base.is_Add and abs(due) == 2:
        what = f"the square of a sum is not the sum of the squares: look at {text(formula.base)}"
        yield Slip("differentiation_rule", what, sum(at(term) ** 2 for term in formula.base.args) ** (due // 2))


def _everywhere(formula, asked, at):
    """One symbol written for another, or all fractions changed alike, throughout the formula."""
    for symbol in sorted(formula.free_symbols, key=str):
        for slip in _of_a_symbol(symbol, asked, at) if symbol not in asked.labels else ():
            yield slip._replace(value=_with_symbol(formula, symbol, slip.value, at))
        if symbol in asked.labels or symbol in asked.graph.definitions and formula.has(1 - symbol):
            yield Slip("label_swap", f"{symbol} and 1 - {symbol} are swapped",
                       _with_symbol(formula, symbol, 1 - at(symbol), at))
    fractions = {part: part.base for part in formula.atoms(Pow) if part.exp == -1}
    if len(fractions) > 1:
        yield Slip("reciprocal", "the fractions are upside down", at(formula.xreplace(fractions)))
    for label in asked.labels:
        for number in (0, 1) if label in formula.free_symbols else ():
            yield Slip("drop_term", f"this holds for {label} = {number} only: what if {label} is {1 - number}?",
                       at(formula.xreplace({label: number})))


def _with_symbol(formula, symbol, value, at):
    """The value of a formula where a symbol has another value."""
    if formula == symbol:
        return value
    if symbol not in formula.free_symbols:
        return at(formula)
    parts = [_with_symbol(part, symbol, value, at) for part in formula.args]
    return at.of_parts(formula, parts)


@cache
def relation(graph, written, due):
    """The `Mistake` of writing one symbol for another; None where they have nothing to do with each other."""
    a, b = written.name, due.name
    if a != b and same_but_for_digits(written, due):
        return Mistake("index_swap", f"an index is wrong: look at {a}")
    which = f"{a} is the value {'before' if a.endswith('_in') else 'after'} the activation: do you need this one, or"
    if a.endswith("_in") and b == a[:-2] + "out":
        return Mistake("missing_activation", f"{which} the value after it?")
    if a.endswith("_out") and b == a[:-3] + "in":
        return Mistake("wrong_node", f"{which} the value before it?")
    if {written, due} <= set(graph.definitions):
        return Mistake("wrong_node", f"{a} is the wrong node here: on which value does this step depend?")
    return None


def same_but_for_digits(one, other):
    """Whether the names of two symbols differ in nothing but an index."""
    a, b = ("".join(letter for letter in symbol.name if not letter.isdigit()) for symbol in (one, other))
    return a == b


def rule(activation, value):
    """The formula for an activation's derivative, with `value` in place of its own."""
    return riccati(activation).xreplace({Symbol("f"): value})
