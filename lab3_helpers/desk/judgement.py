"""What is known of one returned notebook: what its checks said, and what else a lecturer should see."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_STORED = re.compile(r"(?P<icon>[✓✗○]) (?P<question>\S+) [a-z ]+: (?P<message>.*)")
_CORRECT = {"✓": True, "✗": False, "○": None}


class Said(NamedTuple):
    """A verdict on a question.

    Attributes
    ----------
    correct : bool or None
        None: a blank, or nothing that could be judged.
    mistake : str or None
        The name of the mistake, where one was recognised and is known.
    message : str
    answer : str
        The source of the cell that answered.
    """

    correct: bool | None
    mistake: str | None = None
    message: str = ""
    answer: str = ""


@dataclass
class Judgement:
    """What became of a notebook.

    Attributes
    ----------
    said : dict of str to Said
        By question; a question that is not there was not run.
    notes : list of str
        What went wrong, in the order in which it did.
    seconds : float
    """

    said: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    seconds: float = 0.0

    def add(self, question, said):
        """Keep a verdict as the last on its question: a blank does not undo what was answered elsewhere."""
        if said.correct is not None or question not in self.said:
            self.said[question] = said


def as_stored(exercise, cells):
    """The verdicts that a notebook holds, without running it; anybody can have typed them.

    Parameters
    ----------
    exercise : Exercise
    cells : list of Cell

    Returns
    -------
    Judgement
    """
    judgement, sources = Judgement(), {cell.id: cell.source for cell in cells}
    for cell in cells:
        for line, mistake in cell.stored:
            shown = _STORED.match(line)
            if shown["question"] in exercise.questions.values():
                answer = sources.get(exercise.answers.get(cell.id), cell.source)
                judgement.add(shown["question"], Said(_CORRECT[shown["icon"]], mistake, shown["message"], answer))
    return judgement
