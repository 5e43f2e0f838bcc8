"""What was probably meant where Python itself stops, before any check has seen an answer.

The statement that failed is read token by token, as a reader does. Each rule knows one kind of slip and speaks only
where it is certain that the slip stops Python, whatever else stands in the line. Nothing is evaluated.
"""

import ast
import builtins
import difflib
import keyword
import math
import re
import unicodedata
from types import ModuleType

from sympy import Expr, Symbol

from lab3_helpers.arguments import shown
from lab3_helpers.chain_rule import symbols
from lab3_helpers.chain_rule.tokens import Statement, ascii_for, statements

AGAIN = "run the notebook's first code cell, the one with the imports, again, and then this one"
DOOR = ("check", "hint", "solution", "practice", "results")
_SYMBOLS = tuple(name for name in symbols.__all__ if isinstance(getattr(symbols, name), Symbol))
_FUNCTIONS = tuple(name for name in symbols.__all__ if name not in _SYMBOLS)
_COMMON = "sigma, tanh, exp, log, sqrt, sinh, cosh and sech"
_POWER = "Write ** for a power"

# What a function of this lab is called elsewhere, by its name in lower case.
_ELSEWHERE = {"ln": "log", "loge": "log", "log10": "log", "log2": "log", "sigmoid": "sigma", "sig": "sigma",
              "logistic": "sigma", "expit": "sigma", "tan": "tanh", "th": "tanh"}
_DIFFERENTIATE = {"diff", "derivative", "derive", "deriv", "grad", "gradient", "d"}
_BINARY = {"+", "-", "*", "/", "//", "**", "^", "%"}
_NEVER_FIRST = _BINARY - {"+", "-"}
_QUESTION = re.compile(r"""["']?(\d[.,]\d+)["']?""")


def explain(source, error, names):
    """One sentence on a slip that stopped Python, or None where nothing certain can be said.

    Parameters
    ----------
    source : str
        The cell.
    error : Exception
        What it raised, with its traceback.
    names : dict of str to object
        The notebook's names.

    Returns
    -------
    str or None
        None as well for whatever is no business of exercise 2: a cell that neither asks the course for something nor
        assigns a formula in its symbols, and what a function that a check has called raises itself.
    """
    line = _line(source, error, names)
    if line is None:
        return None
    cell = statements(source, DOOR)
    at = next((n for n, tokens in enumerate(cell) if tokens[0].line <= line <= tokens[-1].line), len(cell) - 1)
    # A bracket that is never closed is sometimes noticed in the next statement only.
    for n in range(at, max(at - 2, -1) if isinstance(error, SyntaxError) else at - 1, -1):
        before = {token.text for tokens in cell[:n] for token in tokens if token.kind == "name"}
        sentence = _Slips(Statement(source, cell[n]), error, names, before).first()
        if sentence:
            return sentence
    return None


def decimal_comma(statement, n):
    """The number that was typed with a comma, if token `n` begins one and no other meaning is likely; else None.

    Parameters
    ----------
    statement : Statement
    n : int

    Returns
    -------
    str or None
        As Python writes it, for example ``"0.5"``.
    """
    texts = [token.text for token in statement[n : n + 3]]
    whole = len(texts) == 3 and texts[1] == "," and texts[0].isdecimal() and texts[2].isdecimal()
    if not whole or statement.apart(n) or statement.apart(n + 1):
        return None
    before, outer = statement.text(n - 1), statement.opener[n]
    bracket, function = statement.text(outer), statement.text(outer - 1) if outer > 0 else ""
    if bracket == "[" or before == "**":
        return None  # the components of a gradient, or a power at the end of a line
    if function in DOOR:
        alone = before in {"(", ","} or statement.text(n + 3) in {")", ","}
        first = before == "("
        return None if first or not (texts[0] == "0" or alone) else ".".join(texts[::2])
    one_argument = function in _FUNCTIONS and function not in {"Rational", "log"}
    plain = statement.kind(outer - 1) != "name" and function not in {")", "]"}
    return ".".join(texts[::2]) if bracket == "(" and (one_argument or plain) else None


def overwritten(name, value):
    """The sentence on a word of exercise 2 that the notebook has given another value."""
    return f"{name} was given another value, {shown(value)}: {AGAIN}."


def is_foreign(name, value):
    """Whether a word of exercise 2 no longer means what the course means by it."""
    return name in symbols.__all__ and value is not getattr(symbols, name) and str(value) != name


def _line(source, error, names):
    """The line of the cell at which it stopped; None if that was not in the cell's own statements."""
    if isinstance(error, SyntaxError):
        try:
            ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return error.lineno
        return None  # it stands in another file
    if not isinstance(error, NameError | TypeError | AttributeError | ValueError):
        return None
    line, step = None, error.__traceback__
    while step is not None:
        where = step.tb_frame.f_globals
        if line is None and where is names:
            line = step.tb_lineno
        elif line is not None and str(where.get("__name__")).startswith("lab3_helpers."):
            return None  # the answer has arrived: a check has called the student's own function
        step = step.tb_next
    return line


def _key(name):
    """A name without what is easily mistaken: capitals, underscores, Greek letters, small digits."""
    letters = (unicodedata.name(letter, "") for letter in name)
    spelt = (full.split()[-1] if "GREEK" in full else letter for full, letter in zip(letters, name))
    return unicodedata.normalize("NFKC", "".join(spelt)).lower().replace("_", "")


def _listed(words):
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _within(short, long):
    """Whether the letters of `short` stand in `long`, in this order and with the same beginning."""
    rest = iter(long)
    return short[:1] == long[:1] and all(letter in rest for letter in short)


class _Slips:
    """The rules, for one statement: each looks at token `n` and returns a sentence or None."""

    def __init__(self, statement, error, names, before):
        self.at, self.error, self.names, self.before = statement, error, names, before
        self.words = [name for name in symbols.__all__ if name in names]
        self.keys = {_key(word): word for word in self.words}
        self.syntax = isinstance(error, SyntaxError)
        self.bound = {"for", "lambda"} & {token.text for token in statement}

    def first(self):
        """The sentence on the first slip in reading order."""
        question = self._question()
        if question is None and not self._assigns():
            return None
        if self.syntax and str(self.error.msg) == "unexpected indent":
            return "Delete the blanks at the beginning of the line."
        rules = [self._quotes, self._foreign, self._door, self._brackets]
        if question is None or re.match(r"2\.|1\.1$|$", question):
            rules += [self._decimals, self._equals, self._dots, self._module, self._unknown, self._function,
                      self._power, self._square, self._operators, self._neighbours, self._changed]
        return next(filter(None, (rule(n) for n in range(len(self.at)) for rule in rules)), None)

    # --- whose statement it is

    def _question(self):
        """The number of the question that the statement asks about ("" if it has none); None if it asks for nothing."""
        for n, token in enumerate(self.at):
            if token.kind == "name" and self._is_door(n):
                behind = " ".join(self.at.text(k) for k in range(n + 1, n + 4))
                number = _QUESTION.search(behind)
                if token.text in ("hint", "solution"):
                    return "help"
                return number.group(1).replace(",", ".") if number and not self._is_practice(n) else ""
        return None

    def _is_door(self, n):
        text, number = self.at.text(n), self.at.kind(n + 1) in ("number", "string") or self.at.text(n + 1) in "([{"
        if text in DOOR:
            return bool(self.at.text(n + 1)) and number and (self.at.text(n - 1) != "." or text == "check")
        return n == 0 and text not in self.names and self._door_meant(n) is not None

    def _is_practice(self, n):
        return self.at.text(n - 1) == "."

    def _door_meant(self, n):
        """The course's own function that is misspelt here, if the number of a question follows."""
        numbered = any(_QUESTION.fullmatch(self.at.text(k)) for k in (n + 1, n + 2))
        near = difflib.get_close_matches(_key(self.at.text(n)), DOOR, n=1, cutoff=0.75)
        return near[0] if near and numbered else None

    def _assigns(self):
        """Whether the statement gives a name to a formula in the symbols of exercise 2."""
        first = self.at[0]
        texts = [token.text for token in self.at]
        return (first.kind == "name" and not keyword.iskeyword(first.text) and self.at.begins_line and "=" in texts
                and not self.bound and any(text in self.words for text in texts[texts.index("=") :]))

    # --- the call itself: quotes, brackets, commas

    def _quotes(self, n):
        token = self.at[n]
        if token.kind == "string" and token.text in ('""', "''") and self.at.kind(n + 1) == "number":
            return f'Write "{self.at.text(n + 1)}", with one quote before it and one behind it.'
        if token.kind != "other" or token.text not in "\"'":
            return None
        number = re.match(r"\d\.\d+", self.at.source[token.start + 1 :])
        if number or self.at.kind(n - 1) == "number":
            question = number.group() if number else self.at.text(n - 1)
            return f'Write "{question}", with a quote before it and a quote behind it.'
        if self.at.kind(n - 1) == "name" and not self.at.apart(n - 1) and self.at.text(n - 1) in (*_FUNCTIONS, "f"):
            return f"{token.text} does not differentiate in Python: type the formula of the derivative."
        return f"One quote too many, or one too few: {token.text} has no partner. A formula needs no quotes."

    def _door(self, n):
        name, behind = self.at.text(n), self.at.text(n + 1)
        if self.at.kind(n) != "name" or not self._is_door(n):
            return None
        if name not in DOOR:
            return f"{name} is unknown: did you mean {self._door_meant(n)}?"
        if name not in self.names and not self._is_practice(n):
            return f"{name} is not imported yet: run  from lab3_helpers import {name}  first."
        numbered = f'{name}("{self._number(n)}"{", ..." if name == "check" else ""})' if self._number(n) else None
        if behind != "(":
            return f"{name} needs round brackets: {numbered or name + '(...)'}."
        question, then = n + 2, self.at.text(n + 3)
        if self.at.kind(question) == "number" and name in ("check", "hint", "solution") and not self._is_practice(n):
            comma = ", and a comma behind it" if self.at.begins(n + 3) else ""
            return None if self.at.text(n + 3) in "\"'" else f"Write the number in quotes{comma}: {numbered}."
        if self.at.kind(question) == "string" and _QUESTION.fullmatch(self.at.text(question)):
            if then in (";", ":", ".") or self.at.begins(n + 3) or then in _NEVER_FIRST | {"="}:
                return f"A comma is missing behind {self.at.text(question)}."
        close = self.at.partner.get(n + 1)
        if close is not None and close + 1 < len(self.at) and name == "check" and self.at.opener[n] < 0:
            level = all(self.at.opener[k] != -1 or self.at.text(k) != ")" for k in range(close + 1, len(self.at)))
            if level and (self.at.text(close + 1) in {"=", "("} or self.at.begins(close + 1)):
                return f"The answer belongs inside the brackets: {numbered or 'check(...)'}."
        return None

    def _number(self, n):
        found = (_QUESTION.fullmatch(self.at.text(k)) for k in (n + 1, n + 2))
        return next((match.group(1).replace(",", ".") for match in found if match), None)

    def _brackets(self, n):
        if n in self.at.stray:
            closer, opener = self.at.text(n), self.at.stray[n]
            if opener is None:
                return f"One {closer} too many, or one {_OPENS[closer]} too few."
            needed = _CLOSES[opener]
            return (f"A {needed} is missing before {closer}." if n in self.at.skipped
                    else f"Write {needed} in place of {closer}, to close the {opener}.")
        if n == len(self.at) - 1 and self.at.unclosed:
            opener = self.at.text(self.at.unclosed[-1])
            if not self._comment_hides(_CLOSES[opener]):
                opened = sum(token.text == opener for token in self.at)
                closed = sum(token.text == _CLOSES[opener] for token in self.at)
                count = f"{opened} {'bracket opens' if opened == 1 else 'brackets open'}, {closed or 'none'} " \
                        f"{'closes' if closed < 2 else 'close'}"
                return f"A {_CLOSES[opener]} is missing: {count}."
        return None
