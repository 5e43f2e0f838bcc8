"""What a line as it was typed would be worth with other brackets."""

import ast
import io
import tokenize
from itertools import combinations, count

from lab3_helpers.chain_rule.values import UNDEFINED, Slip, value_of

LONGEST = 45  # tokens; the places grow with the square
MOST_PLACES = 24  # of one pair, so that two pairs can be tried as well
_SIGNS = {"+", "-", "*", "/", "**"}


def one_pair(typed, at):
    """The values of a line with one more pair of brackets.

    Parameters
    ----------
    typed : ast.expr
        The line.
    at : PositivePoint

    Yields
    ------
    Slip
        Says where the brackets are.
    """
    words, places = _words_and_places(typed)
    for place in places:
        yield from _read(_enclosed(words, [place]), f"put brackets around {_text(words, place)}", at)


def two_pairs(typed, at):
    """The values of a line with two more pairs of brackets; as `one_pair`."""
    words, places = _words_and_places(typed)
    for both in combinations(places, 2) if len(places) <= MOST_PLACES else ():
        what = " and around ".join(_text(words, place) for place in both)
        yield from _read(_enclosed(words, both), f"put brackets around {what}", at)


def moved(typed, at):
    """The values of a line where a bracket closes at another place; as `one_pair`."""
    words, _ = _words_and_places(typed)
    for line, closed in _moved(words):
        yield from _read(line, f"a bracket closes at the wrong place: look at {closed}", at)


def _words_and_places(typed):
    """The words of a line, and between which of them a pair of brackets could be meant."""
    source = ast.unparse(typed)
    words = [token.string for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.string.strip()]
    if len(words) > LONGEST:
        return [], []
    return words, [place for place in combinations(range(len(words) + 1), 2) if _may_belong_together(words, *place)]


def _read(words, sentence, at):
    """The slip that leads from some words to the line as it was typed, where the words make sense."""
    try:
        yield Slip("bracket", sentence, value_of(ast.parse(" ".join(words), mode="eval").body, at))
    except (SyntaxError, *UNDEFINED):
        pass


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
