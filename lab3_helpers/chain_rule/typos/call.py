"""Slips in the call itself: characters, quotes, brackets, the comma behind the question.

Each rule looks at token `n` of a `Failed` statement and returns a sentence or None.
"""

from lab3_helpers.chain_rule.typos import formula
from lab3_helpers.chain_rule.typos.failed import DOOR, QUESTION
from lab3_helpers.chain_rule.typos.tokens import CLOSES, usual

_OPERATORS = ("+", "-", "*", "/", "**", "^")
_LATEX = {"frac": "a/b", "cdot": "*", "times": "*", "left": "(", "right": ")"}


def _quote(line, n):
    kind, quote = line.kind(n), line.text(n)
    if kind == "string" and len(quote) == 2 and line.kind(n + 1) == "number":
        return f'Write "{line.text(n + 1)}", with one quote before it and one behind it.'
    if kind != "other" or quote not in "\"'":
        return None
    number = QUESTION.match(line.source, line.tokens[n].start)
    if line.kind(n - 1) == "number":
        number = QUESTION.fullmatch(line.text(n - 1))
    if number:
        question = number.group(1).replace(",", ".")
        return f'Write "{question}", with a quote before it and a quote behind it.'
    if line.kind(n - 1) == "name" and quote + line.text(n + 1) == "'(":
        return "' does not differentiate in Python: type the formula of the derivative."
    return f"This {quote} has no partner: delete it, for a formula has no quotes."


def _foreign(line, n):
    """A character that Python does not know, or knows for something else."""
    foreign = line.text(n)
    if foreign == "\\" and line.kind(n + 1) == "name":
        name = line.text(n + 1)
        return f"This is LaTeX: write {_LATEX.get(name, name)} in place of \\{name}."
    if foreign == "\\":
        return "Write / for a division, not \\."
    if foreign == "$":
        return "This is LaTeX: type the formula without $."
    if foreign == "∂" and line.kind(n + 1) == "name":
        return formula.derivative(line, n)
    if line.kind(n) != "other" or foreign.isascii():
        return None
    instead = usual(foreign)
    if foreign.isspace() or instead == " " or not foreign.isprintable():
        return "There is a character here that cannot be seen: delete it, and type a blank with the keyboard."
    alike = f": they look alike, but Python knows only the {instead} of the keyboard" if instead in {"-", '"'} else ""
    return f"Write {instead} in place of {foreign}{alike}." if instead else None


def _door(line, n):
    if not line.is_door(n):
        return None
    name, behind = line.text(n), line.text(n + 1)
    if name not in DOOR:
        return f"{name} is unknown: did you mean {line.door_meant(n)}?"
    number, more = line.question(n), ", ..." if name == "check" else ""
    right = f'{name}("{number}"{more})' if number else f"{name}(...)"
    if behind != "(":
        return None if behind in {'"', "'"} else f"{name} needs round brackets: {right}."
    own = line.text(n - 1) != "."
    if own and name not in line.names:
        return f"{name} is not imported yet: run  from lab3_helpers import {name}  first."
    if not number or not own:
        return None
    if line.kind(n + 2) == "number" and line.text(n + 3) not in {'"', "'"}:
        return f"Write the number in quotes{', and a comma behind it' if line.begins(n + 3) else ''}: {right}."
    if line.kind(n + 2) == "string" and line.text(n + 3) not in {",", ")", ""} and line.kind(n + 3) != "other":
        return f"A comma is missing behind {line.text(n + 2)}."
    close = line.partner.get(n + 1, -1)
    blank = close > n and line.typed(n + 3, close) in {")", ", ...)"}
    if more and blank and not line.lost and (line.begins(close + 1) or line.text(close + 1) == "="):
        return f"The answer belongs inside the brackets: {right}."
    if line.text(close + 1) in _OPERATORS and isinstance(line.error, TypeError):
        return f"The brackets of {name} close too early: {line.typed(close + 1, len(line) - 1)} is left outside."
    return None


def _bracket(line, n):
    if n in line.lost:
        closer, (opener, lacks_partner) = line.text(n), line.lost[n]
        if opener is None:
            return f"One {closer} too many, or one opening bracket too few."
        needed = CLOSES[opener]
        return f"A {needed} is missing before {closer}." if lacks_partner else f"Write {needed} in place of {closer}."
    if n == len(line) - 1 and line.unclosed:
        opener = line.text(line.unclosed[-1])
        opens, closes = (sum(token.text == kind for token in line.tokens) for kind in (opener, CLOSES[opener]))
        return f"A {CLOSES[opener]} is missing: there are {opens} {opener} and {closes} {CLOSES[opener]}."
    return None


RULES = (_quote, _foreign, _door, _bracket)
