"""What a check says: right, wrong or not judged, in one sentence, for the eye and for a screen reader.

Knows nothing of the mathematics, so that a check of numbers or of code need not import SymPy. A formula is any object with the
attributes `text` and `latex`.
"""

from dataclasses import dataclass
from html import escape

# icon, word, colour of the bar: blue, vermilion and grey differ for every kind of colour vision, on white and on black
_LOOKS = {True: ("✓", "right", "#2a7fb8"), False: ("✗", "not yet", "#d55e00"), None: ("○", "open", "#888888")}


def math(formula):
    """HTML of a formula: typeset for the eye, its plain text for a screen reader."""
    return f'<span role="math" aria-label="{escape(formula.text)}">${escape(formula.latex)}$</span>'


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
    progress : tuple of (str, bool or None)
        Every question of the exercise with what its last check said.
    """

    question: str
    correct: bool | None
    message: str
    mistake: str | None = None
    wrong_line: int | None = None
    asked: object = None
    lines: tuple = ()
    progress: tuple = ()

    def __str__(self):
        icon, word, _ = _LOOKS[self.correct]
        rows = [f"{icon} {self.question} {word}: {self.message}"]
        for n, line in enumerate(self.lines):
            mark = f" {_LOOKS[False][0]}" if n == self.wrong_line else ""
            rows.append(f"    {self.asked.text if n == 0 else ' ' * len(self.asked.text)} = {line.text}{mark}")
        if self.progress:
            rows.append("    " + " ".join(f"{name}{_LOOKS[state][0]}" for name, state in self.progress))
        return "\n".join(rows)

    __repr__ = __str__

    def _repr_html_(self):
        icon, word, colour = _LOOKS[self.correct]
        asked = "" if self.asked is None or self.lines else f" {math(self.asked)}"
        rows = [f'<strong><span aria-hidden="true" style="color: {colour}">{icon}</span> {escape(self.question)} {word}.'
                f"</strong>{asked} {escape(self.message)}"]
        if self.lines:
            rows.append(f'<div style="overflow-x: auto">{self._derivation(colour)}</div>')
        if self.progress:
            rows.append(_progress(self.progress))
        return card(colour, rows)

    def _derivation(self, colour):
        rows = []
        for n, line in enumerate(self.lines):
            wrong = n == self.wrong_line
            mark = f'<span style="color: {colour}; padding-left: 1em">✗ <em>look here</em></span>' \
                if wrong and len(self.lines) > 1 else ""
            rows.append(f'<div style="margin: 6px 0; white-space: nowrap">{math(self.asked) if n == 0 else ""} '
                        f"= {math(line)}{mark}</div>")
        return "".join(rows)


def _progress(progress):
    counts = {state: sum(s is state for _, s in progress) for state in _LOOKS}
    summary = ", ".join(f"{counts[state]} {word}" for state, (_, word, _) in _LOOKS.items())
    cells = "".join(f'<span style="white-space: nowrap; margin-right: 0.9em">{escape(name)}&nbsp;'
                    f'<span style="color: {_LOOKS[state][2]}">{_LOOKS[state][0]}</span></span>' for name, state in progress)
    return (f'<div style="font-size: 85%" role="img" aria-label="Progress: {summary}.">'
            f'<span aria-hidden="true">{cells}</span></div>')


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
        rows = [escape(row) if isinstance(row, str) else f'<div style="overflow-x: auto; padding: 2px 0">{math(row)}</div>'
                for row in self.rows]
        return card("#8a6fb0", [f"<strong>{escape(self.title)}</strong>", *rows])
