"""Slips in activations that are written with exponentials: a rule broken in a fraction, or a fraction miswritten."""

from functools import cache

from sympy import cosh, exp, expand, fraction, sinh, tanh

from lab3_helpers.chain_rule import factors, rules, slips
from lab3_helpers.chain_rule.pen import OTHER_ACTIVATION
from lab3_helpers.chain_rule.values import key, near
from lab3_helpers.verdict import Mistake

EXPONENTIALS = (exp, sinh, cosh)


def as_written(asked, answer, value, at):
    """The slips that lead to the value of an answer, of those that can be made in the forms that it is written in.

    Parameters
    ----------
    asked : Question
    answer : Expr
        One with exponentials.
    value : mpf
        Its value.
    at : PositivePoint

    Returns
    -------
    (list, list) of (float, Mistake)
        The rules that are broken, and the slips of the pen, with ranks from 0.
    """
    broken, (above, below), fitting = [], fraction(answer, exact=True), _forms_in(asked, answer)
    miswritten = [(rank, one) for rank, one in _miswritten(asked).get(key(value), ())
                  if one.name == "sign" or 0 in fitting]
    for number, form in fitting.items():
        broken += _broken(asked, number).get(key(value), [])
        if above.is_Add and near(at(below), at(fraction(form)[1]) ** 2):
            what = "the denominator is right, the numerator is not: which two products does the quotient rule subtract?"
            broken.append((0.5, Mistake("differentiation_rule", what)))
    return broken, miswritten


def either(asked, value):
    """The slips of both kinds in the activations' definitions that lead to a key of a value, with their ranks."""
    return [one for table in (_broken(asked, 0), _miswritten(asked)) for one in table.get(value, ())]


@cache
def _miswritten(asked):
    """The slips of the pen in activations that are written with exponentials: as `classical`, with ranks from 0."""
    found = [one for form in factors.chains(asked)
             for one in slips.in_one_factor(form, lambda factor: _miswritten_in(factor.step, factor.formula))]
    return slips.by_value(asked, [(0, found)])


@cache
def _broken(asked, number):
    """The rules broken in activations that are written in form `number` of `_forms`: as `classical`, ranks from 0."""
    found = slips.in_one_factor(factors.chains(asked)[0], lambda factor: _broken_in(factor.step, number))
    return slips.by_value(asked, [(0, found)])


@cache
def _broken_in(step, number):
    definition, at = step.graph.definitions[step.target], factors.point(step.graph)
    if definition.args != (step.source,):
        return ()
    found = [one for form in _forms(definition)[number:number + 1] for one in rules.broken(form, step.source, at)]
    return tuple(one for one in found if key(one.value) != key(at(step.truth)))


@cache
def _forms(activation):
    """An activation as fractions: 1/(1 + exp(-x)) is as good as exp(x)/(exp(x) + 1), and tanh is sinh/cosh."""
    x, (above, below) = activation.args[0], fraction(activation.rewrite(exp))
    found = [expand(above * same) / expand(below * same) for same in (1, exp(x), exp(-x))]
    return [*found, sinh(x) / cosh(x)] if isinstance(activation, tanh) else found


def _forms_in(asked, answer):
    """For every activation the first of its `_forms` whose kinds of exponentials are in an answer, by its number."""
    made = [asked.graph.definitions[factor.child] for chain in factors.chains(asked)[0] for factor in chain]
    fitting = [[(number, form) for number, form in enumerate(_forms(activation)) if _kinds(form) <= _kinds(answer)]
               for activation in dict.fromkeys(made) if type(activation) in OTHER_ACTIVATION]
    return dict(some[0] for some in fitting if some)


def _kinds(formula):
    # exp(x) and exp(-x) differ, exp(x) and exp(2*x) do not
    return {(type(part), part.args[0].could_extract_minus_sign()) for part in formula.atoms(*EXPONENTIALS)}


@cache
def _miswritten_in(step, formula):
    written = formula.xreplace({node: made.rewrite(exp) for node, made in step.graph.definitions.items()
                                if len(made.args) == 1})
    return factors.miswritten(step, written) if written.has(exp) else ()
