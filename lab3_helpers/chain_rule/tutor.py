"""Hints and worked solutions, all read off the graph: where to look, the chain, its factors, their product."""

import ast

from sympy import exp, fraction

from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.steps import by_rules, collapse, compact, derivative, links, proof
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
    paths = asked.graph.paths(asked.target, asked.source)
    if asked.claim is not None:
        first, second, chain = *_proof_hints(asked), ()
    elif len(paths) == 1 and len(paths[0]) == 2:
        first, second, chain = *_definition_hints(asked), ()
    else:
        first = (
            _route(paths),
            "One factor for every arrow" + (", one product for every path." if len(paths) > 1 else "."),
        )
        second = chain = "The chain:", leibniz(asked, paths)
    rows = (first, (*first, *second, *_where_from(asked)), (*chain, *_found(asked, answered)))[step - 1]
    return Note(f"Hint {step} of {hints(asked, answered)} for {asked.id}", rows)


def hints(asked, answered):
    """How many hints there are: a third one as soon as there is something to quote; parameters as for `hint`."""
    return 3 if any(answered.get(other.id) for other in _elsewhere(asked).values()) else 2


# --- where to look

def _route(paths):
    ways = [" → ".join(str(symbol) for symbol in reversed(path)) for path in paths]
    if len(ways) == 1:
        return f"Follow the arrows: {ways[0]}."
    source, target = paths[0][-1], paths[0][0]
    return f"{source} reaches {target} along {len(ways)} paths, and their contributions add up: {typeset.listed(ways)}."


def _definition_hints(asked):
    definition = asked.graph.definitions[asked.target]
    first = (f"Look at how {asked.target} is made from {asked.source}; everything else counts as a constant:",
             equation(asked.target, definition))
    terms = [term for term in typeset.terms(definition) if asked.source in term[1].free_symbols]
    if len(terms) > 1:
        line = None
        for negative, term, _ in terms:
            line = typeset.joined(line, negative, derivative(term, asked.source))
        return first, ("Differentiate term by term:", equation(asked, line))
    if definition.is_Add:
        return first, (f"Only this term contains {asked.source}:", typeset.formula(terms[0][1]))
    if definition.is_Function:
        return first, (f"Write {definition.func} with exponentials:",
                       typeset.formula(derivative(definition.rewrite(exp), asked.source)))
    return first, ("Differentiate the outer function first, then multiply by the inner derivative.",)


def _proof_hints(asked):
    function = asked.graph.definitions[asked.target]
    above, below = _as_fraction(function)
    first = (f"Begin with {function.func} written with exponentials, and differentiate the fraction:",
             equation(function, ast.BinOp(above, ast.Div(), below)))
    quotient_rule = proof(asked)[1]
    return first, (
        "Take apart what the quotient rule gives, until the function itself appears again:",
        typeset.formula(quotient_rule),
    )


# --- what other questions say

def _elsewhere(asked):
    """The links of the chain that another question is about, with that question."""
    found = {}
    for link in _factors(asked.graph.paths(asked.target, asked.source)) if asked.claim is None else ():
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
             and definition == other.graph.definitions[other.target].subs(other.source, parent))
    return next(shown, None)


def _where_from(asked):
    """A sentence on the links that other questions are about, if there are any."""
    said = [f"{_Leibniz(*link).text} is question {other.id}{_renamed(link, other)}"
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
    paths = asked.graph.paths(asked.target, asked.source)
    if asked.claim is not None:
        rows = [_aligned(asked, proof(asked))]
    elif len(paths) == 1 and len(paths[0]) == 2:
        rows = _one_formula(asked)
    else:
        rows = _whole_chain(asked, paths)
    short = equation(asked, compact(asked.graph, paths))
    if asked.claim is None and short.text != rows[-1].text:
        rows += ["In short:", short]
    return Note(f"Solution of {asked.id}", tuple(rows))


def _one_formula(asked):
    definition = asked.graph.definitions[asked.target]
    rows = ["The definition:", equation(asked.target, definition)]
    shown, written_out = _shown(definition, asked.source), without_sigma(definition)
    by_shown = f"By question {shown.id}{_renamed((asked.target, asked.source), shown)}:" if shown else None
    if written_out == definition:
        derived = equation(asked, asked.graph.local_derivative(asked.target, asked.source))
        return [*rows, by_shown, derived] if shown else [*rows, *_by_rules(asked, definition)]
    rows += ["Write it with exponentials:", equation(asked.target, written_out), *_by_rules(asked, written_out)]
    if shown:
        rows += [by_shown, equation(asked, asked.graph.compact_derivative(asked.target, asked.source))]
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


def _whole_chain(asked, paths):
    graph, factors = asked.graph, _factors(paths)
    products = [typeset.formula(_product(graph.local_derivative(*link) for link in links(path))) for path in paths]
    product = Formula(f"{asked.text} = " + " + ".join(p.text for p in products),
                      f"{asked.latex} &= " + r" \\[4pt] &\phantom{{}={}} {}+ ".join(p.latex for p in products))
    rows = [_route(paths), leibniz(asked, paths), "The factors:",
            *(equation(_Leibniz(*link), graph.local_derivative(*link)) for link in factors),
            "Multiply along each path, then add:" if len(paths) > 1 else "Their product:", product]
    cancelling = collapse(graph, paths[0])
    if cancelling:
        pair, lines = cancelling
        first, second = (_Leibniz(*link) for link in pair)
        short = typeset.text(graph.compact_derivative(*pair[1]))
        both = Formula(f"{first.text} * {second.text}", rf"{first.latex} \cdot {second.latex}")
        rows += [f"Write {second.text} as {short}, and most of it cancels:", _aligned(both, lines)]
    return rows


def leibniz(asked, paths):
    """The chain in Leibniz's notation, without its factors' values."""
    chains = [[_Leibniz(*link) for link in links(path)] for path in paths]
    return Formula(f"{asked.text} = " + " + ".join(" * ".join(f.text for f in chain) for chain in chains),
                   f"{asked.latex} = " + " + ".join(r" \cdot ".join(f.latex for f in chain) for chain in chains))


class _Leibniz(Formula):
    def __new__(cls, child, parent):
        return super().__new__(cls, f"d{child}/d{parent}",
                               rf"\frac{{\partial {typeset.latex(child)}}}{{\partial {typeset.latex(parent)}}}")


def equation(left, right):
    """The formula left = right."""
    left, right = (side if hasattr(side, "latex") else typeset.formula(side) for side in (left, right))
    return Formula(f"{left.text} = {right.text}", f"{left.latex} = {right.latex}")


def _aligned(left, lines):
    """The formula left = first line = second line and so on, one below the other."""
    first, *others = map(typeset.formula, lines)
    margin = " " * len(left.text)
    plain = [f"{left.text} = {first.text}", *(f"{margin} = {line.text}" for line in others)]
    typed = [f"{left.latex} &= {first.latex}", *(f"&= {line.latex}" for line in others)]
    return Formula("\n".join(plain), r" \\[4pt] ".join(typed))


def _as_fraction(function):
    return tuple(typeset.tree(part) for part in fraction(function.rewrite(exp)))


def _product(factors):
    return typeset.product([factor for factor in factors if factor != 1])


def _factors(paths):
    """Every link of the paths once, in order."""
    return tuple(dict.fromkeys(link for path in paths for link in links(path)))
