"""Would other brackets, or another sign, make a wrong answer right? Tried in the line as it was typed."""

import ast
import io
import re
import tokenize
from itertools import combinations, count
from operator import add, mul, neg, pos, pow, sub, truediv

from sympy import Symbol

from lab3_helpers.chain_rule.values import UNDEFINED, apply, near
from lab3_helpers.verdict import Mistake

LONGEST = 45  # tokens; the places grow with the square
MOST_PLACES = 24  # of one pair, so that two pairs can be tried as well
_FORMULA = re.compile(r"-?[\w(][\w.()]*(?: (?:\*\*|[-+*/]) [-\w.()]+)+")  # in a sentence
_SIGNS = {"+", "-", "*", "/", "**"}
_OPERATIONS = {ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv, ast.Pow: pow, ast.USub: neg, ast.UAdd: pos}


def missing(asked, typed, at):
    """The pair of brackets that would make the line right.

    Parameters
    ----------
    asked : Question
    typed : ast.expr
        The line.
    at : PositivePoint

    Returns
    -------
    Mistake or None
        None where no pair makes the line right.
    """
    words, places = _words_and_places(typed)
    for place in places:
        if _is_right(_enclosed(words, [place]), asked, at):
            return Mistake("bracket", f"put brackets around {_text(words, place)}")
    return None


def sign(asked, typed, at):
    """The one + or - that would make the line right if it were the other; as `missing`."""
    words, _ = _words_and_places(typed)
    for n, word in enumerate(words):
        if word in {"+", "-"} and _is_right([*words[:n], {"+": "-", "-": "+"}[word], *words[n + 1:]], asked, at):
            return Mistake("term_sign", f"one sign is wrong: look at the {word} before {words[n + 1]}")
    return None


def two_missing(asked, typed, at):
    """The two pairs of brackets that would make the line right; as `missing`."""
    words, places = _words_and_places(typed)
    for both in combinations(places, 2) if len(places) <= MOST_PLACES else ():
        if _is_right(_enclosed(words, both), asked, at):
            what = " and around ".join(_text(words, place) for place in both)
            return Mistake("bracket", f"put brackets around {what}")
    return None


def misplaced(asked, typed, at):
    """The bracket that closes at the wrong place; as `missing`."""
    words, _ = _words_and_places(typed)
    for line, moved in _moved(words):
        if _is_right(line, asked, at):
            return Mistake("bracket", f"a bracket closes at the wrong place: look at {moved}")
    return None


def quoted(sentence, typed, at):
    """A sentence with the formulas in it as they were typed, where the line holds one of the same value."""
    return _FORMULA.sub(lambda match: _as_typed(match[0], typed, at) or match[0], sentence)


def quotes(sentence, typed, at):
    """Whether a formula in a sentence is one that the line holds."""
    return any(_as_typed(piece, typed, at) for piece in _FORMULA.findall(sentence))


def _as_typed(piece, typed, at):
    """The part of a line that has the value of a formula, or its negative's behind a minus; None if there is none."""
    try:
        value = _value(ast.parse(piece, mode="eval").body, at)
        for part in ast.walk(typed):
            own = _value(part, at) if isinstance(part, ast.BinOp) else 0
            if own and near(own, value):
                return ast.unparse(part)
            if own and near(own, -value) and piece.startswith("-"):
                return f"-{ast.unparse(part)}"
    except (SyntaxError, *UNDEFINED):
        pass
    return None


def _words_and_places(typed):
    """The words of a line, and between which of them a pair of brackets could be meant."""
    source = ast.unparse(typed)
    words = [token.string for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.string.strip()]
    if len(words) > LONGEST:
        return [], []
    return words, [place for place in combinations(range(len(words) + 1), 2) if _may_belong_together(words, *place)]


def _is_right(words, asked, at):
    try:
        return near(_value(ast.parse(" ".join(words), mode="eval").body, at), at(asked.truth))
    except (SyntaxError, *UNDEFINED):
        return False


def _enclosed(words, places):
    """The words with brackets around each of some places."""
    opens, closes = [first for first, _ in places], [last for _, last in places]
    line = []
    for n in range(len(words) + 1):
        line += [")"] * closes.count(n) + ["("] * opens.count(n) + words[n:n + 1]
    return line


def _moved(words):
    """The words with closing brackets at another place, and what these close in the line as typed."""
    for last in (n for n, word in enumerate(words) if word == ")"):
        for many in range(1, 1 + next(k for k in count(1) if words[last - k] != ")")):
            rest, first = words[:last + 1 - many] + words[last + 1:], _opening(words, last)
            for place in range(first + 2, len(rest) + 1):
                if place != last + 1 - many and rest[place - 1] not in _SIGNS | {"("}:
                    yield [*rest[:place], *[")"] * many, *rest[place:]], _text(words, (first, last + 1))


def _opening(words, closing):
    """Where the bracket opens that closes at a place."""
    depth = 0
    for n in range(closing, -1, -1):
        depth += (words[n] == ")") - (words[n] == "(")
        if not depth:
            return n
    raise ValueError(words)


def _text(words, place):
    return ast.unparse(ast.parse(" ".join(words[slice(*place)]), mode="eval"))


def _may_belong_together(words, first, last):
    """Whether brackets around some words could be meant: a sum, a denominator or a base, balanced in itself."""
    inside = words[first:last]
    if len(inside) < 3 or inside[-1] in _SIGNS or inside[0] in _SIGNS - {"-"} or not _balanced(inside):
        return False
    if words[first - 1 : first] not in ([], ["("], *([sign] for sign in _SIGNS)):
        return False  # an argument's brackets would become a call's
    return bool({"+", "-"} & set(inside[1:])) or words[first - 1 : first] == ["/"] or words[last : last + 1] == ["**"]


def _balanced(words):
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth < 0:
            return False
    return not depth


def _value(tree, at):
    match tree:
        case ast.Constant(value=number):
            return at.number(number)
        case ast.Name(id=name):
            return at(Symbol(name))
        case ast.UnaryOp(op=operation, operand=inner):
            return _OPERATIONS[type(operation)](_value(inner, at))
        case ast.BinOp(left=left, op=operation, right=right):
            return _OPERATIONS[type(operation)](_value(left, at), _value(right, at))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return apply(name, _value(argument, at))
    raise ValueError(ast.dump(tree))
