"""A sentence of a mistake in the words of the line that it is said of."""

import ast
import re

from lab3_helpers.chain_rule.typeset import text
from lab3_helpers.chain_rule.values import UNDEFINED, near, value_of

_FORMULA = re.compile(r"-?[\w(][\w.()]*(?: (?:\*\*|[-+*/]) [-\w.()]+)+")  # in a sentence


def as_typed(mistake, asked, typed, at):
    """The sentence of a mistake, where its formulas stand as they were typed.

    Parameters
    ----------
    mistake : Mistake
    asked : Question
    typed : ast.expr
        The line.
    at : PositivePoint

    Returns
    -------
    str
        With tanh(z2_in) or z2_out, whichever was typed, where a formula is spoken of.
    """
    sentence, words = mistake.sentence, names(typed)
    if mistake.name != "bracket":  # there the line with other brackets is quoted
        sentence = _FORMULA.sub(lambda match: _piece(match[0], typed, at) or match[0], sentence)
    if re.search("react|different|derivative|itself|rule", sentence):  # it speaks of a node
        return sentence
    for node, made in asked.graph.definitions.items():
        if made.is_Function:
            if node.name in words and type(made).__name__ not in words:
                sentence = sentence.replace(text(made), node.name)
            elif node.name not in words and type(made).__name__ in words:
                sentence = re.sub(rf"\b{node}\b", text(made), sentence)
    return sentence


def names(typed):
    """The names in a line, a set of str."""
    return {node.id for node in ast.walk(typed) if isinstance(node, ast.Name)}


def quotes(sentence, typed, at):
    """Whether a formula in a sentence is one that the line holds."""
    return any(_piece(formula, typed, at) for formula in _FORMULA.findall(sentence))


def is_seen(mistake, typed, at):
    """Whether the line holds what something is said to be missing beside."""
    beside = mistake.sentence.partition(" beside ")[2]
    return not beside or beside in ast.unparse(typed) or any(
        quotes(formula, typed, at) for formula in (beside, f"-({beside})"))


def _piece(formula, typed, at):
    """The part of a line that has the value of a formula, or its negative's behind a minus; None if there is none."""
    try:
        value = value_of(ast.parse(formula, mode="eval").body, at)
        for part in ast.walk(typed):
            own = value_of(part, at) if isinstance(part, ast.BinOp) else 0
            if own and near(own, value):
                return ast.unparse(part)
            if own and near(own, -value) and formula.startswith("-"):
                return f"-{ast.unparse(part)}"
    except (SyntaxError, *UNDEFINED):
        pass
    return None
