"""Hints and worked solutions, all read off the graph: where to look, the chain, its factors, their product."""

import ast

from sympy import Symbol, cancel, diff, exp, fraction

from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.symbols import riccati
from lab3_helpers.chain_rule.typeset import Formula
from lab3_helpers.verdict import Note

STEPS = 2


def hint(asked, step):
    """The first hint says where to look, the second gives the chain.

    Parameters
    ----------
    asked : Question
    step : int
        1 or 2.

    Returns
    -------
    Note
    """
    paths = asked.graph.paths(asked.target, asked.source)
    if asked.claim is not None:
        first, second = _proof_hints(asked)
    elif len(paths) == 1 and len(paths[0]) == 2:
        first, second = _definition_hints(asked)
    else:
        first = (
            _route(paths),
            "One factor for every arrow" + (", one product for every path." if len(paths) > 1 else "."),
        )
        second = ("The chain is", leibniz(asked, paths))
    title = f"Hint {step} of {STEPS} for {asked.id}"
    return Note(title, first if step == 1 else (*first, *second))


def _route(paths):
    ways = [" → ".join(str(symbol) for symbol in reversed(path)) for path in paths]
    if len(ways) == 1:
        return f"Follow the arrows: {ways[0]}."
    source, target = paths[0][-1], paths[0][0]
    return f"{source} reaches {target} on {len(ways)} paths, and their contributions add up: {' and '.join(ways)}."


def _definition_hints(asked):
    definition = asked.graph.definitions[asked.target]
    first = (f"Look at how {asked.target} is made from {asked.source}; everything else counts as a constant:",
             equation(asked.target, definition))
    terms = [term for term in definition.as_ordered_terms() if asked.source in term.free_symbols]
    if definition.is_Add and len(terms) == 1:
        return first, (f"Only one term holds {asked.source}:", typeset.formula(terms[0]))
    if definition.is_Add:
        return first, (
            "Differentiate term by term:",
            *(typeset.formula(_derivative(term, asked.source)) for term in terms),
        )
    return first, (f"Put in the definition of {type(definition).__name__} by exponentials:",
                   typeset.formula(_derivative(definition.rewrite(exp), asked.source)))


def _proof_hints(asked):
    function = asked.graph.definitions[asked.target]
    above, below = _as_fraction(function)
    first = (f"Begin with the definition of {type(function).__name__} by exponentials, and differentiate the fraction:",
             equation(function, ast.BinOp(above, ast.Div(), below)))
    quotient_rule = proof(asked)[1]
    return first, (
        "The quotient rule gives the line below; take the fraction apart until the function itself appears again.",
        typeset.formula(quotient_rule),
    )


def solution(asked):
    """The chain in Leibniz's notation, its factors, then their product; a derivation where something is to be shown.

    Returns
    -------
    Note
    """
    paths = asked.graph.paths(asked.target, asked.source)
    title = f"Solution of {asked.id}"
    if asked.claim is not None:
        first, *others = [typeset.formula(line) for line in proof(asked)]
        margin = " " * len(asked.text)
        plain = [f"{asked.text} = {first.text}", *(f"{margin} = {line.text}" for line in others)]
        typed = [f"{asked.latex} &= {first.latex}", *(f"&= {line.latex}" for line in others)]
        return Note(title, (Formula("\n".join(plain), r" \\[4pt] ".join(typed)),))
    factors = _factors(paths)
    products = [
        typeset.formula(_product(asked.graph.local_derivative(a, b) for a, b in _links(path))) for path in paths
    ]
    product = Formula(f"{asked.text} = " + " + ".join(p.text for p in products),
                      f"{asked.latex} &= " + r" \\[4pt] &\phantom{{}={}} {}+ ".join(p.latex for p in products))
    if len(factors) == 1:
        (child, parent), = factors
        rows = ["From the definition", equation(child, asked.graph.definitions[child]), "follows", product]
    else:
        rows = [_route(paths), leibniz(asked, paths), "The factors:",
                *(equation(_Leibniz(a, b), asked.graph.local_derivative(a, b)) for a, b in factors),
                "Their product" + (", added up over the paths:" if len(paths) > 1 else ":"), product]
    short = equation(asked, compact(asked.graph, paths))
    return Note(title, (*rows, "or shorter", short) if short.text != product.text else tuple(rows))


def leibniz(asked, paths):
    """The chain in Leibniz's notation, without its factors' values."""
    chains = [[_Leibniz(a, b) for a, b in _links(path)] for path in paths]
    return Formula(f"{asked.text} = " + " + ".join(" * ".join(f.text for f in chain) for chain in chains),
                   f"{asked.latex} = " + " + ".join(r" \cdot ".join(f.latex for f in chain) for chain in chains))


def compact(graph, paths):
    """The derivative as an expert writes it: with the nodes' own values, neighbouring factors cancelled.

    Returns
    -------
    ast.expr
        Factors that all paths share stand in front of the bracket.
    """
    chains = [_compact_factors(graph, path) for path in paths]
    shared = 0
    while len(chains) > 1 and len({chain[shared] for chain in chains}) == 1:
        shared += 1
    rest = _sum_of_products([chain[shared:] for chain in chains])
    return typeset.product([*chains[0][:shared], rest]) if shared else rest


def _compact_factors(graph, path):
    factors = [graph.compact_derivative(a, b) for a, b in _links(path)]
    for n in range(len(factors) - 1, 0, -1):
        together = cancel(factors[n - 1] * factors[n])
        if typeset.size(together) < typeset.size(factors[n - 1]):
            factors[n - 1:n + 1] = [together]
    return [factor for factor in factors if factor != 1]


def _sum_of_products(chains):
    return typeset.sum_of([_product(chain) for chain in chains])


def _product(factors):
    return typeset.product([factor for factor in factors if factor != 1])


def proof(asked):
    """The derivation of the derivative of N/D, line by line, ending in the claim.

    The quotient rule gives N'/D - (N/D)(D'/D); N' and D' are sums of N and D again, and then the function itself
    appears.

    Returns
    -------
    list of ast.expr
    """
    function = asked.graph.definitions[asked.target]
    above, below = fraction(function.rewrite(exp))
    up, down = diff(above, asked.source), diff(below, asked.source)
    n, d, dn, dd = (typeset.tree(part) for part in (above, below, up, down))
    square = ast.BinOp(d, ast.Pow(), ast.Constant(2))
    lines = [ast.Call(ast.Name("Derivative"), [ast.BinOp(n, ast.Div(), d), typeset.tree(asked.source)], []),
             ast.BinOp(ast.BinOp(typeset.product([dn, d]), ast.Sub(), typeset.product([n, dd])), ast.Div(), square)]
    value = Symbol("f")
    claim = riccati(type(function))
    if up:
        shrinks = typeset.product([ast.BinOp(n, ast.Div(), d), ast.BinOp(dd, ast.Div(), d)])
        lines.append(ast.BinOp(ast.BinOp(dn, ast.Div(), d), ast.Sub(), shrinks))
    else:
        lines.append(typeset.product([ast.BinOp(n, ast.Div(), d), ast.BinOp(typeset.tree(-down), ast.Div(), d)]))
        # -D' = D - N: the one step that needs an idea
        idea = ast.BinOp(ast.BinOp(d, ast.Sub(), n), ast.Div(), d)
        lines.append(typeset.product([ast.BinOp(n, ast.Div(), d), idea]))
    tree = typeset.tree(claim)
    lines.append(_put(tree, value.name, ast.BinOp(n, ast.Div(), d)))
    lines.append(typeset.tree(asked.claim))
    return lines


class _Put(ast.NodeTransformer):
    def __init__(self, name, replacement):
        self.name, self.replacement = name, replacement

    def visit_Name(self, node):
        return self.replacement if node.id == self.name else node


def _put(tree, name, replacement):
    return _Put(name, replacement).visit(tree)


def _as_fraction(function):
    return tuple(typeset.tree(part) for part in fraction(function.rewrite(exp)))


class _Leibniz(Formula):
    def __new__(cls, child, parent):
        return super().__new__(cls, f"d{child}/d{parent}",
                               rf"\frac{{\partial {typeset.latex(child)}}}{{\partial {typeset.latex(parent)}}}")


def equation(left, right):
    """The formula left = right."""
    left, right = (side if hasattr(side, "latex") else typeset.formula(side) for side in (left, right))
    return Formula(f"{left.text} = {right.text}", f"{left.latex} = {right.latex}")


def _derivative(formula, by):
    return ast.Call(ast.Name("Derivative"), [typeset.tree(formula), typeset.tree(by)], [])


def _links(path):
    return tuple(zip(path, path[1:]))


def _factors(paths):
    """Every link of the paths once, in order."""
    return tuple(dict.fromkeys(link for path in paths for link in _links(path)))
