"""Which one change would make a wrong answer right?

For every part of the answer the value is worked out that the part would need to make the whole right (from the top down: in a
sum the rest is subtracted, in a product divided away, and so on). Then the needed value is compared with what a single known
change would give: another sign, another symbol, another power, a missing factor of the chain, a missing term.
"""

from collections import namedtuple
from fractions import Fraction
from itertools import product

import mpmath
from sympy import Add, Mul

from lab3_helpers.equality import rational
from lab3_helpers.slips import ACTIVATIONS, counted, relation
from lab3_helpers.symbols import riccati
from lab3_helpers.typeset import text
from lab3_helpers.values import Value

# a part of the answer with its value, the value it would need, and what it is part of
_Place = namedtuple("_Place", "part value needed inside")
_Repair = namedtuple("_Repair", "rank mistake sentence")


def find(asked, answer, values):
    """The explanations of the best rank.

    Parameters
    ----------
    asked : Question
    answer : Expr
        Known to be wrong.
    values : Values

    Returns
    -------
    list of (str or None, str)
        Mistake (None for one without a name) and sentence; empty where no single change leads from the answer to the truth.
    """
    known = _Known(asked, values)
    root = _Place(answer, values(answer), values(asked.truth), None)
    repairs = [repair for place in _places(root, values) for repair in _explain(place, asked, known, values)]
    best = min((repair.rank for repair in repairs), default=None)
    found = [(repair.mistake, repair.sentence) for repair in repairs if repair.rank == best]
    # A term that does not belong there, or has the wrong number, is simpler than another one that would make up for it.
    return [one for one in found if one[0] != "drop_term"] if {None, "tiny"} & {mistake for mistake, _ in found} else found


class _Known:
    """The values of everything that can be missing or superfluous in an answer of this question."""

    def __init__(self, asked, values):
        graph = asked.graph
        self.links, self.terms, self.symbols = {}, {}, {}
        for path in graph.paths(asked.target, asked.source):
            for a in range(len(path)):
                for b in range(a + 1, len(path)):
                    if b - a == len(path) - 1:
                        continue  # the whole chain is missing from no answer
                    value = values.one
                    for child, parent in zip(path[a:b + 1], path[a + 1:b + 1]):
                        value = value * values(graph.local_derivative(child, parent))
                    if not value.near(values.one):
                        self.links.setdefault(value.key(), (path[a], path[b], b - a))
        for child in graph.definitions:
            for parent in graph.parents(child):
                for form in (graph.local_derivative(child, parent), graph.compact_derivative(child, parent)):
                    for term in Add.make_args(form):
                        if not term.is_number:
                            self.terms.setdefault(values(term).key(), term)
                            self.terms.setdefault(values(-term).key(), term)
        for symbol in graph.symbols:
            if symbol.name.isidentifier():
                self.symbols.setdefault(values(symbol).key(), symbol)
        for label in asked.labels:
            self.terms.setdefault(values(label).key(), label)
            self.terms.setdefault(values(-label).key(), label)


def _places(place, values):
    """The place itself and all places below it."""
    yield place
    part, value, needed, _ = place
    if part.is_Add or part.is_Mul:
        for n, argument in enumerate(part.args):
            own = values(argument)
            try:
                due = needed - (value - own) if part.is_Add else needed / (value / own)
            except ZeroDivisionError:
                continue
            yield from _places(_Place(argument, own, due, part), values)
    elif part.args:
        inner = part.args[0]
        for due in _before(part, needed):
            yield from _places(_Place(inner, values(inner), due, part), values)


def _before(part, needed):
    """The values the argument of a power or a function may have so that the whole has the needed value."""
    name = type(part).__name__
    try:
        if part.is_Pow and part.exp.is_number:
            power = mpmath.mpf(part.exp.p) / part.exp.q if part.exp.is_Rational else mpmath.mpf(float(part.exp))
            root = needed.map(lambda v: mpmath.sign(v) * mpmath.power(abs(v), 1 / power))
            if power % 2:
                return [root]
            return _all_signs(root) if all(v > 0 for v in needed) else []
        inverse = _INVERSES.get(name)
        found = [] if inverse is None else [needed.map(inverse)]
        found = [value for value in found if not any(isinstance(v, mpmath.mpc) for v in value)]
        return _all_signs(*found) if found and name in ("cosh", "sech") else found
    except (ZeroDivisionError, ValueError):
        return []


def _all_signs(value):
    # an even function has two values before it, at every point on its own
    return [Value(sign * v for sign, v in zip(signs, value)) for signs in product((1, -1), repeat=len(value))]


_INVERSES = {"exp": mpmath.log, "log": mpmath.exp, "tanh": mpmath.atanh, "sinh": mpmath.asinh, "cosh": mpmath.acosh,
             "sech": lambda v: mpmath.acosh(1 / v), "sigma": lambda v: mpmath.log(v / (1 - v))}


def _explain(place, asked, known, values):
    part, value, needed, inside = place
    ratio = needed / value if all(value) else None
    if needed.near(-value):
        if inside is not None and inside.is_Add:
            yield _Repair(1, "term_sign", f"the term {text(part)} has the wrong sign")
        elif not part.is_number or inside is None:
            yield _Repair(2, "sign", "a sign is turned round: go through the minus signs")
    if part.is_Symbol:
        yield from _another_symbol(part, needed, inside, asked, known, values)
    if part.is_number:
        yield from _another_number(part, needed, inside)
    yield from _another_power(place, values)
    yield from _another_function(place, asked, values)
    yield from _missing_or_extra(place, ratio, known, values)
    yield from _sum_or_product(place, values)


def _another_symbol(part, needed, inside, asked, known, values):
    if part in asked.labels and needed.near(values.one - values(part)):
        yield _Repair(1, "label_swap", f"{part} and 1 - {part} are swapped")
    due = known.symbols.get(needed.key())
    if due is not None:
        found = relation(asked.graph, part, due)
        if found:
            yield _Repair(1, *found)
        elif inside is not None and (inside.is_Mul or inside.is_Add):
            mistake = "wrong_node" if part in asked.graph.definitions else "wrong_variable"
            yield _Repair(3, mistake, f"another symbol is due where {part} stands")


def _another_number(part, needed, inside):
    number = _rational(needed)
    written = _written(part)
    if not number or written is None or number == -written:
        return
    if abs(number - written) < Fraction(1, 20) * max(abs(number), abs(written)):
        yield _Repair(1, "tiny", f"the number {text(part)} is a little off")
    elif inside is not None and inside.is_Mul:
        yield _Repair(3, "constant_factor", f"another number is due as a factor where {text(part)} stands")
    elif inside is not None and inside.is_Add:
        yield _Repair(2, "tiny", f"another number is due where {text(part)} stands")


def _written(number):
    if number.is_Rational:
        return Fraction(int(number.p), int(number.q))
    return rational(number) if number.is_Float else None


def _another_power(place, values):
    part, _, needed, _ = place
    if part.is_number:
        return
    if part.is_Pow and not part.exp.is_Integer and part.exp.is_number:
        base = values(part.base)
        if all(v > 0 for v in (*needed, *base)):
            exponent = _rational(Value(mpmath.log(n) / mpmath.log(b) for n, b in zip(needed, base)))
            if exponent and exponent.denominator <= 2:
                yield _Repair(1, "tiny", f"the exponent {text(part.exp)} is a little off")
    base, written = (values(part.base), part.exp) if part.is_Pow and part.exp.is_Integer else (values(part), 1)
    for power in (1, 2, 3, -1, -2):
        if power != written and needed.near(base.map(lambda v: v ** power)):
            if power == -written:
                yield _Repair(2, "reciprocal", f"{text(part)} is upside down")
            else:
                yield _Repair(2, "power", f"look at the power of {text(part.base if part.is_Pow else part)}")


def _another_function(place, asked, values):
    part, value, needed, _ = place
    graph = asked.graph
    for function in ACTIVATIONS:
        own = type(part)
        if own in ACTIVATIONS and own is not function and needed.near(values(function(*part.args))):
            yield _Repair(1, "wrong_activation", f"{own.__name__} stands where another activation is due")
    nodes = [node for node, formula in graph.definitions.items() if isinstance(formula, ACTIVATIONS)]
    for node in nodes:
        own = type(graph.definitions[node])
        if value.near(values(node)) and needed.near(values(graph.compact_derivative(node, *graph.parents(node)))):
            yield _Repair(1, "not_differentiated", f"{node} itself stands where its derivative is due")
        for other in ACTIVATIONS:
            if other is not own and needed.near(values(graph.compact_derivative(node, *graph.parents(node)))) \
                    and value.near(values(riccati(other).xreplace({next(iter(riccati(other).free_symbols)): node}))):
                yield _Repair(1, "wrong_activation", f"{node} comes from {own.__name__}: is this the rule for {own.__name__}?")
        if not part.is_Symbol and value.near(values(*graph.parents(node))) and needed.near(values(node)):
            yield _Repair(1, "missing_activation", f"{own.__name__} has not been applied to {text(part)}")


def _missing_or_extra(place, ratio, known, values):
    part, value, needed, inside = place
    whole = inside is None or inside.is_Add
    if ratio is not None and whole and not (part.is_number and inside is not None):
        number = _rational(ratio)
        if number is not None and number not in (0, 1, -1):
            if abs(abs(number) - 1) < Fraction(1, 20):
                yield _Repair(1, "tiny", "a number is a little off")
            elif abs(number.numerator) <= 50 and number.denominator <= 50:
                yield _Repair(1, "constant_factor", "a number stands there as a factor that does not belong, or one is missing")
        link = known.links.get(ratio.key())
        if link:
            yield _Repair(2, "missing_link", _of_the_chain("missing", *link))
        if any(ratio):
            link = known.links.get((values.one / ratio).key())
            if link:
                yield _Repair(2, "extra_factor", _of_the_chain("one too many", *link))
            symbol = known.symbols.get((values.one / ratio).key())
            if symbol is not None and symbol in part.free_symbols and part != symbol:
                yield _Repair(3, "extra_factor", f"the factor {symbol} does not belong there")
            symbol = known.symbols.get(ratio.key())
            if symbol is not None and not part.is_number and not part.is_Symbol:
                yield _Repair(3, "missing_link", f"one factor{' of the chain' * bool(known.links)} is missing")
    difference = needed - value
    in_sum = inside is not None and inside.is_Add
    superfluous = difference.near(-value)
    if superfluous and in_sum:
        yield _Repair(2, None, f"the term {text(part)} does not belong there")
    term = known.terms.get(difference.key())
    makes_up = superfluous or part.is_Add and any(values(a).near(-difference) for a in part.args)
    if term is not None and not makes_up and not in_sum and not part.is_number:
        yield _Repair(2, "drop_term", f"a term is missing beside {text(part)}")
    number = _rational(difference)
    if number is not None and not part.is_number:
        if abs(number) == 1:
            yield _Repair(2, "drop_term", f"a term is missing beside {text(part)}")
        elif abs(number) < Fraction(1, 20):
            yield _Repair(1, "tiny", "a small number is added that does not belong there")


def _of_the_chain(what, child, parent, links):
    return f"{counted(links)} of the chain {'is' if links == 1 else 'are'} {what}: how does {child} react to {parent}?"


def _sum_or_product(place, values):
    part, _, needed, _ = place
    if part.is_Add and not any(term.is_number for term in part.args) and needed.near(values(Mul(*part.args))):
        yield _Repair(2, "sum_vs_product", "a sum stands where a product is due")
    if part.is_Mul and needed.near(values(Add(*part.args))):
        yield _Repair(2, "product_vs_sum", "a product stands where a sum is due")


def _rational(value):
    """The simple rational number that a value is at every point, or None."""
    if not value[0]:
        return Fraction(0) if not any(value) else None
    if abs(value[0] - value[1]) > mpmath.mpf(10) ** -18 * abs(value[0]):
        return None
    near = Fraction(mpmath.nstr(value[0], 25)).limit_denominator(10 ** 8)
    return near if abs(mpmath.mpf(near.numerator) / near.denominator - value[0]) < mpmath.mpf(10) ** -18 * abs(value[0]) else None
