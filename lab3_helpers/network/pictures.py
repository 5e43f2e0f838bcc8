"""What several panels draw of a network: its output over the plane, its hidden space, and where losses end.

A map's rows run along x2, its columns along x1.
"""

import contourpy
import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image

from lab3_helpers.network.maths import SUCCESS, X, Y, forward, plateau_losses, sigmoid
from lab3_helpers.panel.canvas import GREY, VERMILION

# Both coordinates of a map, and its points row by row.
GRID = np.linspace(-2, 2, 101)
PLANE = np.stack(np.meshgrid(GRID, GRID), axis=-1).reshape(-1, 2)
# The same of the hidden space: a tanh ends at 1; a margin shows the points that get there whole.
END = 1.25
SPACE = PLANE / PLANE.max() * END
# Where a parameter vector holds bias and weights of the two hidden neurons.
HIDDEN = [[0, 2, 4], [1, 3, 5]]
# Blue - white - red is told apart with every kind of colour blindness; white, at the middle, is the boundary.
BLUE_WHITE_RED = LinearSegmentedColormap.from_list("blue-white-red", ["#2166AC", "white", "#B2182B"])


class DecisionMap:
    """A network's output in one square, with what belongs to it.

    Parameters
    ----------
    canvas : lab3_helpers.panel.canvas.Canvas
    place : tuple of float
        Left, bottom, width, height as fractions of the picture.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    boundary : matplotlib.lines.Line2D
        Where the output is 0.5.
    handles : list
        For a legend.
    """

    def __init__(self, canvas, place):
        self.axes = axes = canvas.figure.add_axes(place)
        axes.set(xlim=GRID[[0, -1]], ylim=GRID[[0, -1]], xticks=range(-2, 3), yticks=range(-2, 3))
        axes.tick_params(labelsize=9)
        axes.set_xlabel("$x_1$", labelpad=1)
        axes.set_ylabel("$x_2$", labelpad=-4)
        self._map = canvas.moving(axes.add_artist(Heatmap()))
        self._hidden = [
            canvas.line(axes, style, color="black", linewidth=1.8, label=f"$z_{{{n},in}}$ = 0")
            for n, style in ((1, "--"), (2, ":"))]
        self.boundary = canvas.line(axes, "-", color="black", linewidth=2, label="output 0.5")
        marks = add_marks(canvas, axes)
        for y, mark in marks.items():
            mark.set_data(*X[Y == y].T)
        self.handles = [*marks.values(), self.boundary, *self._hidden]

    def legend_above(self):
        """Make a legend in the picture's upper left corner, in two rows above the map."""
        self.axes.figure.legend(handles=self.handles, loc="upper left", bbox_to_anchor=(0.045, 1), ncols=3, fontsize=9,
                                markerscale=0.8, frameon=False, columnspacing=1, handletextpad=0.5,
                                borderaxespad=0.2)

    def move(self, output, params):
        """Show another network.

        Parameters
        ----------
        output : array_like, shape (101, 101)
            Between 0 and 1.
        params : numpy.ndarray, shape (9,)
        """
        self._map.set_values(output)
        for line, weights in zip(self._hidden, params[HIDDEN]):
            line.set_data(*zero_line(*weights))
        self.boundary.set_data(*boundary(output))


class HiddenSpace:
    """The five points as the output neuron sees them, over its output at every place of the hidden space.

    Parameters
    ----------
    canvas, place
        As in `DecisionMap`.

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
        self._map = canvas.moving(axes.add_artist(Heatmap()))
        self.line = canvas.line(axes, "-", color="black", linewidth=2)
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


class Heatmap(Artist):
    """Numbers between 0 and 1 on a square grid whose ends are the ends of the axes, as colours.

    Matplotlib's own image interpolates in floating point and four channels, several times slower.
    """

    def __init__(self):
        super().__init__()
        # The four channels of a colour as one number: looked up four times as fast.
        self._palette = (BLUE_WHITE_RED(np.linspace(0, 1, 256)) * 255).round().astype(np.uint8).view(np.uint32)[:, 0]

    def set_values(self, values):
        """Show `values`, shape (n, n), the lowest row first."""
        self._levels = (255 * np.asarray(values)).round().clip(0, 255).astype(np.uint8)

    def draw(self, renderer):
        left, bottom, right, top = np.round(self.axes.bbox.extents).astype(int)
        ends = (0.5, 0.5, self._levels.shape[1] - 0.5, self._levels.shape[0] - 0.5)
        image = Image.fromarray(self._levels).resize((right - left, top - bottom), Image.Resampling.BILINEAR, ends)
        gc = renderer.new_gc()
        colours = self._palette.take(np.asarray(image))
        renderer.draw_image(gc, left, bottom, colours.view(np.uint8).reshape(*colours.shape, 4))
        gc.restore()


def add_marks(canvas, axes):
    """What marks the points with label 1 and those with label 0, still without places, by the label."""
    return {y: canvas.line(axes, marker, linestyle="none", color=face, markersize=size, markeredgecolor="black",
                           markeredgewidth=1.2, label=f"point with y = {y}")
            for y, marker, face, size in ((1, "*", "#FFD92F", 17), (0, "o", "white", 9))}


def zero_line(bias, weight1, weight2):
    """Two points far apart on the line ``bias + weight1 x1 + weight2 x2 = 0``, shape (2, 2): x1 first, x2 second.

    Not a number where there is no such line, or it passes far from the origin.
    """
    length = np.hypot(weight1, weight2)
    if not abs(bias) < 10 * length:
        return np.full((2, 2), np.nan)
    normal = np.array([weight1, weight2]) / length
    along = np.array([-normal[1], normal[0]])
    foot = -bias / length * normal
    return np.column_stack([foot - 20 * along, foot + 20 * along])


def boundary(output):
    """The lines where a map is 0.5, one after the other with gaps between, shape (2, k)."""
    gap, lines = np.full((1, 2), np.nan), contourpy.contour_generator(GRID, GRID, output).lines(0.5)
    return np.concatenate([np.empty((0, 2)), *(part for line in lines for part in (line, gap))]).T


def mark_losses(axes, right, size, success=str(SUCCESS)):
    """Lines at the losses of the plateaus and at that of a success, named to the right of the axes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With the loss upward.
    right : float
        Where the names begin, as a share of the width of the axes.
    size : float
        Of the names, in points.
    success : str
        What the lowest line is called.
    """
    levels = [(level, f"{level:.4f}", GREY, "--", 0.8) for level in plateau_losses().values()]
    for level, name, colour, style, width in (*levels, (SUCCESS, success, VERMILION, ":", 1.5)):
        axes.axhline(level, color=colour, linestyle=style, linewidth=width)
        axes.text(right, level, name, transform=axes.get_yaxis_transform(), va="center", fontsize=size)
