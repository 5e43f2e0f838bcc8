"""What a check says: right, wrong or not judged, in one sentence, for the eye and for a screen reader.

Knows nothing of the mathematics, so that a check of numbers or of code need not import SymPy.
"""

from dataclasses import dataclass
from html import escape

_WORDS = {True: ("✓", "right"), False: ("✗", "not yet"), None: ("○", "open")}


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
    """

    question: str
    correct: bool | None
    message: str
    mistake: str | None = None
    wrong_line: int | None = None

    def __str__(self):
        icon, word = _WORDS[self.correct]
        return f"{icon} {self.question} {word}: {self.message}"

    __repr__ = __str__

    def _repr_html_(self):
        icon, word = _WORDS[self.correct]
        return (f'<div role="status"><strong>{icon} {escape(self.question)} {word}.</strong> '
                f"{escape(self.message)}</div>")
