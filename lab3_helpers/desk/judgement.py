"""What is known of one returned notebook: what its checks said, and what else a lecturer should see."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lab3_helpers.verdict import ICONS

_STORED = re.compile(r"([✓✗○]) (\S+) (?:right|not yet|open): (.*)")
_MISTAKE = re.compile(r'<div role="status" data-mistake="([^"]*)"')
_CORRECT = {icon: correct for correct, icon in ICONS.items()}


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
    cells : list of dict

    Returns
    -------
    Judgement
    """
    judgement = Judgement()
    try:
        for cell in cells:
            for shown in (output["data"] for output in cell["outputs"] if "data" in output):
                said = _STORED.match("".join(shown.get("text/plain", "")))
                if said and said[2] in exercise.questions.values():
                    mistake = _MISTAKE.match("".join(shown.get("text/html", "")))
                    judgement.add(said[2], Said(_CORRECT[said[1]], mistake and mistake[1], said[3],
                                                exercise.answer(cell, cells)))
    except Exception as error:  # a stranger's file may be wrong in any way, and costs one line
        judgement.notes.append(f"its outputs are not a notebook's ({type(error).__name__})")
    return judgement
