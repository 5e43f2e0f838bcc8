"""What a check, a hint or a solution shows, for the eye and for a screen reader.

Knows nothing of the mathematics, so that a check of numbers or of code need not import SymPy. A formula is any
object with the attributes `text` and `latex`.
"""

from __future__ import annotations  # the package is imported, and says what is missing, where Python is too old as well

from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

# icon, word, colour of the bar: blue, vermilion and grey differ for every kind of colour vision, on white and on black
_LOOKS = {True: ("✓", "right", "#2a7fb8"), False: ("✗", "not yet", "#d55e00"), None: ("○", "open", "#888888")}
_NOTE = "#8a6fb0"
# What a fold's title begins with: the old notebook's page takes its triangle away, and this brings it back.
SUMMARY = '<summary style="display: list-item">'
_HINTS = ("Hint", "A stronger hint", "What you have already")


def math(*formulas):
    """HTML of formulas, typeset below each other; an ``&`` in their LaTeX marks the place that is aligned.

    JupyterLab's MathJax adds the formula as MathML, which is what a screen reader reads.
    """
    lines = r" \\[4pt] ".join(formula.latex for formula in formulas)
    block = escape(rf"\begin{{aligned}} {lines} \end{{aligned}}")
    return f'<div style="overflow-x: auto; padding: 2px 0">${block}$</div>'


def card(colour, rows, role="status", mistake=None):
    """HTML of a box with a coloured bar; the text keeps the theme's colour.

    Parameters
    ----------
    colour : str
    rows : sequence of str
        HTML, one row each.
    role : str
        ``"status"`` is announced by a screen reader when it appears.
    mistake : str or None
        The name of a mistake, out of sight: who reads a saved notebook finds it (`desk.course`).
    """
    inner = "".join(f'<div style="margin: 3px 0">{row}</div>' for row in rows)
    style = f"border-left: 5px solid {colour}; padding: 2px 0 2px 12px; margin: 4px 0"
    named = f' data-mistake="{escape(mistake)}"' if mistake else ""
    return f'<div role="{role}"{named} style="{style}">{inner}</div>'


class Mistake(NamedTuple):
    """A recognised mistake: its name (None where the list has none for it), a sentence that says where to look."""

    name: str | None
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The result of a check; shows itself in a notebook and prints as text. True in a condition if the answer is right.

    Attributes
    ----------
    question : str
        The question's number, for example ``"2.8"``.
    correct : bool or None
        True, False, or None for a blank and for what cannot be judged.
    message : str
        One sentence for the student.
    mistake : str or None
        The name of the mistake where one was recognised.
    wrong_line : int or None
        Index of the first line that does not follow.
    asked : formula or None
        What was asked for.
    lines : tuple of formula
        The answer as it was understood.
    begins : int
        Index of the first line that equals what was asked for; a definition before it stands alone.
    progress : tuple of (str, bool or None)
        Every question of the exercise with what the last check said of it that could judge an answer.
    help : question or None
        What was asked, with the number of its `hints` and its methods ``hint(step)`` and ``solution()``; a notebook
        shows them folded under the verdict.
    """

    question: str
    correct: bool | None
    message: str
    mistake: str | None = None
    wrong_line: int | None = None
    asked: object = None
    lines: tuple = ()
    begins: int = 0
    progress: tuple = ()
    help: object = field(default=None, repr=False)

    def __bool__(self):
        return self.correct is True

    def __str__(self):
        icon, word, _ = _LOOKS[self.correct]
        rows = [f"{icon} {self.question} {word}: {self.message}"]
        for n, line in enumerate(self.lines):
            mark = f" {_LOOKS[False][0]}" if n == self.wrong_line else ""
            left = (
                "" if n < self.begins else f"{self.asked.text if n == self.begins else ' ' * len(self.asked.text)} = "
            )
            rows.append(f"    {left}{line.text}{mark}")
        if self.progress:
            rows.append("    " + " ".join(f"{name}{_LOOKS[state][0]}" for name, state in self.progress))
        return "\n".join(rows)

    __repr__ = __str__

    def _repr_html_(self):
        icon, word, colour = _LOOKS[self.correct]
        rows = [f'<strong><span style="color: {colour}">{icon}</span> {escape(self.question)} {word}.</strong> '
                f"{escape(self.message)}"]
        if self.lines:
            rows.append(
                math(*(_Typeset(f"{self._left(n)} {line.latex}{self._mark(n)}") for n, line in enumerate(self.lines)))
            )
        if self.progress:
            rows.append(_progress(self.progress))
        return card(colour, rows, mistake=self.mistake) + "".join(folded._repr_html_() for folded in self._folded())

    def _folded(self):
        """The help that was not asked for, out of sight: after a right answer only the solution, to compare with."""
        if self.help is not None:
            if not self.correct:
                yield from (Folded(title, self.help.hint(n)) for n, title in zip(range(1, self.help.hints + 1), _HINTS))
            yield Folded("Solution", self.help.solution())

    def _left(self, n):
        return "&" if n < self.begins else f"{self.asked.latex if n == self.begins else ''} &="

    def _mark(self, n):
        if n != self.wrong_line or len(self.lines) == 1:
            return ""
        return rf"\qquad \textcolor{{{_LOOKS[False][2]}}}{{\text{{{_LOOKS[False][0]} here}}}}"


class _Typeset(NamedTuple):
    latex: str


class Formula(NamedTuple):
    """A formula for the terminal and the screen reader (`text`), and for the eye (`latex`, without dollar signs)."""

    text: str
    latex: str


class Program(NamedTuple):
    """Python source in a hint or a solution."""

    text: str


def _progress(progress):
    counts = [f"{sum(s is state for _, s in progress)} {word}" for state, (_, word, _) in _LOOKS.items()]
    cells = " ".join(
        f'<span style="white-space: nowrap; margin-left: 0.6em">{escape(name)}&nbsp;'
        f'<strong style="color: {_LOOKS[state][2]}">{_LOOKS[state][0]}</strong></span>'
        for name, state in progress
    )
    return f'<div style="font-size: 85%">{", ".join(counts)}: {cells}</div>'


@dataclass(frozen=True)
class Note:
    """A hint or a solution; displays itself in a notebook and prints as text.

    Attributes
    ----------
    title : str
    rows : tuple
        Words (str), formulas and programs, one below the other.
    """

    title: str
    rows: tuple = ()

    def __str__(self):
        rows = (row if isinstance(row, str) else row.text for row in self.rows)
        return "\n".join([self.title, *(f"    {line}" for row in rows for line in row.split("\n"))])

    __repr__ = __str__

    def _repr_html_(self):
        return card(_NOTE, [f"<strong>{escape(self.title)}</strong>", *map(_row, self.rows)])


def _row(row):
    if isinstance(row, str):
        return escape(row)
    return f"<pre><code>{escape(row.text)}</code></pre>" if isinstance(row, Program) else math(row)


class Folded:
    """A hint, a solution or a table that a notebook shows folded, under its title.

    Parameters
    ----------
    title : str
        What the reader sees and opens.
    content : object
        What stands behind it: text in lines, or anything that displays itself as HTML.
    """

    def __init__(self, title, content):
        self.title, self.content = title, content

    def __repr__(self):
        return f"{self.title} (folded)\n{self.content}"

    def _repr_html_(self):
        as_html = getattr(self.content, "_repr_html_", lambda: f"<pre>{escape(str(self.content))}</pre>")
        return f"<details>{SUMMARY}{escape(self.title)}</summary>{as_html()}</details>"
