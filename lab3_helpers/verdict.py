"""What a check says: right, wrong or not judged, in one sentence, for the eye and for a screen reader.

Knows nothing of the mathematics, so that a check of numbers or of code need not import SymPy. A formula is any object with the
attributes `text` and `latex`.
"""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

# icon, word, colour of the bar: blue, vermilion and grey differ for every kind of colour vision, on white and on black
_LOOKS = {True: ("✓", "right", "#2a7fb8"), False: ("✗", "not yet", "#d55e00"), None: ("○", "open", "#888888")}
_NOTE = "#8a6fb0"


def math(*formulas):
    """HTML of formulas, typeset below each other; an ``&`` in their LaTeX marks the place that is aligned.

    JupyterLab's MathJax adds the formula as MathML, which is what a screen reader reads.
    """
    lines = r" \\[4pt] ".join(formula.latex for formula in formulas)
    block = escape(rf"\begin{{aligned}} {lines} \end{{aligned}}")
    return f'<div style="overflow-x: auto; padding: 2px 0">${block}$</div>'


def card(colour, rows, role="status"):
    """HTML of a box with a coloured bar; the text keeps the theme's colour.

    Parameters
    ----------
    colour : str
    rows : sequence of str
        HTML, one row each.
    role : str
        ``"status"`` is announced by a screen reader when it appears.
    """
    inner = "".join(f'<div style="margin: 3px 0">{row}</div>' for row in rows)
    return f'<div role="{role}" style="border-left: 5px solid {colour}; padding: 2px 0 2px 12px; margin: 4px 0">{inner}</div>'


@dataclass(frozen=True)
class Verdict:
    """The result of a check; displays itself in a notebook and prints as text.

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

    def __str__(self):
        icon, word, _ = _LOOKS[self.correct]
        rows = [f"{icon} {self.question} {word}: {self.message}"]
        for n, line in enumerate(self.lines):
            mark = f" {_LOOKS[False][0]}" if n == self.wrong_line else ""
            left = "" if n < self.begins else f"{self.asked.text if n == self.begins else ' ' * len(self.asked.text)} = "
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
            rows.append(math(*(_Typeset(f"{self._left(n)} {line.latex}{self._mark(n)}") for n, line in enumerate(self.lines))))
        if self.progress:
            rows.append(_progress(self.progress))
        return card(colour, rows)

    def _left(self, n):
        return "&" if n < self.begins else f"{self.asked.latex if n == self.begins else ''} &="

    def _mark(self, n):
        if n != self.wrong_line or len(self.lines) == 1:
            return ""
        return rf"\qquad \textcolor{{{_LOOKS[False][2]}}}{{\text{{{_LOOKS[False][0]} here}}}}"


class _Typeset(NamedTuple):
    latex: str


def _progress(progress):
    counts = [f"{sum(s is state for _, s in progress)} {word}" for state, (_, word, _) in _LOOKS.items()]
    cells = "".join(f'<span style="white-space: nowrap; margin-left: 0.9em">{escape(name)}&nbsp;'
                    f'<strong style="color: {_LOOKS[state][2]}">{_LOOKS[state][0]}</strong></span>' for name, state in progress)
    return f'<div style="font-size: 85%">{", ".join(counts)}: {cells}</div>'


@dataclass(frozen=True)
class Note:
    """A hint or a solution; displays itself in a notebook and prints as text.

    Attributes
    ----------
    title : str
    rows : tuple
        Words (str) and formulas, one below the other.
    """

    title: str
    rows: tuple = ()

    def __str__(self):
        return "\n".join([self.title, *(f"    {row if isinstance(row, str) else row.text}" for row in self.rows)])

    __repr__ = __str__

    def _repr_html_(self):
        rows = [escape(row) if isinstance(row, str) else math(row) for row in self.rows]
        return card(_NOTE, [f"<strong>{escape(self.title)}</strong>", *rows])
