"""Hints and worked solutions, all read off the graph: where to look, the chain, its factors, their product."""

from itertools import pairwise

from sympy import exp

from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.steps import by_rules, collapse, compact, derivative, proof
from lab3_helpers.chain_rule.symbols import QUESTIONS, without_sigma
from lab3_helpers.verdict import Formula, Note


def hint(asked, step, answered):
    """The first hint says where to look, the second gives the chain, the third quotes what the student has found.

    Parameters
    ----------
    asked : Question
    step : int
        From 1 to `hints`.
    answered : dict of str to Verdict
        What was said last of other questions, by their numbers.

    Returns
    -------
    Note
    """
    chain = ()
    if asked.claim is not None:
        first, second = _proof_hints(asked)
    elif _is_link(asked):
        first, second = _definition_hints(asked)
    else:
        several = ", one product for every path" * (len(asked.paths) > 1)
        first = _route(asked), f"One factor for every arrow{several}."
        second = chain = "The chain:", _leibniz(asked)
    rows = (first, (*first, *second, *_where_from(asked)), (*chain, *_found(asked, answered)))[step - 1]
    return Note(f"Hint {step} of {hints(asked, answered)} for {asked.id}", rows)


def hints(asked, answered):
    """How many hints there are: a third one as soon as there is something to quote; parameters as for `hint`."""
    return 3 if any(answered.get(other.id) for other in _elsewhere(asked).values()) else 2


# --- where to look

def _is_link(asked):
    return max(map(len, asked.paths)) == 2


def _route(asked):
    ways = [" → ".join(map(str, reversed(path))) for path in asked.paths]
    if len(ways) == 1:
        return f"Follow the arrows: {ways[0]}."
    return (f"{asked.source} reaches {asked.target} along {len(ways)} paths, and their contributions add up: "
            f"{typeset.listed(ways)}.")


def _definition_hints(asked):
    definition = asked.definition
    first = (f"Look at how {asked.target} is made from {asked.source}; everything else counts as a constant:",
             equation(asked.target, definition))
    terms = [term for term in typeset.terms(definition) if asked.source in term[1].free_symbols]
    if len(terms) > 1:
        line = typeset.sum_of((negative, derivative(term, asked.source)) for negative, term, _ in terms)
        return first, ("Differentiate term by term:", equation(asked, line))
    if definition.is_Add:
        return first, (f"Only this term contains {asked.source}:", typeset.formula(terms[0][1]))
    if definition.is_Function:
        return first, (f"Write {definition.func} with exponentials:",
                       typeset.formula(derivative(definition.rewrite(exp), asked.source)))
    return first, ("Differentiate the outer function first, then multiply by the inner derivative.",)


def _proof_hints(asked):
    function = asked.definition
    begin, quotient_rule, *_ = proof(asked)
    first = (f"Begin with {function.func} written with exponentials, and differentiate the fraction:",
             equation(function, begin.args[0]))
    return first, ("Take apart what the quotient rule gives, until the function itself appears again:",
                   typeset.formula(quotient_rule))


# --- what other questions say

def _elsewhere(asked):
    """The links of the chain that another question is about, with that question."""
    found = {}
    for link in asked.factors if asked.claim is None else ():
        definition = asked.graph.definitions[link[0]]
        same = (other for other in QUESTIONS.values() if other.id != asked.id
                and (other.target, other.source) == link and other.graph.definitions[link[0]] == definition)
        other = next(same, None) or _shown(definition, link[1])
        if other:
            found[link] = other
    return found


def _shown(definition, parent):
    """The question that shows the derivative of the function which a node applies to its parent, if there is one."""
    shown = (other for other in QUESTIONS.values() if other.claim is not None
             and definition == other.definition.subs(other.source, parent))
    return next(shown, None)


def _where_from(asked):
    """A sentence on the links that other questions are about, if there are any."""
    said = [f"{partial(*link).text} is question {other.id}{_renamed(link, other)}"
            for link, other in _elsewhere(asked).items()]
    return (f"{typeset.listed(said)}.",) if said else ()


def _found(asked, answered):
    """The student's own answers to other questions, one for every link of the chain that they are about."""
    rows, missing = [], []
    for link, other in _elsewhere(asked).items():
        verdict = answered.get(other.id)
        if not verdict:
            missing.append(other.id)
        elif other.claim is None:
            rows += [f"In {other.id} you found:", equation(other, verdict.lines[-1])]
        else:
            rows += [f"In {other.id} you showed:", equation(other, other.claim), f"Use it{_renamed(link, other)}."]
    return (*rows, f"Not answered yet: {typeset.listed(missing)}.") if missing else tuple(rows)


def _renamed(link, other):
    """The words for using what was shown for x."""
    return "" if other.claim is None else f" with {link[1]} in place of {other.source}"


# --- worked solutions

def solution(asked):
    """The chain in Leibniz's notation, its factors, then their product; every step where there is only one formula.

    Returns
    -------
    Note
    """
    if asked.claim is not None:
        rows = [_aligned(asked, proof(asked))]
    else:
        rows = _one_formula(asked) if _is_link(asked) else _whole_chain(asked)
    short = equation(asked, compact(asked.graph, asked.paths))
    if asked.claim is None and short.text != rows[-1].text:
        rows += ["In short:", short]
    return Note(f"Solution of {asked.id}", tuple(rows))


def _one_formula(asked):
    definition = asked.definition
    rows = ["The definition:", equation(asked.target, definition)]
    shown, written_out = _shown(definition, asked.source), without_sigma(definition)
    slope = asked.graph.local_derivative
    if written_out != definition:
        rows += ["Write it with exponentials:", equation(asked.target, written_out)]
        slope = asked.graph.compact_derivative
    link = asked.target, asked.source
    if written_out != definition or not shown:
        rows += _by_rules(asked, written_out)
    if shown:
        rows += [f"By question {shown.id}{_renamed(link, shown)}:", equation(asked, slope(*link))]
    return rows


def _by_rules(asked, definition):
    simple = equation(asked, asked.graph.local_derivative(asked.target, asked.source))
    rules = by_rules(definition, asked.source)
    line = rules and equation(asked, rules.line)
    if not rules or line.text == simple.text:
        return [f"Its derivative with respect to {asked.source}:", simple]
    rows = []
    for inside, slope in rules.inner:
        rows += ["The inner derivative:", equation(derivative(inside, asked.source), slope)]
    rule = "The outer derivative times the inner one:" if rules.inner else "Step by step:"
    return [*rows, rule, line, "Simplified:", simple]


def _whole_chain(asked):
    graph, paths, factors = asked.graph, asked.paths, asked.factors
    products = [typeset.formula(typeset.product(factors[link] for link in pairwise(path) if factors[link] != 1))
                for path in paths]
    product = _joined([asked, _joined(products, " + ", r" \\[4pt] &\phantom{{}={}} {}+ ")], " = ", " &= ")
    rows = [_route(asked), _leibniz(asked), "The factors:",
            *(equation(partial(*link), factor) for link, factor in factors.items()),
            "Multiply along each path, then add:" if len(paths) > 1 else "Their product:", product]
    cancelling = collapse(graph, paths[0])
    if cancelling:
        pair, lines = cancelling
        both = [partial(*link) for link in pair]
        short = typeset.text(graph.compact_derivative(*pair[1]))
        rows += [f"Write {both[1].text} as {short}, and most of it cancels:", _aligned(_times(both), lines)]
    return rows


def _leibniz(asked):
    """The chain in Leibniz's notation, without its factors' values."""
    return equation(asked, _joined([_times(partial(*link) for link in pairwise(path)) for path in asked.paths], " + "))


def partial(child, parent):
    """A factor of the chain in Leibniz's notation, a `Formula`."""
    return Formula(f"d{child}/d{parent}",
                   rf"\frac{{\partial {typeset.latex(child)}}}{{\partial {typeset.latex(parent)}}}")


def equation(left, right):
    """The formula left = right."""
    return _joined([side if hasattr(side, "latex") else typeset.formula(side) for side in (left, right)], " = ")


def _times(factors):
    return _joined(factors, " * ", r" \cdot ")


def _joined(formulas, sign, latex_sign=None):
    texts, typed = zip(*((one.text, one.latex) for one in formulas))
    return Formula(sign.join(texts), (latex_sign or sign).join(typed))


def _aligned(left, lines):
    """The formula left = first line = second line and so on, one below the other."""
    margin = " " * len(left.text)
    return _joined([left, _joined(map(typeset.formula, lines), f"\n{margin} = ", r" \\[4pt] &= ")], " = ", " &= ")
