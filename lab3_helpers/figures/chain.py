"""Exercise 2's picture: the network as a graph, with numbers on every node and edge and the paths of a question lit."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle

from lab3_helpers.figures.canvas import BLUE, GREY, ORANGE, Canvas
from lab3_helpers.figures.stamps import Stamps

WIDTH, HEIGHT = 820, 540
BACKWARD = "#9C3D00"  # a darker vermilion: small numbers need the contrast
RADIUS, BOX = 29, (58, 46)
# Centres in pixels from the top left corner: what is computed in circles, what is given in boxes.
CIRCLES = {
    "z1_in": (310, 140), "z1_out": (445, 140), "z2_in": (310, 320), "z2_out": (445, 320),
    "f_in": (570, 230), "f_out": (675, 230), "L": (785, 230),
}
BOXES = {
    "x1": (40, 140), "x2": (40, 320), "w21": (120, 40), "w11": (200, 40), "b1": (280, 40),
    "w12": (120, 420), "w22": (200, 420), "b2": (280, 420), "u1": (535, 90), "c": (615, 90), "u2": (560, 380),
    "y": (785, 380),
}
CENTRES = CIRCLES | BOXES
# The share of the way from parent to child at which an edge's number stands, where the middle is crowded.
SHARES = {("x1", "z2_in"): 0.3, ("x2", "z1_in"): 0.3, ("w21", "z1_in"): 0.42, ("w12", "z2_in"): 0.42}
# Short edges have their number below.
BELOW = {("z1_in", "z1_out"), ("z2_in", "z2_out"), ("f_in", "f_out"), ("f_out", "L")}
# Where an edge's formula stands from its number, where above is crowded or the formula is long.
SHIFTS = {("f_out", "L"): (-12, -62), ("f_in", "f_out"): (0, 36), ("u1", "f_in"): (-30, 0), ("b1", "z1_in"): (30, 0),
          ("c", "f_in"): (30, 0), ("b2", "z2_in"): (30, 0)}


class ChainFigure(Canvas):
    """The network as a graph that is computed forward and differentiated backward.

    Parameters
    ----------
    edges : sequence of (str, str)
        Parent and child of every edge, by the names in `CENTRES`.
    """

    def __init__(self, edges):
        super().__init__(WIDTH, HEIGHT)
        self._edges = {edge: _ends(*edge) for edge in edges}
        self._spots = {edge: start + SHARES.get(edge, 0.5) * (end - start) + (0, 13 * (edge in BELOW))
                       for edge, (start, end) in self._edges.items()}
        axes = self._axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        for start, end in self._edges.values():
            axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, shrinkA=0, shrinkB=0,
                                           color="#8A8A8A", linewidth=1))
        self._lit = [self.moving(axes.add_collection(LineCollection([], colors=colour, linestyles=style, linewidths=width)))
                     for colour, style, width in ((ORANGE, "-", 6), (BLUE, (0, (1.5, 0.8)), 4))]
        for name, centre in CENTRES.items():
            axes.add_patch(_shape(name))
            axes.text(centre[0], centre[1] - 12, name, ha="center", va="center", fontsize=9)
        # Drawn anew over the lit edges, so that the numbers can be read.
        spots = np.array([spot for edge, spot in self._spots.items() if edge not in BELOW])
        self.moving(axes.add_collection(LineCollection(np.stack([spots - (19, 0), spots + (19, 0)], axis=1),
                                                       colors="white", linewidths=11, capstyle="butt")))
        self._values, self._slopes, self._derivatives, self._factors, *self._lines = (
            self.moving(axes.add_artist(stamps)) for stamps in (
                Stamps(9), Stamps(8, BACKWARD), Stamps(8), Stamps(10, boxed=True),
                Stamps(14, centred=False), Stamps(10, centred=False)))
        axes.text(636, 430, "upper number: value", fontsize=9)
        axes.text(636, 447, "lower number: dL/d(node)", fontsize=9, color=BACKWARD)
        axes.text(636, 464, "edge: d(child)/d(parent)", fontsize=9)

    def move(self, values, slopes, derivatives, paths, factors, lines):
        """Show other numbers, or another question.

        Parameters
        ----------
        values, slopes : dict of str to float
            Of every node: its value and the derivative of the loss by it.
        derivatives : dict of (str, str) to float
            Of every edge: the child differentiated by the parent.
        paths : sequence of sequence of (str, str)
            One or two lists of edges to light.
        factors : dict of (str, str) to str
            What to write on the lit edges, as LaTeX.
        lines : pair of str
            Stand under the network.
        """
        first, *rest = map(set, paths)
        other = set().union(*rest) - first
        for collection, lit in zip(self._lit, (first, other)):
            collection.set_segments([self._edges[edge] for edge in sorted(lit)])
        centres = np.array(list(CENTRES.values()))
        self._values.set_texts(centres + (0, 2), [short(values[name]) for name in CENTRES])
        self._slopes.set_texts(centres + (0, 15), [short(slopes[name]) for name in CENTRES])
        self._derivatives.set_texts(list(self._spots.values()), [short(derivatives[edge]) for edge in self._edges])
        lit = sorted(first | other)
        self._factors.set_texts([self._spots[edge] + SHIFTS.get(edge, (0, -32 if edge in BELOW else -19)) for edge in lit],
                                [f"${factors[edge]}$" for edge in lit])
        for stamps, line, y in zip(self._lines, lines, (485, 522)):
            stamps.set_texts([(15, y)], [line])


def short(number):
    """A number in at most six characters: rounded, tiny and huge ones as a power of ten."""
    if number and not 0.0005 <= abs(number) < 999.5:
        return f"{number:.0e}".replace("e-0", "e-").replace("e+0", "e")
    return f"{number + 0.0:.3g}" if abs(number) >= 1 else f"{number + 0.0:.3f}".rstrip("0").rstrip(".")


def _shape(name):
    if name in CIRCLES:
        return Circle(CIRCLES[name], RADIUS, facecolor="white", edgecolor="black", zorder=3)
    x, y = BOXES[name]
    return Rectangle((x - BOX[0] / 2, y - BOX[1] / 2), *BOX, facecolor="#F2F2F2", edgecolor=GREY, zorder=3)


def _ends(parent, child):
    """Where the edge leaves the parent's shape and where it meets the child's."""
    start, end = np.array(CENTRES[parent], float), np.array(CENTRES[child], float)
    way = end - start
    length = np.hypot(*way)
    to_side = (half / abs(step) for half, step in zip(np.divide(BOX, 2), way) if step)
    out = RADIUS / length if parent in CIRCLES else min(to_side)
    return start + out * way, end - RADIUS / length * way
