"""Exercise 2: a fresh question for every seed."""

from lab3_helpers.figures import PracticeFigure
from lab3_helpers.panels.controls import number_slider
from lab3_helpers.panels.panel import Panel
from lab3_helpers.practice import practice
from lab3_helpers.tutor import equation

MAX_SEED = 99


class PracticePanel(Panel):
    """A practice question on another small network, chosen by its seed.

    Parameters
    ----------
    seed : int, default 1
        Between 0 and 99.

    Attributes
    ----------
    task : lab3_helpers.practice.Practice
        The question that is shown; ``panel.task.check(...)``, ``panel.task.hint()`` and ``panel.task.solution()`` are its own.

    Raises
    ------
    TypeError, ValueError
        If `seed` is not a whole number, or outside of the slider.
    """

    title = "Practice: a fresh question of the same kind"

    def __init__(self, seed=1):
        super().__init__(PracticeFigure(), {"seed": number_slider("seed", seed, 0, MAX_SEED, 1)})

    def move(self, seed):
        self.task = practice(seed)
        question = self.task.question
        network = [equation(node, formula) for node, formula in question.graph.definitions.items()]
        self.figure.move([*(line.latex for line in network), rf"{question.latex} = \; ?"])
        return f"Find {question.text} in the network {', '.join(line.text for line in network)}.", {"seed": seed}
