"""Judges the derivatives of exercise 2 (and the gradient of exercise 1), gives hints, shows solutions.

    check("2.8", answer)            one line is an answer
    check("2.4", line1, line2, ...) several lines are a derivation
"""

from collections import Counter
from html import escape

from sympy import Expr, Integer, sympify

from lab3_helpers import typeset
from lab3_helpers.equality import Clock, Outside, TooHeavy, elimination, same
from lab3_helpers.symbols import GRADIENT, QUESTIONS
from lab3_helpers.verdict import Verdict

SECONDS = 5
_hints_given = Counter()


class Note:
    """Text and formulas that show themselves in a notebook and print as text.

    Parameters
    ----------
    title : str
    lines : sequence of (str, str)
        Each line as plain text and as LaTeX without dollar signs; an empty LaTeX means that the line is words.
    """

    def __init__(self, title, lines):
        self.title, self.lines = title, tuple(lines)

    def __str__(self):
        return "\n".join([self.title, *(f"  {plain}" for plain, _ in self.lines)])

    __repr__ = __str__

    def _repr_html_(self):
        rows = "".join(f"<div>{f'${math}$' if math else escape(plain)}</div>" for plain, math in self.lines)
        return f"<div><strong>{escape(self.title)}</strong>{rows}</div>"


def check(question, *lines):
    """Judge an answer, or a derivation line by line.

    Parameters
    ----------
    question : str
        ``"1.1"`` or ``"2.1"`` to ``"2.16"``.
    *lines : Expr or number, or for ``"1.1"`` a list of two
        ``...`` is a blank.

    Returns
    -------
    Verdict
    """
    if question == "1.1":
        return _check_gradient(lines)
    if question not in QUESTIONS:
        return Verdict(str(question), None, _unknown(question))
    asked = QUESTIONS[question]
    if not lines or any(line is ... for line in lines):
        return Verdict(question, None, f"Still blank: write {asked.text} in place of the three dots.")
    formulas = [sympify(line) for line in lines]
    if not all(isinstance(f, Expr) for f in formulas):
        return Verdict(question, None, "A formula was expected.")
    rules, clock = elimination(asked.graph), Clock(SECONDS)
    try:
        for n, (before, after) in enumerate(zip(formulas, formulas[1:])):
            if not same(before, after, rules, clock):
                return Verdict(question, False, f"Line {n + 2} does not equal line {n + 1}.", wrong_line=n + 1)
        if same(formulas[-1], asked.truth, rules, clock):
            return Verdict(question, True, f"This is {asked.text}.")
        return Verdict(question, False, f"This is not {asked.text}.", wrong_line=len(lines) - 1)
    except Outside as what:
        return Verdict(question, None, f"The answer holds {what}, which cannot be judged here.")
    except ZeroDivisionError:
        return Verdict(question, None, "The answer divides by zero, whatever the inputs are.")
    except TooHeavy:
        return Verdict(question, None, "The answer is too large to judge; write it in fewer terms.")


def _check_gradient(lines):
    if not lines or lines[0] is ...:
        return Verdict("1.1", None, "Still blank: write the two partial derivatives of f as a list.")
    clock = Clock(SECONDS)
    for given, truth, by in zip(lines[0], GRADIENT.truth, GRADIENT.source):
        if not same(sympify(given), truth, {}, clock):
            return Verdict("1.1", False, f"The derivative by {by} is not right.")
    return Verdict("1.1", True, "This is the gradient of f.")


def _unknown(question):
    return f"There is no question {question!r}. The questions are 1.1 and 2.1 to 2.16, for example \"2.8\"."


def hint(question):
    """A hint; called again for the same question, a stronger one.

    Returns
    -------
    Note
    """
    if question not in QUESTIONS:
        return Note(_unknown(question), ())
    asked = QUESTIONS[question]
    _hints_given[question] += 1
    if asked.claim is not None:
        lines = [(f"Write {asked.target} with exponentials and differentiate.", "")]
    else:
        lines = [("Follow the arrows: " + " <- ".join(str(s) for s in path), "") for path in _paths(asked)]
    if _hints_given[question] > 1 and asked.claim is None:
        lines.append((" + ".join(" * ".join(f"d{a}/d{b}" for a, b in zip(p, p[1:])) for p in _paths(asked)),
                      " + ".join(r" \cdot ".join(rf"\frac{{\partial {typeset.latex(a)}}}{{\partial {typeset.latex(b)}}}"
                                                 for a, b in zip(p, p[1:])) for p in _paths(asked))))
    return Note(f"Hint {min(_hints_given[question], 2)} of 2 for {question}", lines)


def solution(question):
    """The worked solution: the chain in Leibniz form, then the factors, then the product.

    Returns
    -------
    Note
    """
    if question not in QUESTIONS:
        return Note(_unknown(question), ())
    asked = QUESTIONS[question]
    lines = []
    for path in _paths(asked):
        for a, b in zip(path, path[1:]):
            value = asked.graph.local_derivative(a, b)
            lines.append((f"d{a}/d{b} = {typeset.text(value)}",
                          rf"\frac{{\partial {typeset.latex(a)}}}{{\partial {typeset.latex(b)}}} = {typeset.latex(value)}"))
    lines.append((f"{asked.text} = {typeset.text(asked.truth)}", f"{asked.latex} = {typeset.latex(asked.truth)}"))
    return Note(f"Solution of {question}", dict.fromkeys(lines))


def _paths(asked):
    return asked.graph.paths(asked.target, asked.source) if asked.claim is None else ()


def practice(seed):
    """A fresh question of the same kind."""
    raise NotImplementedError
