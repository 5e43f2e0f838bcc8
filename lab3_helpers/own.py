"""What stands at the end of a notebook: five questions to answer without help, and a page of what was learned."""

from dataclasses import dataclass
from html import escape

FIVE = range(1, 6)
_STATES = {"right": True, "not yet": False, "open": None}


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
        if n not in FIVE:
            raise IndexError(f"The questions are own[1] to own[{FIVE[-1]}], but own[{n!r:.40}] came.")
        return self.questions[n - 1]

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
                         for word, state in _STATES.items()}

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
        head = "".join(f'<th scope="col" {left}>{word}</th>' for word in ("you can", *_STATES))
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left; font-weight: normal">{escape(goal)}</th>'
            + "".join(f"<td {left}>{escape(names) or '–'}</td>" for names in said.values()) + "</tr>"
            for goal, said in self._rows())
        return f"<table><caption {left}>{self._title()}</caption><tr>{head}</tr>{rows}</table>"
