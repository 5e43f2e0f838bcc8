"""The table of students and questions, and what it says about the class."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from lab3_helpers.verdict import WORDS

NOT_RUN = "not run"
STATES = (*WORDS.values(), NOT_RUN)
_MOST = 3  # mistakes that are listed of a question


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

    def states(self, student):
        """For each question one of `STATES`."""
        said = self.students[student]
        return [WORDS[said[name].correct] if name in said else NOT_RUN for name in self.questions]

    def counts(self):
        """By question, how many students are in which state."""
        columns = zip(*map(self.states, self.students))
        return dict(zip(self.questions, map(Counter, columns)))

    def mistakes(self, question):
        """The most common ones: each by its name, or by what the check said; how often; and a `Said` of that kind."""
        examples = defaultdict(Counter)
        for said in (answers[question] for answers in self.students.values() if question in answers):
            if said.correct is False:
                examples[said.mistake or said.message][said] += 1
        common = sorted(examples.items(), key=lambda item: item[1].total(), reverse=True)[:_MOST]
        return [(name, same.total(), same.most_common(1)[0][0]) for name, same in common]


def duration(seconds):
    """A time in words: ``"42 s"``, ``"3 min 20 s"``."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return f"{minutes} min {rest} s"
    return f"{rest} s" if seconds >= 10 else f"{seconds:.1f} s"
