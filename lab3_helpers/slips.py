"""What the classical mistakes would give, worked out from the graph."""

from itertools import combinations, product
from typing import NamedTuple

from sympy import Add, Integer, Mul, Pow, Symbol, cancel, exp, tanh

from lab3_helpers import typeset
from lab3_helpers.equality import Outside
from lab3_helpers.symbols import riccati, sigma, without_sigma
from lab3_helpers.values import Value

ACTIVATIONS = (sigma, tanh)


class Slip(NamedTuple):
    """A mistake (None where the list of names has none), the sentence that says where to look, and what it gives."""

    mistake: str | None
    sentence: str
    value: Value


class Factor(NamedTuple):
    """One factor of a chain: from `child` to `parent`, with the slips that are made in it."""

    child: Symbol
    parent: Symbol
    formula: object
    value: Value
    slips: tuple

    def question(self):
        """What the factor answers, as a question."""
        return f"how does {self.child} react to {self.parent}?"


def of(asked, values):
    """All slips of a question, in groups, the simplest group first.

    Parameters
    ----------
    asked : Question
    values : Values

    Returns
    -------
    list of list of Slip
    """
    paths = asked.graph.paths(asked.target, asked.source)
    long = [[_link(asked, child, parent, values) for child, parent in zip(path, path[1:])] for path in paths]
    short = [_merged(asked, path, values) for path in paths]
    chains = (long, short)
    return [list(group) for group in (
        _whole(asked, long, values),
        [*(slip for form in chains for slip in _dropped(form, values)), *_other_derivatives(asked, values)],
        (slip for form in chains for slip in _one_wrong(form, values)),
        (slip for form in chains for slip in _twice_or_turned(form, values)),
        [*(slip for form in chains for slip in _added(form, values)), *_swapped(asked, values)],
        (slip for form in chains for slip in _without_brackets(form, values)),
    )]


def relation(graph, written, due):
    """The mistake of writing one symbol for another, and a sentence; None where they have nothing to do with each other."""
    a, b = written.name, due.name
    if _without_digits(a) == _without_digits(b) and a != b:
        return "index_swap", f"an index is swapped: look at {a}"
    if a.endswith("_in") and b == a[:-2] + "out":
        return "missing_activation", f"{a} is the value before the activation: is it due there, or the value after it?"
    if a.endswith("_out") and b == a[:-3] + "in":
        return "wrong_node", f"{a} is the value after the activation: is it due there, or the value before it?"
    if {written, due} <= set(graph.definitions):
        return "wrong_node", f"{a} is another node than the one due there"
    return None


def _without_digits(name):
    return "".join(character for character in name if not character.isdigit())


# --- the whole answer

def _whole(asked, chains, values):
    products = [_product(chain, values) for chain in chains]
    truth = _sum(products, values)
    yield Slip("zero", f"0 would mean that {asked.target} does not react to {asked.source} at all", values.zero)
    yield Slip("sign", "the sign is turned round: go through the minus signs one by one", -truth)
    yield Slip("not_differentiated", f"this is {asked.target} itself, not yet its derivative", values(asked.target))
    if len(products) > 1:
        for product in products:
            yield Slip("one_path", f"only one of the {len(products)} paths from {asked.source} to {asked.target} is here", product)
        for n, product in enumerate(products):
            others = _sum([p for m, p in enumerate(products) if m != n], values)
            yield Slip("term_sign", "the contributions of the paths add up, and one has the wrong sign", others - product)
        shared = _times([first.value for first, *others in zip(*chains)
                         if all((o.child, o.parent) == (first.child, first.parent) for o in others)], values)
        for once in (values.one, shared):
            yield Slip("product_vs_sum", "the contributions of the paths are multiplied: what do two paths do together?",
                       once * _times([product / once for product in products], values))
    yield Slip("reciprocal", "the whole fraction is upside down", values.one / truth)


def _swapped(asked, values):
    truth = asked.graph.derivative(asked.target, asked.source)
    names = sorted(truth.free_symbols, key=lambda s: s.name)
    for a, b in combinations(names, 2):
        if relation(asked.graph, a, b) and relation(asked.graph, b, a):
            yield Slip("index_swap", f"{a} and {b} are swapped", values(truth.xreplace({a: b, b: a})))


def _other_derivatives(asked, values):
    graph = asked.graph
    on_the_way = {node for path in graph.paths(asked.target, asked.source) for node in path}
    for other in graph.symbols:
        if other not in on_the_way and graph.paths(asked.target, other):
            swapped = _without_digits(other.name) == _without_digits(asked.source.name)
            yield Slip("index_swap" if swapped else "wrong_variable",
                       f"this is the derivative by {other}, and the one by {asked.source} is asked for",
                       values(graph.derivative(asked.target, other)))
    for node in graph.definitions:
        if node not in on_the_way and graph.paths(node, asked.source):
            swapped = _without_digits(node.name) == _without_digits(asked.target.name)
            yield Slip("index_swap" if swapped else "wrong_node",
                       f"this is the derivative of {node}, and the one of {asked.target} is asked for",
                       values(graph.derivative(node, asked.source)))


# --- one factor of the chains

def _dropped(chains, values):
    """Chains with factors left out."""
    places = range(len(chains[0]))
    for many in range(1, len(places)):
        for dropped in combinations(places, many):
            what = f"{counted(many)} of the chain {'is' if many == 1 else 'are'} missing"
            yield from _replaced(chains, dropped, lambda f: (Slip("missing_link", f"{what}: {f.question()}", values.one),), values)


def _one_wrong(chains, values):
    """Chains with a slip in one factor."""
    for n in range(len(chains[0])):
        for number in range(max(len(chain[n].slips) for chain in chains)):
            yield from _replaced(chains, (n,), lambda factor: factor.slips[number:number + 1], values)


def _twice_or_turned(chains, values):
    """Chains with a factor that is doubled, negative or upside down."""
    for n in range(len(chains[0])):
        for change in (lambda f: Slip("extra_factor", f"one factor stands there twice: {f.question()}", f.value * f.value),
                       lambda f: Slip("sign", f"a sign is turned round: {f.question()}", -f.value),
                       lambda f: Slip("reciprocal", f"one factor is upside down: {f.question()}", values.one / f.value)):
            yield from _replaced(chains, (n,), lambda factor: (change(factor),), values)


def _added(chains, values):
    """Factors of a chain that are added."""
    places = range(len(chains[0]))
    for many in range(1, len(places) // 2 + 1):
        for some in combinations(places, many):
            sums = [_times([f.value for m, f in enumerate(chain) if m in some], values)
                    + _times([f.value for m, f in enumerate(chain) if m not in some], values) for chain in chains]
            yield Slip("sum_vs_product", "the factors of a chain are multiplied, and here some are added", _sum(sums, values))
    if len(places) > 1:
        yield Slip("sum_vs_product", "the factors of a chain are multiplied, not added",
                   _sum([_sum([f.value for f in chain], values) for chain in chains], values))


def _without_brackets(chains, values):
    """A sum among the factors of a chain that lost its brackets, and so is torn apart by what stands before and behind it.

    Slips without a name: the list of mistakes has none for it.
    """
    for n, chain in enumerate(chains):
        other_paths = _sum([_product(other, values) for m, other in enumerate(chains) if m != n], values)
        for k, factor in enumerate(chain):
            terms = [values(term) for term in Add.make_args(factor.formula)]
            if len(terms) != 2:
                continue
            sentence = f"brackets are missing: {typeset.text(factor.formula)} is one factor, and all of it is multiplied"
            rest = [one.value for m, one in enumerate(chain) if m != k]
            for stands_before in product((True, False), repeat=len(rest)):
                before, behind = (_times([value for value, b in zip(rest, stands_before) if b is side], values) for side in (True, False))
                for first, last in (terms, terms[::-1]):
                    yield Slip(None, sentence, before * first + last * behind + other_paths)


def _replaced(chains, places, change, values):
    """A slip in every path, and where there are several, in one path only.

    Parameters
    ----------
    change : callable
        Gives the `Slip` of a factor as a tuple of one, or an empty tuple.
    """
    for which in (range(len(chains)), *((n,) for n in range(len(chains)) if len(chains) > 1)):
        products, said = [], None
        for n, chain in enumerate(chains):
            factors = []
            for m, factor in enumerate(chain):
                slip = change(factor) if n in which and m in places else (factor,)
                if not slip:
                    break
                said = said or (slip[0] if isinstance(slip[0], Slip) else None)
                factors.append(slip[0].value)
            products.append(_times(factors, values) if len(factors) == len(chain) else None)
        if said and None not in products:
            yield Slip(said.mistake, said.sentence, _sum(products, values))


def _link(asked, child, parent, values):
    graph = asked.graph
    formula = graph.local_derivative(child, parent)
    due = values(formula)
    named = (slip for slip in _slips_of_a_link(graph, child, parent, values) if not slip.value.near(due))
    return Factor(child, parent, formula, due, (*named, *_slips_of_a_formula(asked, child, formula, values)))


def _merged(asked, path, values):
    """The factors as an expert writes them, with neighbours that cancel taken together."""
    factors = []
    for child, parent in zip(path, path[1:]):
        formula = asked.graph.compact_derivative(child, parent)
        if factors:
            together = cancel(factors[-1][2] * formula)
            if typeset.size(together) < typeset.size(factors[-1][2]):
                child, formula = factors.pop()[0], together
        factors.append((child, parent, formula))
    factors = [factor for factor in factors if factor[2] != 1] or factors[:1]
    return [Factor(child, parent, formula, values(formula), tuple(_slips_of_a_formula(asked, child, formula, values)))
            for child, parent, formula in factors]


def _slips_of_a_link(graph, child, parent, values):
    definition, due = graph.definitions[child], values(graph.local_derivative(child, parent))
    if isinstance(definition, ACTIVATIONS) and definition.args == (parent,):
        own = type(definition)
        yield Slip("not_differentiated", f"{child} itself stands where its derivative by {parent} is due", values(child))
        for other in ACTIVATIONS:
            if other is not own:
                for rule, value in ((other, child), (other, other(parent)), (own, other(parent))):
                    yield Slip("wrong_activation", f"{child} is {own.__name__} of {parent}: is this the rule for {own.__name__}?",
                               values(_rule(rule, value)))
        yield Slip("missing_activation", f"{parent} stands where {own.__name__}({parent}) is due", values(_rule(own, parent)))
        outside = without_sigma(definition)
        if outside.is_Pow:
            inner = f"the inner derivative is missing: what is the derivative of {typeset.text(outside.base)}?"
            yield Slip("missing_link", inner, values(outside.exp * outside.base ** (outside.exp - 1)))
        yield Slip("wrong_node", f"the derivative of {own.__name__} is taken at {child}: at which value is it due?",
                   values(_rule(own, own(child))))
    else:
        for other in graph.parents(child):
            if other != parent:
                swapped = _without_digits(other.name) == _without_digits(parent.name)
                yield Slip("index_swap" if swapped else "wrong_variable",
                           f"{child} is differentiated by {other}: by what is it due?", values(graph.local_derivative(child, other)))
        terms = Add.make_args(definition)
        for term in terms:
            if parent in term.free_symbols:
                differentiated = values(without_sigma(term).diff(parent))
                yield Slip("not_differentiated", f"the term of {child} with {parent} stands there undifferentiated",
                           due - differentiated + values(term))
                if term.is_Pow and term.exp.is_number:
                    yield Slip("constant_factor", f"the exponent of {typeset.text(term)} comes down as a factor",
                               due - differentiated + differentiated / values(term.exp))
            else:
                yield Slip("not_differentiated", f"what is the derivative of a term of {child} that does not hold {parent}?",
                           due + values(term))
        constants = [term for term in terms if parent not in term.free_symbols]
        yield Slip("not_differentiated", f"what is the derivative of the terms of {child} that do not hold {parent}?",
                   due + values(Add(*constants)))
        yield Slip("not_differentiated", f"{child} itself stands where its derivative by {parent} is due", values(child))


def _rule(function, value):
    return riccati(function).xreplace({Symbol("f"): value})


def _slips_of_a_formula(asked, child, formula, values):
    due = values(formula)
    for mistake, sentence, changed in (*edits(asked, formula), *_edits_everywhere(asked, formula)):
        try:
            value = values(changed)
        except (Outside, ZeroDivisionError, ValueError):
            continue
        if not value.near(due):
            where = f"in the derivative of {child}"
            yield Slip(mistake, f"{where}, {sentence}" if sentence.endswith("?") else f"{sentence}, {where}", value)


def edits(asked, formula):
    """Every formula that is one slip of the pen away.

    Yields
    ------
    (str, str, Expr)
        The mistake, a sentence, and the changed formula.
    """
    if formula.is_Add:
        for n, term in enumerate(formula.args):
            rest = formula.args[:n] + formula.args[n + 1:]
            yield "term_sign", "one term has the wrong sign", Add(*rest, -term)
            yield "drop_term", "one term of a sum is missing", Add(*rest)
            yield "drop_term", "one term of a sum is missing", -Add(*rest)
        if len(formula.args) == 2 and not any(term.is_number for term in formula.args):
            yield "product_vs_sum", "a product stands where a sum or a difference is due", Mul(*formula.args)
    if formula.is_Pow and formula.exp.is_Integer:
        for power in {Integer(1), Integer(2), formula.exp + 1, formula.exp - 1, -formula.exp} - {formula.exp, Integer(0)}:
            if power * formula.exp < 0:
                yield "reciprocal", "a fraction is upside down", formula.base ** power
            else:
                yield "power", "look at the powers", formula.base ** power
        if formula.exp < -1:
            yield "power", "look at the powers", formula.base ** (formula.exp + 1)
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
        for mistake, sentence, changed in edits(asked, part):
            yield mistake, sentence, formula.func(*formula.args[:n], changed, *formula.args[n + 1:])
    if formula.is_Mul:
        for n, factor in enumerate(formula.args):
            if not factor.is_number:
                yield "missing_link", "a factor is missing", Mul(*formula.args[:n], *formula.args[n + 1:])


def _edits_everywhere(asked, formula):
    """One symbol written for another, or all fractions changed alike, throughout the formula."""
    for symbol in sorted(formula.free_symbols, key=lambda s: s.name):
        for mistake, sentence, other in edits(asked, symbol):
            yield mistake, sentence, formula.xreplace({symbol: other})
    fractions = {part: part.base for part in formula.atoms(Pow) if part.exp == -1}
    if len(fractions) > 1:
        yield "reciprocal", "the fractions are upside down", formula.xreplace(fractions)
        yield "power", "look at the powers", formula.xreplace({part: base ** -2 for part, base in fractions.items()})


# --- arithmetic on values

def _times(factors, values):
    result = values.one
    for factor in factors:
        result = result * factor
    return result


def _sum(terms, values):
    result = values.zero
    for term in terms:
        result = result + term
    return result


def _product(chain, values):
    return _times([factor.value for factor in chain], values)


def counted(many):
    """A number of factors in words."""
    return {1: "one factor", 2: "two factors"}.get(many, f"{many} factors")
