"""The table of students and questions, and what it says about the class."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

_STATES = {True: "right", False: "not yet", None: "open"}
NOT_RUN = "not run"
STATES = (*_STATES.values(), NOT_RUN)


class Mistake(NamedTuple):
    """A mistake on one question: its name or what the check said of it, how often, and an example with its sentence."""

    name: str
    count: int
    message: str
    answer: str


class Question(NamedTuple):
    """How the class did on a question: how many are in which state, and the most common mistakes."""

    name: str
    counts: dict
    mistakes: tuple


@dataclass(frozen=True)
class Table:
    """Who solved what.

    Attributes
    ----------
    questions : tuple of str
        In the course's order.
    students : dict of str to dict of str to Said
        By student, then by question; a question that is not there was not run.
    lines : list of (str, Path, str)
        What else a lecturer should see: student, file, sentence.
    """

    questions: tuple
    students: dict
    lines: list

    def state(self, student, question):
        """``"right"``, ``"not yet"``, ``"open"`` or ``"not run"``."""
        said = self.students[student].get(question)
        return NOT_RUN if said is None else _STATES[said.correct]

    def question(self, name, most=3):
        """What the class did on a question.

        Parameters
        ----------
        name : str
        most : int, default 3
            How many mistakes are listed.

        Returns
        -------
        Question
        """
        counts = Counter(self.state(student, name) for student in self.students)
        wrong = [said[name] for said in self.students.values() if name in said and said[name].correct is False]
        names = Counter(said.mistake or said.message for said in wrong)
        mistakes = []
        for mistake, count in names.most_common(most):
            examples = ((said.message, said.answer) for said in wrong if (said.mistake or said.message) == mistake)
            mistakes.append(Mistake(mistake, count, *Counter(examples).most_common(1)[0][0]))
        return Question(name, {state: counts[state] for state in STATES}, tuple(mistakes))

    def hardest_first(self):
        """Every question, those that the fewest have solved first.

        Returns
        -------
        list of Question
        """
        return sorted(map(self.question, self.questions), key=lambda question: question.counts["right"])


def duration(seconds):
    """A time in words: ``"42 s"``, ``"3 min 20 s"``.

    Parameters
    ----------
    seconds : float

    Returns
    -------
    str
    """
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return f"{minutes} min {rest} s"
    return f"{rest} s" if seconds >= 10 else f"{seconds:.1f} s"
