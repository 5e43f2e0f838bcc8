"""What stands at the end of a notebook: five questions to answer without help, and a page of what was learned."""

from dataclasses import dataclass
from html import escape

from lab3_helpers.verdict import Note

FIVE = range(1, 6)
_STATES = {"right": True, "not yet": False, "open": None}


@dataclass(frozen=True)
class Own:
    """One of the five questions: no hint belongs to it, and nothing is folded under its verdict.

    Attributes
    ----------
    drawn_by : str
        The call that drew it.
    asked : question
        Judges, and has a solution and a `note` that asks.
    """

    drawn_by: str
    asked: object

    @property
    def key(self):
        """What its verdict is kept under: the same however often it is drawn."""
        return names_and_keys(self.drawn_by)[self.id]

    @property
    def id(self):
        """What its verdict and its solution call it, for example ``"own[1]"``."""
        return self.asked.id

    def judge(self, things, frame):
        """The verdict on an answer, in the call that `frame` is in."""
        return self.asked.judge(things, frame)

    def solution(self):
        """The worked solution, a `Note`."""
        return self.asked.solution()

    def __str__(self):
        return str(self.asked.note)

    __repr__ = __str__

    def _repr_html_(self):
        return self.asked.note._repr_html_()


def names_and_keys(drawn_by):
    """The names of five questions, each with what its verdict is kept under.

    Parameters
    ----------
    drawn_by : str
        The call that drew them.

    Returns
    -------
    dict of str to str
    """
    return {f"own[{n}]": f"{drawn_by}[{n}]" for n in FIVE}


@dataclass(frozen=True)
class OnYourOwn:
    """Five questions, ``own[1]`` to ``own[5]``; shows them in a notebook and prints as text.

    Attributes
    ----------
    questions : tuple of Own
    everybodys : bool
        Whether no number was given to draw them by.
    """

    questions: tuple
    everybodys: bool

    def __getitem__(self, n):
        __tracebackhide__ = True
        if isinstance(n, bool) or n not in FIVE:
            raise IndexError(f"The questions are own[1] to own[{FIVE[-1]}], but own[{n!r:.40}] came.")
        return self.questions[n - 1]

    def _shown(self):
        if self.everybodys:
            yield Note("Everybody's five questions. A number of your own in place of the three dots draws others.")
        yield from self.questions

    def __str__(self):
        return "\n".join(map(str, self._shown()))

    __repr__ = __str__

    def _repr_html_(self):
        return "".join(shown._repr_html_() for shown in self._shown())


@dataclass(frozen=True)
class Learned:
    """A page that says for everything a notebook teaches which of its questions were answered right.

    Attributes
    ----------
    goals : tuple of (str, dict of str to (bool or None))
        What a student can do, with what was said last of the questions that show it.
    """

    goals: tuple

    @property
    def _title(self):
        said = [state for _, states in self.goals for state in states.values()]
        return f"What you can do now: {sum(state is True for state in said)} of {len(said)} questions right"

    def _sorted(self):
        """For every goal the names of its questions, by what was said of them."""
        for goal, states in self.goals:
            yield goal, {word: ", ".join(name for name in states if states[name] is state)
                         for word, state in _STATES.items()}

    def __str__(self):
        rows = (f"    {goal}\n        " + "; ".join(f"{word}: {names}" for word, names in said.items() if names)
                for goal, said in self._sorted())
        return "\n".join([self._title, *rows])

    __repr__ = __str__

    def _repr_html_(self):
        left = 'style="text-align: left"'
        head = "".join(f'<th scope="col" {left}>{word}</th>' for word in ("You can", *_STATES))
        rows = "".join(
            f'<tr><th scope="row" {left[:-1]}; font-weight: normal">{escape(goal)}</th>'
            + "".join(f"<td {left}>{escape(names) or '–'}</td>" for names in said.values()) + "</tr>"
            for goal, said in self._sorted())
        return f"<table><caption {left}>{self._title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
