"""Differentiates with exactly one rule broken at one place, and gives every value that this leads to.

The rules are those of a first course: constants, sums, factors, products, quotients, powers, functions, and the chain
rule, whose inner derivative is forgotten most often. Right values and slopes come from `PositivePoint`.
"""

from itertools import product

from sympy import Mul, S, Symbol, exp, fraction, log

from lab3_helpers.chain_rule.pen import OTHER_ACTIVATION, rule, two
from lab3_helpers.chain_rule.symbols import riccati, sigma
from lab3_helpers.chain_rule.typeset import text
from lab3_helpers.chain_rule.values import Slip
from lab3_helpers.verdict import Mistake

BROKEN = "differentiation_rule"


def broken(formula, by, at):
    """Every value of the derivative of a formula that breaks one rule at one place.

    Parameters
    ----------
    formula : Expr
    by : Symbol
    at : PositivePoint

    Yields
    ------
    Slip
    """
    if by not in formula.free_symbols or formula == by:
        return
    if formula.is_Add:
        yield from _sum(formula, by, at)
    elif formula.is_Mul:
        yield from _product(formula, by, at)
    elif formula.args:
        yield from _function(formula, by, at)


def _sum(formula, by, at):
    whole = at.slope(formula, by)
    constants = [term for term in formula.args if by not in term.free_symbols]
    for term in formula.args:
        rest = whole - at.slope(term, by)
        if term.is_number:
            continue
        if term in constants:
            what = f"{text(term)} does not contain {by}: what is its derivative?"
            yield Slip("constants_kept", what, rest + at(term))
        else:
            yield Slip("not_differentiated", f"the term {text(term)} is not differentiated", rest + at(term))
            for slip in broken(term, by, at):
                yield slip._replace(name="term_sign" if slip.name == "sign" else slip.name, value=rest + slip.value)
    yield from _alike([list(broken(term, by, at)) for term in formula.args if term not in constants])
    for left in product(*map(_left_of, constants)):
        kept = [(term, rest) for term, rest in zip(constants, left) if rest]
        if len(kept) > 1 or kept and left == (*constants,):
            what = " and ".join(text(term) for term, _ in kept)
            for instead in whole, 0:
                yield Slip("constants_kept", f"{what} do not contain {by}: what is their derivative?",
                           instead + sum(map(at, left)))
        elif kept:
            (_, rest), = kept
            yield Slip("extra_term", f"the term {text(rest)} does not belong there", whole + at(rest))


def _left_of(constant):
    """What can be left of a constant term: nothing, all of it, or its derivative by whatever stands in it."""
    if constant.is_number:
        return [S.Zero]
    return [S.Zero, constant, *(constant / part for part in Mul.make_args(constant))]


def _alike(terms):
    """The same mistake in every term of a sum."""
    if len(terms) > 1:
        for slips in product(*terms):
            if len({slip.name for slip in slips}) == 1:
                yield slips[0]._replace(value=sum(slip.value for slip in slips))


def _product(formula, by, at):
    above, below = fraction(formula)
    if by in below.free_symbols:
        yield from quotient(above, below, by, at)
    constant, changing = formula.as_independent(by, as_Add=False)
    if constant != 1:
        if not constant.is_number:
            sign = -1 if formula.as_coeff_Mul()[0] < 0 else 1
            yield Slip("missing_link", f"{text(sign * constant)} is a factor that stays when {text(formula)} is "
                       "differentiated", sign * at.slope(changing, by))
            for symbol in constant.free_symbols if len(constant.free_symbols) == 1 else ():
                yield Slip(BROKEN, f"{symbol} is a constant here: the product rule is not needed",
                           at.slope(constant, symbol) * at(changing) + at.slope(formula, by))
        if changing == by:
            yield Slip("integral", f"{text(formula)} is integrated here, not differentiated", at(formula) * at(by) / 2)
        for slip in broken(changing, by, at):
            yield slip._replace(value=at(constant) * slip.value)
    elif changing.is_Mul and len(changing.args) == 2:
        (u, v), (du, dv) = map(at, changing.args), (at.slope(part, by) for part in changing.args)
        what = f"look at the product rule for {text(formula)}"
        for value in du * dv, du * v, u * dv, du * v - u * dv:
            yield Slip(BROKEN, what, value)
        for n, part in enumerate(changing.args):
            rest, other = (u * dv, v) if n == 0 else (du * v, u)
            for slip in broken(part, by, at):
                yield slip._replace(value=rest + slip.value * other)


def quotient(above, below, by, at):
    """What the quotient rule gives when it is broken at one place: yields `Slip`."""
    n, d, dn, dd = at(above), at(below), at.slope(above, by), at.slope(below, by)
    due = dn * d - n * dd
    what = "look at the quotient rule"
    yield Slip(BROKEN, f"{what}: the two products are subtracted", (dn * d + n * dd) / d ** 2)
    yield Slip(BROKEN, f"{what}: what becomes of the denominator?", due / d)
    yield Slip(BROKEN, f"{what}: what becomes of the denominator?", due)
    if abs(dd) > 1e-30:
        yield Slip(BROKEN, f"{what}: it is not the quotient of the two derivatives", dn / dd)
    if above.is_number:
        yield Slip(BROKEN, f"{what}: the derivative of the constant {text(above)} is 0", (d - n * dd) / d ** 2)
    if below.is_Add:
        yield Slip(BROKEN, f"the square of {text(below)} is not the sum of the squares",
                   due / sum(at(term) ** 2 for term in below.args))
    for slip in broken(above, by, at):
        yield slip._replace(value=(slip.value * d - n * dd) / d ** 2)
    for slip in broken(below, by, at):
        yield slip._replace(value=(dn * d - n * slip.value) / d ** 2)


def _function(formula, by, at):
    """The chain rule: the outer derivative is wrong, or the inner one."""
    inside = formula.args[0]
    if formula.is_Pow and by in formula.exp.free_symbols:
        inside = formula.exp
    value, inner, a = at(formula), at.slope(inside, by), at(inside)
    outer = at.slope(formula, by) / inner
    if inner != 1:
        lost = f"the inner derivative is missing: what is the derivative of {text(inside)}?"
        yield Slip("sign" if inner == -1 else BROKEN, lost, outer)
    for slip in broken(inside, by, at):
        yield slip._replace(value=outer * slip.value)
    for name, sentence, wrong in _wrong_outer(formula, value, a, inner, at):
        yield Slip(name, sentence, wrong * inner)
        if inner != 1:
            yield Slip(*two(Mistake(name, sentence), Mistake(BROKEN, "the inner derivative is missing")), wrong)
    if abs(inner) != 1:
        yield Slip(BROKEN, f"the outer derivative is missing: only {text(inside)} is differentiated", inner)


def _wrong_outer(formula, value, a, inner, at):
    """The wrong derivatives of the outer function alone: name, sentence, value."""
    if isinstance(formula, exp):
        what = f"{text(formula)} is not a power of {text(formula.args[0])}: exp is its own derivative"
        yield BROKEN, what, a * at(exp(formula.args[0] - 1))
        yield BROKEN, f"exp keeps its argument when {text(formula)} is differentiated", at.of_parts(formula, [inner])
    elif isinstance(formula, log):
        yield BROKEN, f"the derivative of {text(formula)} is not 1 over it: look up the derivative of log", 1 / value
        yield "not_differentiated", f"{text(formula)} is not differentiated, only its inside", value
        yield "power", f"look at the power in the derivative of {text(formula)}", a ** -2
        yield "reciprocal", f"the derivative of {text(formula)} is upside down", a
        yield "not_differentiated", f"{text(formula)} itself is left in its derivative", value / a
        yield BROKEN, f"the derivative of {text(formula)} is no exponential", at(exp(formula.args[0]))
    elif formula.is_Pow and formula.exp.is_number:
        n, b = at(formula.exp), a
        what = f"look at the power rule for {text(formula)}"
        yield "power", f"{what}: by how much does the exponent change?", n * b ** n
        yield "constant_factor" if n > 0 else BROKEN, f"{what}: the exponent comes down as a factor", b ** (n - 1)
        if n > 0:
            yield "constant_factor", f"{what}: the exponent comes down as a factor, once", n ** 2 * b ** (n - 1)
        yield "power", f"{what}: with which exponent does it begin?", (n - 1) * b ** (n - 2)
        yield BROKEN, f"{what}: the derivative is not the power of the inner derivative", inner ** n / inner
    elif type(formula) in OTHER_ACTIVATION:
        yield from _wrong_activation(formula, value, at)


def _wrong_activation(formula, value, at):
    """What is taken for the derivative of an activation, beside the slips of the pen."""
    own, inside = type(formula), formula.args[0]
    other, name = OTHER_ACTIVATION[own], own.__name__
    sentence = f"{text(formula)} is differentiated by the rule for another function: what is the rule for {name}?"
    for wrong in (rule(other, formula), rule(other, other(inside)), rule(own, other(inside))):
        yield "wrong_activation", sentence, at(wrong)
    yield "missing_activation", _before(inside, name), at(rule(own, inside))
    what = f"{name} is applied once too often: at which value is its derivative needed?"
    yield "wrong_node", what, at(rule(own, own(formula)))
    again = at(riccati(own).diff(Symbol("f")).xreplace({Symbol("f"): formula}))
    yield "second_derivative", f"{text(formula)} is differentiated twice here", again * at(rule(own, formula))
    yield "second_derivative", f"the derivative of {name} is differentiated once more here", again
    yield BROKEN, f"{name} is no power of its argument: what is the rule for {name}?", 2 * value
    yield "wrong_node", f"this is {text(inside)} itself where the derivative of {name} is needed", at(inside)
    yield from _inverse(own, inside, value, at)


def _before(inside, activation):
    return f"{text(inside)} is the value before {activation}: do you need this one, or the value after it?"


def _inverse(own, inside, value, at):
    """The inverse function, its derivative, and the derivatives of functions with a similar name."""
    a = at(inside)
    what = f"this belongs to the inverse of {own.__name__}, not to {own.__name__}"
    derivative = 1 / (a * (1 - a)) if own is sigma else 1 / (1 - a ** 2)
    yield "inverse_function", what, derivative
    if own is not sigma:
        square = 1 - value ** 2
        sech = square ** 0.5
        yield "wrong_activation", "this is the derivative of arctan, not of tanh", 1 / (1 + a ** 2)
        for sign in 1, -1:
            yield "wrong_activation", "this belongs to the derivative of sech, not of tanh", sign * sech * value
        yield "power", "this is sech, and the derivative of tanh is another power of it", sech
