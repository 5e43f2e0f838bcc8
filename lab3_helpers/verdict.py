"""What a check, a hint, a solution and the end of a notebook show, for the eye and for a screen reader.

Knows nothing of the mathematics, so that a check of numbers or of code need not import SymPy. A formula is any
object with the attributes `text` and `latex`.
"""

from __future__ import annotations  # the package is imported, and says what is missing, where Python is too old as well

from dataclasses import dataclass, field
from html import escape
from numbers import Integral
from typing import NamedTuple

ICONS = {True: "✓", False: "✗", None: "○"}
WORDS = {True: "right", False: "not yet", None: "open"}
# Blue, vermilion and grey differ for every kind of colour vision, on white and on black.
_COLOURS = {True: "#2a7fb8", False: "#d55e00", None: "#888888"}
_NOTE = "#8a6fb0"
# What a fold's title begins with: the old notebook's page takes its triangle away, and this brings it back.
SUMMARY = '<summary style="display: list-item">'
FIVE = range(1, 6)  # the questions that end a notebook
_HINTS = ("Hint", "A stronger hint", "What you have already")


def _math(*lines):
    """HTML of formulas in LaTeX, typeset below each other; an ``&`` marks the place that is aligned."""
    joined = r" \\[4pt] ".join(lines)
    block = escape(rf"\begin{{aligned}} {joined} \end{{aligned}}")
    return f'<div style="overflow-x: auto; padding: 2px 0">${block}$</div>'


def _card(colour, rows, mistake=None):
    """HTML rows in a box with a bar; `desk.submissions` reads the name of a mistake, which is out of sight."""
    inner = "".join(f'<div style="margin: 3px 0">{row}</div>' for row in rows)
    style = f"border-left: 5px solid {colour}; padding: 2px 0 2px 12px; margin: 4px 0"
    named = f' data-mistake="{escape(mistake)}"' if mistake else ""
    return f'<div role="status"{named} style="{style}">{inner}</div>'


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
        rows = [f"{ICONS[self.correct]} {self.question} {WORDS[self.correct]}: {self.message}"]
        for n, line in enumerate(self.lines):
            asked = self.asked.text if n == self.begins else " " * len(self.asked.text)
            left = f"{asked} = " if n >= self.begins else ""
            mark = f" {ICONS[False]}" if n == self.wrong_line else ""
            rows.append(f"    {left}{line.text}{mark}")
        if self.progress:
            rows.append("    " + " ".join(f"{name}{ICONS[state]}" for name, state in self.progress))
        return "\n".join(rows)

    __repr__ = __str__

    def _repr_html_(self):
        colour = _COLOURS[self.correct]
        rows = [f'<strong><span style="color: {colour}">{ICONS[self.correct]}</span> {escape(self.question)} '
                f"{WORDS[self.correct]}.</strong> {escape(self.message)}"]
        if self.lines:
            rows.append(_math(*map(self._typeset, range(len(self.lines)))))
        if self.progress:
            rows.append(_progress(self.progress))
        return _card(colour, rows, self.mistake) + "".join(folded._repr_html_() for folded in self._folded())

    def _typeset(self, n):
        """A line of the answer in LaTeX."""
        left = "&" if n < self.begins else f"{self.asked.latex} &=" if n == self.begins else " &="
        wrong = n == self.wrong_line and len(self.lines) > 1
        mark = rf"\qquad \textcolor{{{_COLOURS[False]}}}{{\text{{{ICONS[False]} here}}}}" if wrong else ""
        return f"{left} {self.lines[n].latex}{mark}"

    def _folded(self):
        """The help that was not asked for, out of sight: after a right answer only the solution, to compare with."""
        if self.help is not None:
            if not self.correct:
                yield from (Folded(title, self.help.hint(n)) for n, title in zip(range(1, self.help.hints + 1), _HINTS))
            yield Folded("Solution", self.help.solution())


class Formula(NamedTuple):
    """A formula for the terminal and the screen reader (`text`), and for the eye (`latex`, without dollar signs)."""

    text: str
    latex: str


class Program(NamedTuple):
    """Python source in a hint or a solution."""

    text: str


def _progress(progress):
    counts = ", ".join(f"{sum(state is one for _, state in progress)} {word}" for one, word in WORDS.items())
    cells = " ".join(
        f'<span style="white-space: nowrap; margin-left: 0.6em">{escape(name)}&nbsp;'
        f'<strong style="color: {_COLOURS[state]}">{ICONS[state]}</strong></span>'
        for name, state in progress
    )
    return f'<div style="font-size: 85%">{counts}: {cells}</div>'


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
        return _card(_NOTE, [f"<strong>{escape(self.title)}</strong>", *map(_row, self.rows)])


def _row(row):
    if isinstance(row, str):
        return escape(row)
    return f"<pre><code>{escape(row.text)}</code></pre>" if isinstance(row, Program) else _math(row.latex)


@dataclass(frozen=True)
class Folded:
    """A hint, a solution or a table that a notebook shows folded, under its title.

    Attributes
    ----------
    title : str
        What the reader sees and opens.
    content : object
        What stands behind it: text in lines, or anything that displays itself as HTML.
    """

    title: str
    content: object

    def __repr__(self):
        return f"{self.title} (folded)\n{self.content}"

    def _repr_html_(self):
        as_html = getattr(self.content, "_repr_html_", lambda: f"<pre>{escape(str(self.content))}</pre>")
        return f"<details>{SUMMARY}{escape(self.title)}</summary>{as_html()}</details>"


@dataclass(frozen=True)
class OnYourOwn:
    """Five questions, ``own[1]`` to ``own[5]``; shows them in a notebook and prints as text.

    Attributes
    ----------
    questions : tuple of question
        Each shows what it asks.
    """

    questions: tuple

    def __getitem__(self, n):
        __tracebackhide__ = True
        if not isinstance(n, Integral) or n not in FIVE:
            raise IndexError(f"The questions are own[1] to own[{FIVE[-1]}], but own[{n!r:.40}] came.")
        return self.questions[n - 1]

    def __iter__(self):
        return iter(self.questions)

    def __str__(self):
        return "\n".join(str(question) for question in self.questions)

    __repr__ = __str__

    def _repr_html_(self):
        return "".join(question._repr_html_() for question in self.questions)


@dataclass(frozen=True)
class Learned:
    """A page that says of everything a notebook teaches which questions on it were answered right.

    Attributes
    ----------
    goals : tuple of (str, dict of str to (bool or None))
        What a student can do, with what was said last of the questions that show it.
    """

    goals: tuple

    def _rows(self):
        """For every goal the names of its questions, by what was said of them."""
        for goal, states in self.goals:
            yield goal, {word: ", ".join(name for name in states if states[name] is state)
                         for state, word in WORDS.items()}

    def _title(self):
        said = [state for _, states in self.goals for state in states.values()]
        return f"What you can do now: {said.count(True)} of {len(said)} questions right"

    def __str__(self):
        rows = (f"    {goal}\n        " + "; ".join(f"{word}: {names}" for word, names in said.items() if names)
                for goal, said in self._rows())
        return "\n".join([self._title(), *rows])

    __repr__ = __str__

    def _repr_html_(self):
        left = 'style="text-align: left"'
        head = "".join(f'<th scope="col" {left}>{word}</th>' for word in ("you can", *WORDS.values()))
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left; font-weight: normal">{escape(goal)}</th>'
            + "".join(f"<td {left}>{escape(names) or '–'}</td>" for names in said.values()) + "</tr>"
            for goal, said in self._rows())
        return f"<table><caption {left}>{self._title()}</caption><tr>{head}</tr>{rows}</table>"
