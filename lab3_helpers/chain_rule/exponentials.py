"""Slips in activations that are written with exponentials: a rule broken in a fraction, or a fraction miswritten."""

from functools import cache

from sympy import cosh, exp, expand, fraction, sinh, tanh

from lab3_helpers.chain_rule import factors, rules, slips
from lab3_helpers.chain_rule.pen import OTHER_ACTIVATION
from lab3_helpers.chain_rule.values import key

EXPONENTIALS = (exp, sinh, cosh)


@cache
def pen_in_exponentials(asked):
    """The slips of the pen in activations that are written with exponentials: as `classical`, with ranks from 0."""
    found = [one for form in factors.chains(asked)
             for one in slips.in_one_factor(form, lambda factor: _pen_in_exponentials(factor.step, factor.formula))]
    return slips.by_value(asked, [(0, found)])


@cache
def rules_in_exponentials(asked, number):
    """The rules broken in activations that are written in form `number` of `forms`: as `classical`, ranks from 0."""
    found = slips.in_one_factor(factors.chains(asked)[0], lambda factor: _broken_in(factor.step, number))
    return slips.by_value(asked, [(0, found)])


def in_exponentials(asked, value):
    """The slips of both kinds in the activations' definitions that lead to a key of a value."""
    return [one for table in (rules_in_exponentials(asked, 0), pen_in_exponentials(asked))
            for one in table.get(value, ())]


@cache
def _broken_in(step, number):
    definition, at = step.graph.definitions[step.target], factors.point(step.graph)
    if definition.args != (step.source,):
        return ()
    found = [one for form in forms(definition)[number:number + 1] for one in rules.broken(form, step.source, at)]
    return tuple(one for one in found if key(one.value) != key(at(step.truth)))


@cache
def forms(activation):
    """An activation as fractions: 1/(1 + exp(-x)) is as good as exp(x)/(exp(x) + 1), and tanh is sinh/cosh."""
    x, (above, below) = activation.args[0], fraction(activation.rewrite(exp))
    found = [expand(above * same) / expand(below * same) for same in (1, exp(x), exp(-x))]
    return [*found, sinh(x) / cosh(x)] if isinstance(activation, tanh) else found


def forms_in(asked, answer):
    """For every activation the first of its `forms` whose kinds of exponentials are in an answer, by its number."""
    made = [asked.graph.definitions[factor.child] for chain in factors.chains(asked)[0] for factor in chain]
    fitting = [[(number, form) for number, form in enumerate(forms(activation)) if _kinds(form) <= _kinds(answer)]
               for activation in dict.fromkeys(made) if type(activation) in OTHER_ACTIVATION]
    return dict(some[0] for some in fitting if some)


def _kinds(formula):
    # exp(x) and exp(-x) differ, exp(x) and exp(2*x) do not
    return {(type(part), part.args[0].could_extract_minus_sign()) for part in formula.atoms(*EXPONENTIALS)}


@cache
def _pen_in_exponentials(step, formula):
    written = formula.xreplace({node: made.rewrite(exp) for node, made in step.graph.definitions.items()
                                if len(made.args) == 1})
    return factors.miswritten(step, written) if written.has(exp) else ()
