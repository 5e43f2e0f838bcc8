"""Exercise 3: what each unit of the network computes, one at a time.

Every unit draws one line in the plane of its inputs: z1 and z2 in the plane of the points, where no single line
separates them, and f in the hidden space, where one can.
"""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle

from lab3_helpers.arguments import shown
from lab3_helpers.network.pictures import GRID, PLANE, DecisionMap, HiddenSpace
from lab3_helpers.network.maths import PARAMETER_NAMES, X, Y, forward, sigmoid
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import ORANGE, Canvas
from lab3_helpers.panel.controls import entry_slider, number_slider
from lab3_helpers.panel.stamps import Stamps
from lab3_helpers.panel.words import listed, number

# The bias of every unit and its two weights, and what these are multiplied by.
UNITS = {"z1": ("b1", "w11", "w21"), "z2": ("b2", "w12", "w22"), "f": ("c", "u1", "u2")}
INPUTS = {"z1": ("x1", "x2"), "z2": ("x1", "x2"), "f": ("z1", "z2")}
LARGEST = 5.0
# The drawing in pixels from its top left corner.
SIZE, RADIUS = (380, 240), 28
CENTRES = {"x1": (25, 75), "x2": (25, 165), "z1": (180, 75), "z2": (180, 165), "f": (335, 120)}
# Where a bias begins, which ends in its unit.
BIASES = {"z1": (180, 16), "z2": (180, 224), "f": (335, 61)}
# The share of the way from an input to its unit at which a weight stands, where two ways cross.
SHARES = {"w12": 0.32, "w21": 0.32}


class UnitPanel(Panel):
    """The network one unit at a time: choose z1, z2 or f, and place its line by its bias and its two weights.

    Parameters
    ----------
    unit : str, default "z1"
        "z1", "z2" or "f".
    b1, b2, w11, w12, w21, w22, c, u1, u2 : float
        The network, each between -5 and 5.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "One unit at a time"
    click = "Click a unit of the network to see what it computes."

    def __init__(self, unit="z1", b1=0.5, b2=0.5, w11=1, w12=0, w21=0, w22=1, c=0, u1=1, u2=1):
        if not isinstance(unit, str) or unit not in UNITS:
            raise ValueError(f'unit must be "z1", "z2" or "f", but {shown(unit)} came.')
        start = dict(zip(PARAMETER_NAMES, (b1, b2, w11, w12, w21, w22, c, u1, u2)))
        controls = {"unit": entry_slider("unit", unit, [(name, name) for name in UNITS])}
        for names in UNITS.values():
            controls |= {name: number_slider(name, start[name], -LARGEST, LARGEST, 0.1) for name in names}
        super().__init__(_UnitFigure(), controls)

    def move(self, unit, **parameters):
        for name in PARAMETER_NAMES:  # the sliders of one unit, so that there are few
            self.controls[name].layout.display = None if name in UNITS[unit] else "none"
        params = np.array([parameters[name] for name in PARAMETER_NAMES])
        self.figure.move(unit, params)
        return _describe(unit, params), {"unit": unit} | {name: parameters[name] for name in PARAMETER_NAMES}

    def clicked(self, x, y):
        point = self.figure.point_at(self.figure.network, x, y)
        for unit in UNITS if point is not None else ():
            if np.hypot(*(point - CENTRES[unit])) <= RADIUS:
                self.set(unit=unit)


def computed(unit, params, points):
    """What a unit computes at some points.

    Parameters
    ----------
    unit : str
        A key of `UNITS`.
    params : numpy.ndarray, shape (9,)
    points : numpy.ndarray, shape (n, 2)
        In the plane of x1 and x2.

    Returns
    -------
    into, out : numpy.ndarray, shape (n,)
        Its input, which is 0 on its line, and its output.
    """
    bias, *weights = params[[PARAMETER_NAMES.index(name) for name in UNITS[unit]]]
    if unit == "f":
        into = bias + weights @ np.stack(forward(params, points)[:2])
        return into, sigmoid(into)
    into = bias + points @ weights
    return into, np.tanh(into)


def _describe(unit, params):
    """The picture in words: the unit at the five points, and which of them its line leaves together."""
    into, out = computed(unit, params, X)
    (positive,), others = out[Y == 1], out[Y == 0]
    others = listed(number(value, 2) for value in others)
    bias, *weights = (params[PARAMETER_NAMES.index(name)] for name in UNITS[unit])
    total = f"{number(bias, 2)}" + "".join(
        f" {'-' if weight < 0 else '+'} {number(abs(weight), 2)} {name}{'_out' * (unit == 'f')}"
        for weight, name in zip(weights, INPUTS[unit]))
    right = f": {((out > 0.5) == Y).sum()} of 5 right" if unit == "f" else ""
    together = ((into[Y == 0] * into[Y == 1]).round(9) >= 0).sum()  # what is on the line is not on the other side
    line = "its line in the hidden space" if unit == "f" else "its line"
    return (f"{unit}_out = {'sigma' if unit == 'f' else 'tanh'}({total}). It is {number(positive, 2)} at the positive "
            f"point and {others} at the others{right}. On the positive point's side of {line}: "
            f"{together} of the 4 others.")


class _UnitFigure(Canvas):
    """A unit's output at the points and over the plane, the network with the unit lit, and the hidden space."""

    def __init__(self):
        super().__init__(820, 470, parts=[(0, 0, 440, 470), (440, 0, 820, 470)])
        self.decision = DecisionMap(self, (45 / 820, 44 / 470, 380 / 820, 380 / 470))
        self.decision.boundary.set_label("unit's input 0")
        self.decision.legend_above()
        self._values = self.moving(self.decision.axes.add_artist(Stamps(9, boxed=True)))
        self.hidden = HiddenSpace(self, (490 / 820, 34 / 470, 150 / 820, 150 / 470))
        self.network = self._network_axes()

    def move(self, unit, params):
        output, at_points = (computed(unit, params, points)[1] for points in (PLANE, X))
        low = 0 if unit == "f" else -1
        self.decision.move((output.reshape(len(GRID), -1) - low) / (1 - low), params)
        self._values.set_texts(X + (0, 0.28), [f"{value + 0.0:.2f}" for value in at_points])
        self.hidden.move(params)
        self._lit.set_segments([ends for name, ends in self._edges.items() if name in UNITS[unit]])
        self._ring.set_center(CENTRES[unit])
        self._names.set_texts(list(self._spots.values()),
                              [f"{name} = {params[PARAMETER_NAMES.index(name)] + 0.0:g}" for name in self._spots])
        lines = f"Left: {unit}_out,", f"blue {low}, red 1.", "Hidden space: f_out,", "blue 0, red 1."
        self._colours.set_texts([(220, y) for y in (310, 330, 360, 380)], lines)

    def _network_axes(self):
        axes = self.figure.add_axes((440 / 820, 225 / 470, 380 / 820, 240 / 470))
        axes.set(xlim=(0, SIZE[0]), ylim=(SIZE[1], 0))
        axes.axis("off")
        self._edges, self._spots = {}, {}
        for unit, (bias, *weights) in UNITS.items():
            for name, start in zip((bias, *weights), (BIASES[unit], *(CENTRES[name] for name in INPUTS[unit]))):
                way = np.subtract(CENTRES[unit], start)
                gap = RADIUS / np.hypot(*way) * way
                self._edges[name] = start + gap * (name != bias), CENTRES[unit] - gap
                self._spots[name] = start + SHARES.get(name, 0.5) * way * (name != bias)
        for start, end in self._edges.values():
            axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, shrinkA=0, shrinkB=0,
                                           color="#8A8A8A", linewidth=1))
        self._lit = self.moving(axes.add_collection(LineCollection([], colors=ORANGE, linewidths=4)))
        self._ring = self.moving(axes.add_patch(Circle((0, 0), RADIUS + 3, fill=False, edgecolor=ORANGE, linewidth=4)))
        # Drawn anew over the lit edges, so that the names can be read.
        spots = np.array(list(self._spots.values()))
        self.moving(axes.add_collection(LineCollection(np.stack([spots - (30, 0), spots + (30, 0)], axis=1),
                                                       colors="white", linewidths=11, capstyle="butt")))
        for name, centre in CENTRES.items():
            axes.add_patch(Circle(centre, RADIUS, facecolor="white", edgecolor="black") if name in UNITS else
                           Rectangle(np.subtract(centre, 20), 40, 40, facecolor="#F2F2F2", edgecolor="black"))
            axes.text(*centre, f"{name}_in\n{name}_out" if name in UNITS else name, ha="center", va="center",
                      fontsize=8)
        self._names = self.moving(axes.add_artist(Stamps(8)))
        self._colours = self.moving(axes.add_artist(Stamps(9, centred=False)))
        return axes
