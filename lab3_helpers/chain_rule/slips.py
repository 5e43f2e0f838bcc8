"""The single slips of a question, each with its name, its sentence and the value it gives.

In the whole answer (one path, another variable, another loss), in the chain (a link dropped, doubled, turned over) and
in one of its `factors`.
"""

from functools import cache
from itertools import combinations, product, zip_longest
from math import prod

from sympy import Add, Symbol, log

from lab3_helpers.chain_rule.factors import chains, point, product_of, term_by_term
from lab3_helpers.chain_rule.pen import relation, same_but_for_digits
from lab3_helpers.chain_rule.symbols import Graph
from lab3_helpers.chain_rule.typeset import text
from lab3_helpers.chain_rule.values import Slip, key
from lab3_helpers.verdict import Mistake

# how much further behind a name stands, because it explains less; a whole term can be seen in the answer as well
_LESS = {"drop_term": 0.3, "extra_factor": 0.4, "sum_vs_product": 0.4, "missing_link": 0.5}


@cache
def classical(asked):
    """The mistakes of a question by their values: for each a list of (rank, `Mistake`)."""
    return by_value(asked, enumerate(_groups(asked)))


def by_value(asked, groups):
    """For each value a list of (rank, `Mistake`), one for each sentence."""
    truth, table = key(point(asked.graph)(asked.truth)), {}
    for rank, group in groups:
        for name, sentence, value in group:
            if key(value) != truth:
                found = table.setdefault(key(value), [])
                if all(mistake != (name, sentence) for _, mistake in found):
                    vague = sentence.endswith("is missing")
                    less = 1 if sentence.startswith("two slips") else _LESS.get(name, 0) + 0.4 * vague
                    found.append((rank + less * (rank != 1) + 0.6 * (name == "extra_term"), Mistake(name, sentence)))
    return table


def _groups(asked):
    """The slips, the simplest ones first."""
    at = point(asked.graph)
    plain, merged = both = chains(asked)
    return [
        list(_whole(asked, plain, at)),
        [*_dropped(plain), *_other_derivatives(asked, at), *in_one_factor(plain, lambda factor: factor.rules),
         *_contained(plain, merged), *_other_losses(asked, [asked.source], at)],
        [slip for form in (merged, plain, term_by_term(asked))
         for slip in in_one_factor(form, lambda factor: factor.pen)],
        [*_dropped(merged), *(slip for form in both for slip in in_one_factor(form, _doubled_or_turned)),
         *(slip for form in both for slip in (*_without_brackets(form, at), *_shared_without_brackets(form, at)))],
        [*(slip for form in both for slip in _added(form)), *_swapped(asked, at)],
        [slip for form in both for chain in form if len(form) > 1 for slip in _several_dropped(form, [chain])],
        [*_again(asked, at), *_other_losses(asked, _alone_in(asked.source, asked.graph), at)],
    ]


# --- the whole answer

def _whole(asked, chains, at):
    products = [product_of(chain) for chain in chains]
    truth = sum(products)
    yield "zero", f"0 would mean that {asked.target} does not react to {asked.source} at all", 0
    yield "sign", "the sign is wrong: go through the minus signs one by one", -truth
    yield "not_differentiated", f"this is {asked.target} itself, not yet its derivative", at(asked.target)
    definition = asked.graph.definitions[asked.target]
    for label, number in product(definition.free_symbols & {*asked.labels}, (0, 1)):
        what = f"this is {asked.target} for {label} = {number}, not yet its derivative"
        yield "not_differentiated", what, at(definition.xreplace({label: number}))
    yield "reciprocal", "the whole fraction is upside down", 1 / truth
    if len(products) > 1:
        only = f"only one of the paths from {asked.source} to {asked.target} is here"
        for one in products:
            yield "one_path", only, one
            yield "term_sign", "the contributions of the paths add up, and one has the wrong sign", truth - 2 * one
        yield from _paths_mixed(chains)


def _paths_mixed(chains):
    """The factors of several paths, multiplied or added factor by factor."""
    factors = [[factor.value for factor in same] for same in zip(*chains)]
    shared = [same[0] for same in factors if len(set(same)) == 1]
    own = [same for same in factors if len(set(same)) > 1]
    multiplied = "the contributions of the paths are multiplied: what do two paths do together?"
    for once in prod(shared), prod(shared) ** len(chains):
        yield "product_vs_sum", multiplied, once * prod(map(prod, own))
    for ways in product((None, sum, prod), repeat=len(own)):  # a factor stays in its path, or is mixed
        mixed = prod(way(same) for way, same in zip(ways, own) if way)
        kept = [same for way, same in zip(ways, own) if not way]
        if len(kept) < len(own):
            along = sum(map(prod, zip(*kept))) if kept else 1
            value = prod(shared) * mixed * along
            yield "product_vs_sum", "the paths are mixed: multiply along each path, then add the paths", value


def _other_losses(asked, sources, at):
    """What another loss would give, where a loss is differentiated with respect to some nodes."""
    definition, label = asked.graph.definitions[asked.target], Symbol("y")
    output = next((symbol for symbol in asked.graph.parents(asked.target) if symbol != label), None)
    if label not in definition.free_symbols or output is None:
        return
    losses = {"the squared error": (output - label) ** 2, "half the squared error": (output - label) ** 2 / 2,
              "the cross-entropy": -label * log(output) - (1 - label) * log(1 - output),
              "the absolute error": output - label, "the hinge loss": -label * output}
    for name, loss in losses.items():
        if (loss / definition).is_number:  # the same but for a factor, and that is said of a factor
            continue
        other = Graph({**asked.graph.definitions, asked.target: loss})
        slopes = [at(other.derivative(asked.target, by)) for by in sources]
        another = f"and {asked.target} is another loss here"
        if name == "the absolute error":  # one label lies above the output, the other one below it
            slopes += [sign * slope for slope in slopes for sign in (-1, 1 - 2 * at(label))]
        elif name != "the hinge loss":
            yield "other_loss", f"this is {name} itself, not differentiated, {another}", at(loss)
        for value in slopes:
            yield "other_loss", f"this is the derivative of {name}, {another}", value


def _alone_in(node, graph):
    """The one thing that a node is made of, where it is one."""
    parents = graph.parents(node) if node in graph.definitions else ()
    return parents if len(parents) == 1 else ()


def _again(asked, at):
    """What differentiating the answer once more would give."""
    slope = at.slope(asked.truth, asked.source)
    if slope:
        yield "second_derivative", f"this is differentiated twice with respect to {asked.source}", slope


def _swapped(asked, at):
    truth = asked.graph.derivative(asked.target, asked.source)
    for a, b in combinations(sorted(truth.free_symbols, key=str), 2):
        if relation(asked.graph, a, b) and relation(asked.graph, b, a):
            yield "index_swap", f"{a} and {b} are swapped", at(truth.xreplace({a: b, b: a}))


def _other_derivatives(asked, at):
    graph, target, source = asked.graph, asked.target, asked.source
    on_the_way = {node for path in graph.paths(target, source) for node in path}
    shared = set.intersection(*map(set, graph.paths(target, source)))
    # a bias of one path's node: likelier that path alone, with a factor missing
    on_the_way |= {bias for node in on_the_way - shared for bias in graph.parents(node)
                   if graph.local_derivative(node, bias) == 1}
    others = (*reversed(graph.definitions), *graph.inputs)
    for other in sorted(others, key=lambda other: (other in graph.inputs) != (source in graph.inputs)):
        if other not in on_the_way and graph.paths(source, other):
            yield ("extra_factor", f"the chain goes on too far: this is the derivative with respect to {other}, and "
                   f"{source} is asked for", at(asked.truth * graph.derivative(source, other)))
        elif other not in on_the_way and graph.paths(target, other):
            yield ("index_swap" if same_but_for_digits(other, source) else "wrong_variable",
                   f"this is the derivative with respect to {other}, and {source} is asked for",
                   at(graph.derivative(target, other)))
    for node in graph.definitions:
        if node not in on_the_way and graph.paths(node, source):
            name = "extra_factor" if graph.paths(node, target) else "wrong_node"
            yield ("index_swap" if same_but_for_digits(node, target) else name,
                   f"this is the derivative of {node}, and d{target}/d{source} is asked for",
                   at(graph.derivative(node, source)))


# --- the factors of the chains

def counted(factors):
    """How many factors of the chain, with the verb."""
    words = {1: "one factor of the chain is", 2: "two factors of the chain are"}
    return words.get(factors, f"{factors} factors of the chain are")


def lost(factor):
    """A factor that is missing."""
    return Slip("missing_link", f"{counted(1)} missing: {factor.question()}", 1)


def _doubled_or_turned(factor):
    """A factor that appears twice, or upside down."""
    return (Slip("extra_factor", f"one factor appears twice: {factor.question()}", factor.value ** 2),
            Slip("reciprocal", f"one factor is upside down: {factor.question()}", 1 / factor.value))


def _dropped(chains):
    """Factors that are missing: one, in every path or in one only, or several in all paths alike."""
    if len(chains[0]) > 1:
        yield from in_one_factor(chains, lambda factor: [lost(factor)])
    yield from _several_dropped(chains, chains)


def _several_dropped(chains, lacking):
    """Several factors that are missing in those of the paths that are lacking."""
    for many in range(2, len(chains[0])):
        for some in combinations(range(len(chains[0])), many):
            what = f"{counted(many)} missing: go one step at a time; {lacking[0][some[0]].question()}"
            yield "missing_link", what, sum(
                prod(factor.value for n, factor in enumerate(chain) if n not in some or chain not in lacking)
                for chain in chains)


def in_one_factor(chains, slips_of):
    """A slip in one factor, made in every path, and where there are several, in one only."""
    for n in range(len(chains[0])):
        rest = [prod(factor.value for m, factor in enumerate(chain) if m != n) for chain in chains]
        right = [others * chain[n].value for others, chain in zip(rest, chains)]
        kept = [sum(right[:path] + right[path + 1:]) for path in range(len(chains))]
        for slips in zip_longest(*(slips_of(chain[n]) for chain in chains)):
            wrong = [others * slip[2] if slip else None for others, slip in zip(rest, slips)]
            if len(chains) > 1 and all(slips):
                yield *slips[0][:2], sum(wrong)
            for slip, of_others, own in zip(slips, kept, wrong):
                if slip:
                    yield *slip[:2], of_others + own


def _contained(chains, merged):
    """A link that is multiplied once more, though a factor next to it has taken it in already."""
    for place, factor in enumerate(chains[0]):
        for whole in merged[0]:
            nodes = [f.child for f in chains[0]] + [chains[0][-1].parent]
            inside = nodes.index(whole.child) <= place < nodes.index(whole.parent)
            if inside and (whole.child, whole.parent) != (factor.child, factor.parent):
                sentence = f"{text(whole.formula)} already contains d{factor.child}/d{factor.parent}"
                yield "extra_factor", sentence, factor.value * sum(map(product_of, chains))


def _added(chains):
    """Factors of a chain that are added."""
    what, length = "the factors of a chain are multiplied, and here some are added", len(chains[0])
    chains = [[factor.value for factor in chain] for chain in chains]
    for first in range(length - 1):
        yield "sum_vs_product", what, sum(prod(chain[:first]) * sum(chain[first:]) for chain in chains)
    for first, middle, last in combinations(range(length + 1), 3):
        yield "sum_vs_product", what, sum(
            prod(chain[:first]) * (prod(chain[first:middle]) + prod(chain[middle:last])) * prod(chain[last:])
            for chain in chains)


def _without_brackets(chains, at):
    """A sum among the factors of a chain, with a factor that reaches one of its terms only; in one path or in all."""
    for which in dict.fromkeys([tuple(range(len(chains))), *((n,) for n in range(len(chains)))]):
        others = sum(product_of(chain) for n, chain in enumerate(chains) if n not in which)
        some = [chains[n] for n in which]
        for k, factor in enumerate(some[0]):
            if len(Add.make_args(factor.formula)) != 2:
                continue
            terms = [[at(term) for term in Add.make_args(chain[k].formula)] for chain in some]
            rest = [[other.value for m, other in enumerate(chain) if m != k] for chain in some]
            sentence = f"brackets are missing: {text(factor.formula)} is one factor, and all of it is multiplied"
            for sides in product((0, 1, 2), repeat=len(rest[0])):  # both terms, or only the one on this side
                reached = [[prod(v for v, side in zip(values, sides) if side != other) for other in (1, 0)]
                           for values in rest]
                for order in (1, -1):
                    yield "bracket", sentence, others + sum(
                        first * before + last * behind
                        for (before, behind), (first, last) in zip(reached, (pair[::order] for pair in terms)))


def _shared_without_brackets(chains, at):
    """A sum that stands before the bracket of all paths, with one of its terms outside."""
    for k, (first, *others) in enumerate(zip(*chains)):
        terms = [at(term) for term in Add.make_args(first.formula)]
        if len(terms) == 2 and others and all(other.step == first.step for other in others):
            rest = sum(prod(factor.value for m, factor in enumerate(chain) if m != k) for chain in chains)
            for inside, outside in terms, terms[::-1]:
                yield "bracket", f"brackets are missing: {text(first.formula)} is one factor", inside * rest + outside
