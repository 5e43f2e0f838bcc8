"""The hidden space: where the five points go in (z1_out, z2_out), and the one line that the output neuron draws there.

The training panel and the panel of the units show it.
"""


from lab3_helpers.network.decision_map import PLANE, add_heatmap, add_marks, zero_line
from lab3_helpers.network.maths import X, Y, forward, sigmoid

# A tanh ends at 1; a margin shows the points that get there whole.
END = 1.25
SPACE = PLANE / PLANE.max() * END


class HiddenSpace:
    """The five points as the output neuron sees them, over its output at every place of the hidden space.

    Parameters
    ----------
    canvas : lab3_helpers.panel.canvas.Canvas
    place : tuple of float
        Left, bottom, width, height as fractions of the picture.

    Attributes
    ----------
    line : matplotlib.lines.Line2D
        Where f_in is 0.
    marks : dict of int to matplotlib.lines.Line2D
        The points by their label.
    """

    def __init__(self, canvas, place):
        axes = canvas.figure.add_axes(place)
        axes.set(xlim=(-END, END), ylim=(-END, END), xticks=(-1, 0, 1), yticks=(-1, 0, 1))
        axes.tick_params(labelsize=8, length=2, pad=2)
        axes.set_xlabel("$z_{1,out}$", labelpad=0, fontsize=9)
        axes.set_ylabel("$z_{2,out}$", labelpad=-5, fontsize=9)
        axes.set_title("hidden space, line: $f_{in}$ = 0", fontsize=9, pad=4)
        self._map = canvas.moving(add_heatmap(axes, 0, 1))
        self.line = canvas.moving(axes.plot([], [], "-", color="black", linewidth=2)[0])
        self.marks = add_marks(canvas, axes)

    def move(self, params):
        """Show another network.

        Parameters
        ----------
        params : numpy.ndarray, shape (9,)
        """
        *_, c, u1, u2 = params
        self._map.set_values(sigmoid(c + SPACE @ (u1, u2)).reshape(round(len(SPACE) ** 0.5), -1))
        self.line.set_data(*zero_line(c, u1, u2))
        z1, z2, _ = forward(params, X)
        for y, mark in self.marks.items():
            mark.set_data(z1[Y == y], z2[Y == y])
