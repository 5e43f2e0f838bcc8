"""Exercise 2: a practice question, typeset."""

import numpy as np

from lab3_helpers.figures.canvas import Canvas
from lab3_helpers.figures.stamps import Stamps

MOST_LINES = 8


class PracticeFigure(Canvas):
    """Formulas, one below the other."""

    def __init__(self):
        super().__init__(820, 320)
        self._axes = self.figure.add_axes((0.02, 0, 0.96, 1), xlim=(0, 1), ylim=(MOST_LINES, 0))
        self._axes.set_axis_off()
        self._formulas = self.moving(self._axes.add_artist(Stamps(14, centred=False)))

    def move(self, formulas):
        """Show `formulas`, at most eight, as LaTeX without dollar signs."""
        rows = np.arange(len(formulas)) + 0.5
        sides = [one.replace(" = ", "$ = $") for one in formulas]  # short formulas come back, whole lines seldom do
        self._formulas.set_texts(np.column_stack([np.zeros(len(formulas)), rows]), [f"${one}$" for one in sides])
