"""Names the mistake in a wrong answer, and says what to look at without giving the answer away.

Four searches, all on the graph and none with a table per question. `slips` writes down what mistakes would give for
a question; the answer is looked up among their values. `edits` and `brackets` change one thing in the line as it was
typed, and look whether it is right then. `repairs` works out for every part of the answer the value that would make
the whole right, and asks whether a number, a factor or a term is all that the part lacks. What no single slip
explains is looked up among two: one is undone, the other one is left.
"""

from functools import cache
from operator import itemgetter

from sympy import Abs, Add, Pow, exp, fraction, log

from lab3_helpers.chain_rule import brackets, edits, exponentials, factors, pen, repairs, slips, typeset, wording
from lab3_helpers.chain_rule.points import Outside, TooHeavy
from lab3_helpers.chain_rule.typeset import size, text
from lab3_helpers.chain_rule.values import UNDEFINED, PositivePoint, Slip, key, near
from lab3_helpers.verdict import Mistake

# beyond this a student's answer is no longer one slip away from anything that can be told to them
LARGEST = 600
# nothing smaller can be told from 0
SMALLEST = 1e-20
# explanations have ranks, and the one with the lowest is told: up to this rank, and with a name that is not vague, it
# goes before another sign or other brackets
CLEAN = 3
VAGUE = ("zero", "power", "reciprocal", "extra_term", "drop_term", "term_sign")
SIGNS = {"sign", "term_sign"}
# where a change in the line as typed stands among the other explanations, if not at 2.5
OF_A_CHANGE = {"extra_term": 3.5, "reciprocal": 2.45, "sum_vs_product": 3.5}


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
    at = PositivePoint(asked.graph, clock)
    try:
        typed = typed or typeset.tree(answer)
        found = _explained(asked, answer, at, typed)
        if not found:
            return None
        sentence = wording.as_typed(found, asked, typed, at)
    except (Outside, TooHeavy, *UNDEFINED):
        return None
    return found._replace(sentence=sentence if sentence.endswith("?") else f"{sentence}.")


def _explained(asked, answer, at, typed):
    value = at(answer)
    right_here = near(value, at(asked.truth)) or answer.has(Abs) and near(value, -at(asked.truth))
    if right_here and (answer.has(Abs) or any(not power.exp.is_Integer for power in answer.atoms(Pow))):
        # right where all symbols are positive, as sqrt(z**2) is for z
        return Mistake("sign", "an absolute value or a root is never negative, and this derivative can be")
    if right_here or 0 < abs(value) < SMALLEST:
        return None
    words = wording.names(typed)
    changes = edits.edited(typed, asked, at)
    ranked = _ranked(asked, answer, value, at, words, changes)
    rank, best = min(ranked or _alone(asked, answer), key=itemgetter(0), default=(None, None))
    alike = [mistake for some, mistake in ranked if some == rank]
    if len(alike) > 1:  # what speaks of a formula that was typed
        best = next((one for one in alike if wording.quotes(one.sentence, typed, at)), best)
    # a sign that is lost with the inner derivative is asked for by its rule
    asks = best is not None and best.name == "term_sign" and best.sentence.endswith("?")
    if best is None or best.name in VAGUE and not asks or rank > CLEAN:
        signs = (change for change in changes if change.name in SIGNS)
        best = _right(signs, asked, at) or _right(brackets.one_pair(typed, at), asked, at) or best
    if answer.is_number and (best is None or best.name != "bracket"):
        best = _cancelled(asked, answer, words) or best
    return best or next(filter(None, _further(asked, answer, value, at, typed, changes)), None)


def _further(asked, answer, value, at, typed, changes):
    """What is tried in turn where no single slip explains the answer."""
    yield _integrated(asked, answer, at)
    if answer.has(exp):
        yield from (one for _, one in exponentials.either(asked, key(value)))
    yield _right(brackets.two_pairs(typed, at), asked, at)
    yield _two_slips(asked, answer, value, at, typed, changes)
    yield _elsewhere(asked, answer, value)
    yield _right(brackets.moved(typed, at), asked, at)


def _right(slips, asked, at):
    """The first of some changes in the line that makes it right."""
    return next((Mistake(*slip[:2]) for slip in slips if near(slip.value, at(asked.truth))), None)


def _ranked(asked, answer, value, at, words, changes):
    """All explanations by one slip, each with its rank: the lowest is told."""
    found = list(slips.classical(asked).get(key(value), ()))
    visible = repairs.find(asked, answer, at)
    visible += [(OF_A_CHANGE.get(slip.name, 2.5), Mistake(*slip[:2])) for slip in changes
                if near(slip.value, at(asked.truth))]
    visible += [*repairs.throughout(asked, answer, at), *_inverse(asked, answer, at)]
    if answer.is_Add and not any(term.has(Add) for term in answer.args):
        if (key(value), len(answer.args)) in factors.a_term_lost(asked):
            what = "a term is missing: each term of one bracket is multiplied by each term of the other"
            visible.append((0.5, Mistake("drop_term", what)))
    if not answer.has(*exponentials.EXPONENTIALS) and "exp" not in words:
        return found + visible
    broken, miswritten = exponentials.as_written(asked, answer, value, at)
    own_values = {node.name for node, made in asked.graph.definitions.items() if made.is_Function}
    # 1 - N/D is the rule in the own value as well
    differences = [part for part in answer.atoms(Add) if part.args[0].is_number]
    if words & {"sigma", "tanh", *own_values} or any(fraction(term, exact=True)[1] != 1 for part in differences
                                                     for term in part.args):
        return [*_further_by(1.9, miswritten), *found, *_further_by(2.1, broken), *visible]
    # written with nothing but exponentials: a slip in them is likelier than one in what is written otherwise
    visible = [(rank, one) for rank, one in visible if one.name != "wrong_activation" or not answer.has(exp)]
    found = [(rank + (rank >= 2), one) for rank, one in found if one.name != "wrong_activation"] or found
    return [*_further_by(0.5, broken), *found, *visible, *_further_by(2.6, miswritten)]


def _further_by(steps, ranked):
    return [(steps + rank, one) for rank, one in ranked]


def _alone(asked, answer):
    """One symbol for an answer, where one is asked for or 1 is."""
    if answer.is_Symbol and (asked.truth.is_Symbol or asked.truth.is_number
                             and pen.same_but_for_digits(answer, asked.source)):
        depends = asked.graph.paths(asked.target, answer)
        what = "another symbol is needed" if depends else f"{asked.target} does not depend on {answer}"
        return [(7, Mistake("wrong_node", f"{what}: look at how {asked.target} is made"))]
    return []


def _inverse(asked, answer, at):
    """Whether this is the inverse of the one function that is asked about."""
    definition = asked.graph.definitions[asked.target]
    if definition.args != (asked.source,) or not answer.has(log):
        return []
    inside, value = at(asked.source), at(answer)
    if near(value, inside) or near(at(definition.func(answer)), inside):
        what = f"this is the inverse function of {definition.func.__name__}, not its derivative"
        return [(0, Mistake("inverse_function", what))]
    return []


def _cancelled(asked, answer, words):
    """What is said where every symbol went away that was typed."""
    if words & {symbol.name for symbol in asked.graph.symbols}:
        return Mistake("cancelled", f"as it is typed, everything cancels and {text(answer)} is left")
    return None


def _integrated(asked, answer, at):
    """Whether something was integrated: its derivative is what should have been differentiated."""
    terms = [term for term in Add.make_args(asked.graph.definitions[asked.target]) if asked.source in term.free_symbols]
    slope = at.slope(answer, asked.source)
    for some in [[asked.target], terms, *([term] for term in terms)]:
        if some and near(slope, sum(map(at, some))):
            return Mistake("integral", f"{' + '.join(map(text, some))} is integrated here, not differentiated")
    definition = asked.graph.definitions[asked.target]
    direct = {asked.target, *definition.free_symbols}
    if near(slope, at(asked.truth)) and definition.is_Add and answer.free_symbols <= direct:
        return Mistake("not_differentiated", f"this is still {asked.target} but for a constant, not its derivative")
    return None


def _elsewhere(asked, answer, value):
    """Which other derivative in the network this is."""
    pair = None if answer.is_Atom else _derivatives(asked.graph).get(key(value))
    what = pair and f"this is d{pair[0]}/d{pair[1]}"
    return Mistake("wrong_node", f"{what}: which node is asked for, and with respect to what?") if pair else None


@cache
def _derivatives(graph):
    at = factors.point(graph)
    return {key(at(graph.derivative(target, source))): (target, source) for target in graph.definitions
            for source in graph.symbols if target != source and graph.paths(target, source)}


# --- two slips at once

# with another slip beside it these are a guess: where they are left, where they are undone, where that one is no sign
_NOT_LEFT = {"zero", "reciprocal", "drop_term", "extra_factor", "sum_vs_product", "product_vs_sum"}
_NOT_UNDONE = {"wrong_variable", "sum_vs_product"}
_BESIDE_A_SIGN = {"other_loss", "second_derivative", "not_differentiated", "extra_term", "label_swap", "reciprocal"}


def _two_slips(asked, answer, value, at, typed, changes):
    """A slip in the whole or in the line as it was typed, and the one that is left without it."""
    if answer.is_Atom or asked.truth.is_number:  # too little to tell two slips from a guess
        return None
    without = [(one, value / one.value) for one in _factors(asked)
               if one.name == "sign" or not answer.has(*exponentials.EXPONENTIALS)]
    without += [(one, one.value) for one in changes]
    found = []
    for one, left in without:
        for rank, other in _single(asked, answer, left) if key(left) not in (0, 1) else ():
            if _go_together(one, other) and all(wording.is_seen(slip, typed, at) for slip in (one, other)):
                # the sign of the whole is what is undone, not what is left; a term too many is undone first
                found.append((other.name == "sign" and one.name != "extra_term", rank, pen.two(other, one)))
    return min(found, key=itemgetter(0, 1))[2] if found else _one_path_and(asked).get(key(value))


def _single(asked, answer, value):
    """The slips that lead to a value, of those that can be made in an answer that is written like this one."""
    found = slips.classical(asked).get(key(value), ())
    return found or (exponentials.either(asked, key(value)) if answer.has(exp) else ())


def _go_together(one, other):
    """Whether a slip and the one that is left after it are more than a guess."""
    names = {one.name, other.name}
    if one.name in _NOT_UNDONE or other.name in _NOT_LEFT or other.sentence.endswith("is missing"):  # beside what?
        return False
    differ = len(names) > 1 or names == {"index_swap"}
    return differ and (bool(names & SIGNS) or not names & _BESIDE_A_SIGN)


@cache
def _factors(asked):
    """The slips that change the whole answer by a factor, which is their value."""
    at = factors.point(asked.graph)
    found = [Slip("sign", "the sign of the whole is wrong", at.number(-1)),
             Slip("constant_factor", "there is a factor 2 too many", at.number(2)),
             Slip("constant_factor", "there is a factor 1/2 too many", at.number(0.5))]
    for chains in factors.chains(asked):
        for first, *others in zip(*chains) if len(chains[0]) > 1 else ():
            if first.value and all(other.step == first.step for other in others):
                found.append(slips.lost(first)._replace(value=1 / first.value))
    return found


@cache
def _one_path_and(asked):
    """A slip in one path, where the others are missing."""
    table = {}
    for chains in factors.chains(asked):
        for chain in chains if len(chains) > 1 else ():
            only = Mistake("one_path", "only one of the paths is here")
            for factor in chain:
                for slip in (slips.lost(factor), *factor.slips):
                    value = factors.product_of(chain) / factor.value * slip.value
                    table.setdefault(key(value), pen.two(only, slip))
    return table
