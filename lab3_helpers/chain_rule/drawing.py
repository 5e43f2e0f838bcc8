"""The network's drawing: nodes, edges and the nine parameters on them."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, RADIUS = 520, 330, 34
# Centre, label and second line of every node; the boxes with a 1 are what a bias is multiplied by.
NODES = {
    "x1": (38, 95, "x1", ""), "x2": (38, 235, "x2", ""),
    "z1": (238, 95, "z1", "tanh"), "z2": (238, 235, "z2", "tanh"),
    "f": (400, 165, "f", "sigma"),
    "1 b1": (150, 25, "1", ""), "1 b2": (150, 305, "1", ""), "1 c": (330, 60, "1", ""),
}
# From, to, parameter, and where on the edge its name stands (0 is the start).
EDGES = [
    ("1 b1", "z1", "b1", 0.42), ("1 b2", "z2", "b2", 0.42),
    ("x1", "z1", "w11", 0.5), ("x1", "z2", "w12", 0.27), ("x2", "z1", "w21", 0.27), ("x2", "z2", "w22", 0.5),
    ("1 c", "f", "c", 0.42), ("z1", "f", "u1", 0.4), ("z2", "f", "u2", 0.4),
]
DESCRIPTION = (
    "Drawing of the network. Both inputs go to both hidden neurons: x1 to z1 with weight w11 and to z2 with weight "
    "w12, x2 to z1 with weight w21 and to z2 with weight w22. The hidden neurons z1 and z2 have biases b1 and b2 and "
    "apply tanh. Both go to the output neuron f, z1 with weight u1 and z2 with weight u2; f has bias c and applies "
    "sigma. Its output is f_out."
)


@dataclass(frozen=True)
class Drawing:
    """A picture that does not move; shows itself in a notebook with its text alternative.

    Attributes
    ----------
    svg : str
    description : str
        What it shows, in words.
    """

    svg: str
    description: str

    def __repr__(self):
        return self.description

    def _repr_html_(self):
        # An image element, because it carries its description wherever the notebook is read; an image/png output
        # has none in JupyterLab. The text is the same on every machine.
        return (f'<img class="lab3-picture" alt="{escape(self.description)}" width="{WIDTH}" height="{HEIGHT}" '
                f'src="data:image/svg+xml;base64,{b64encode(self.svg.encode()).decode()}">')


def network_drawing():
    """The network of exercises 2 and 3 with its nine parameters, b1 b2 w11 w12 w21 w22 c u1 u2, on their edges.

    Returns
    -------
    Drawing
    """
    edges = "".join(_edge(*edge) for edge in EDGES)
    nodes = "".join(_node(*node) for node in NODES.values())
    x, y, *_ = NODES["f"]
    output = _arrow(x + RADIUS, y, x + RADIUS + 36, y) + _text(x + RADIUS + 60, y, "f_out")
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="17" text-anchor="middle" stroke-width="1.6">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>{edges}{output}{nodes}</svg>',
        DESCRIPTION,
    )


def _node(x, y, label, function):
    if label == "1":
        return (f'<rect x="{x - 13}" y="{y - 13}" width="26" height="26" fill="white" stroke="black"/>'
                + _text(x, y, label))
    return (f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="white" stroke="black"/>'
            + (_text(x, y - 9, label) + _text(x, y + 12, function) if function else _text(x, y, label)))


def _edge(start, end, parameter, where):
    (x0, y0, *_), (x1, y1, *_) = NODES[start], NODES[end]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    touch = 1 - RADIUS / length  # the arrow ends on the circle
    x, y = x0 + where * (x1 - x0), y0 + where * (y1 - y0)
    return (_arrow(x0, y0, x0 + touch * (x1 - x0), y0 + touch * (y1 - y0))
            + f'<rect x="{x - 19:.1f}" y="{y - 11:.1f}" width="38" height="22" fill="white"/>'
            + _text(x, y, parameter, "#0057A3"))


def _arrow(x0, y0, x1, y1):
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = 10 * (x1 - x0) / length, 10 * (y1 - y0) / length
    tip = " ".join(f"{x:.1f},{y:.1f}" for x, y in (
        (x1, y1), (x1 - dx - 0.4 * dy, y1 - dy + 0.4 * dx), (x1 - dx + 0.4 * dy, y1 - dy - 0.4 * dx)))
    return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#444"/><polygon points="{tip}" fill="#444"/>'


def _text(x, y, words, colour="black"):
    return f'<text x="{x:.1f}" y="{y + 6:.1f}" fill="{colour}">{words}</text>'
