"""The statement at which Python stopped, with what the notebook knows."""

import builtins
import difflib
import re

from sympy import Expr, Symbol

from lab3_helpers.arguments import shown
from lab3_helpers.chain_rule import symbols
from lab3_helpers.chain_rule.equality import same
from lab3_helpers.chain_rule.points import Clock, Outside, TooHeavy
from lab3_helpers.chain_rule.symbols import NETWORK
from lab3_helpers.chain_rule.typos import spelling
from lab3_helpers.chain_rule.typos.tokens import CLOSES, Statement

DOOR = ("check", "hint", "solution", "practice", "results", "on_your_own", "learned")
SECONDS = 1
QUESTION = re.compile(r"""["']?(\d[.,]\d+)["']?""")


class Failed(Statement):
    """A statement that Python could not read or run.

    Parameters
    ----------
    source : str
        The whole cell.
    tokens : list of Token
        Those of the statement.
    error : BaseException
    names : dict of str to object
        The notebook's names.
    earlier : set of str
        The names in earlier statements of the cell that have not run, and would have given them a value.

    Attributes
    ----------
    words : list of str
        The words of exercise 2 that the notebook has.
    binds : bool
        Whether it brings names of its own.
    assigned : int
        Number of the last ``=`` that gives a name to something, or of a ``==`` in its place; -1 if there is none.
    """

    def __init__(self, source, tokens, error, names, earlier):
        super().__init__(source, tokens)
        self.error, self.names, self.earlier = error, names, earlier
        self.words = [name for name in symbols.__all__ if name in names]
        texts = [token.text for token in tokens]
        self.binds = not {"for", "lambda"}.isdisjoint(texts)
        self.assigned = max((n for n, text in enumerate(texts) if self.outer[n] == -1
                             and (text == "=" or text == "==" and n == 1)), default=-1)

    @property
    def assigns(self):
        """Whether it stands at the margin and names a formula, where the symbols of exercise 2 are at hand."""
        first = self.tokens[0].start
        return ((first == 0 or self.source[first - 1] in "\n;") and (self.kind(0) == "name" or self.text(0) == "∂")
                and "f_out" in self.words
                and self.assigned > 0 and any(token.text in self.words for token in self.tokens[self.assigned :])
                and not self.binds)

    def is_known(self, name):
        """Whether a name may have a value."""
        return name in self.names or hasattr(builtins, name) or name in self.earlier or self.binds

    def is_door(self, n):
        """Whether one of the course's own functions is called here, rightly or not."""
        name, behind = self.text(n), self.text(n + 1)
        if self.kind(n) != "name":
            return False
        if self.text(n - 1) == ".":
            return name == "check" and behind == "("
        called = behind in {*CLOSES, '"', "'"} or self.kind(n + 1) in ("number", "string")
        return called and name in DOOR or self.door_meant(n) is not None

    def door_meant(self, n):
        """The course's own function that is misspelt here; only if a question's number follows."""
        name = self.text(n)
        if name in DOOR or self.is_known(name) or not self.question(n):
            return None
        return next(iter(difflib.get_close_matches(spelling.key(name), DOOR, n=1, cutoff=0.75)), None)

    def question(self, n):
        """The number of the question behind token `n`, or None."""
        behind = [self.text(k) for k in (n + 1, n + 2) if self.kind(k) in ("number", "string")]
        found = filter(None, map(QUESTION.fullmatch, behind))
        return next((match.group(1).replace(",", ".") for match in found), None)

    def asks_for_formulas(self, n):
        """Whether the call at token `n` has formulas in it."""
        question = self.question(n) or "2."
        return self.text(n - 1) == "." or "check" in (self.text(n), self.door_meant(n)) and (
            question == "1.1" or question[0] == "2")


def overwritten(name, value, graph=NETWORK):
    """The sentence on a word of exercise 2 that has lost its meaning, or None: a formula that equals it keeps it.

    Parameters
    ----------
    name : str
    value : object
        What the notebook has under this name.
    graph : Graph
        The computation in which the formula counts.
    """
    meant = getattr(symbols, name) if name in symbols.__all__ else value
    if value is meant:
        return None
    try:
        if isinstance(meant, Symbol) and isinstance(value, Expr) and same(value, meant, graph, Clock(SECONDS)):
            return None
    except (Outside, TooHeavy, ZeroDivisionError, RecursionError):
        pass
    what = "meaning" if callable(value) else f"value, {shown(value)}"
    return (f"{name} was given another {what}: run the notebook's first code cell, the one with the imports, again, "
            "and then this one.")
