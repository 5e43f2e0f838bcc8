"""Exercise 2: a fresh question for every seed, on four levels or mixed.

A derivative of the same kind as the sixteen, asked for in another small network; the panel's `task` checks the answer.
"""

import numpy as np

from lab3_helpers.chain_rule.practice import DIFFERENT, LEVELS, practice
from lab3_helpers.chain_rule.tutor import equation
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import Canvas
from lab3_helpers.panel.controls import list_slider, number_slider
from lab3_helpers.panel.stamps import Stamps

MOST_LINES = 8


class PracticePanel(Panel):
    """A practice question on another small network, chosen by its seed and level.

    Parameters
    ----------
    seed : int, default 1
        Between 0 and 59; no question comes twice.
    level : int, default 0
        1 for one link, 2 for a chain, 3 for two paths, 4 for other activations and losses; 0 mixes chains and paths.

    Attributes
    ----------
    task : lab3_helpers.chain_rule.practice.Practice
        The question that is shown; ``panel.task.check(...)``, ``panel.task.hint()`` and ``panel.task.solution()`` are
        its own.

    Raises
    ------
    TypeError, ValueError
        If `seed` or `level` is not a whole number, or outside of its slider.
    """

    title = "Practice: a fresh question of the same kind"

    def __init__(self, seed=1, level=0):
        super().__init__(
            PracticeFigure(),
            {"level": list_slider("level", level, {n: f"{n}, {name}" for n, name in LEVELS.items()}),
             "seed": number_slider("seed", seed, 0, DIFFERENT - 1, 1)},
        )

    def move(self, level, seed):
        self.task = practice(seed, level)
        question = self.task.question
        network = [equation(node, formula) for node, formula in question.graph.definitions.items()]
        self.figure.move([*(line.latex for line in network), rf"{question.latex} = \; ?"])
        arguments = {"seed": seed, "level": level} if level else {"seed": seed}
        return f"Find {question.text} in the network {', '.join(line.text for line in network)}.", arguments


class PracticeFigure(Canvas):
    """Formulas, one below the other."""

    def __init__(self):
        super().__init__(820, 320, parts=[(0, 0, 390, 320)])
        axes = self.figure.add_axes((0.02, 0, 0.96, 1), xlim=(0, 1), ylim=(MOST_LINES, 0))
        axes.set_axis_off()
        self._formulas = self.moving(axes.add_artist(Stamps(14, centred=False)))

    def move(self, formulas):
        """Show `formulas`, at most eight, as LaTeX without dollar signs."""
        rows = np.arange(len(formulas)) + 0.5
        sides = [one.replace(" = ", "$ = $") for one in formulas]  # short formulas come back, whole lines seldom do
        self._formulas.set_texts(np.column_stack([np.zeros(len(formulas)), rows]), [f"${one}$" for one in sides])
