"""Exercise 2: where the factors of each of the sixteen derivatives come from.

The network as a graph: a question's chain is a path through it, or two, and every factor stands on an edge with its
number. Long chains turn out to be made of the factors of short ones. A lecturer who holds back the solutions holds back
the factors' formulas as well.
"""

from functools import cache
from itertools import pairwise
from math import prod

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from sympy import lambdify

from lab3_helpers.arguments import shown
from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.symbols import L, NETWORK, QUESTIONS, without_sigma
from lab3_helpers.chain_rule.tutor import partial
from lab3_helpers.network.maths import PARAMETER_NAMES, random_parameters
from lab3_helpers.panel.base import Panel
from lab3_helpers.panel.canvas import BLUE, GREY, ORANGE, Canvas
from lab3_helpers.panel.controls import entry_slider, number_slider
from lab3_helpers.panel.stamps import Stamps
from lab3_helpers.panel.words import number
from lab3_helpers.release import held_back

# What stands on every edge, by the names of its parent and its child: the child's derivative by the parent.
DERIVATIVES = {(parent.name, child.name): NETWORK.compact_derivative(child, parent)
               for child in NETWORK.definitions for parent in NETWORK.parents(child)}
FACTORS = {edge: typeset.latex(derivative) for edge, derivative in DERIVATIVES.items()}

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
# A narrow page shows both halves of the network, then the two terms; the sentence has the numbers of the last line.
TERMS = 15, 352
PARTS = [(0, 0, 480, 460), (405, 0, WIDTH, 460), (0, 460, TERMS[1] - 2, 510), (TERMS[1] - 2, 460, 700, 510)]
# The share of the way from parent to child at which an edge's number stands, where the middle is crowded.
SHARES = {("x1", "z2_in"): 0.3, ("x2", "z1_in"): 0.3, ("w21", "z1_in"): 0.42, ("w12", "z2_in"): 0.42}
# Short edges have their number below.
BELOW = {("z1_in", "z1_out"), ("z2_in", "z2_out"), ("f_in", "f_out"), ("f_out", "L")}
# Where an edge's formula stands from its number, where above is crowded or the formula is long.
SHIFTS = {("f_out", "L"): (-12, -62), ("f_in", "f_out"): (0, 36), ("u1", "f_in"): (-30, 0), ("b1", "z1_in"): (30, 0),
          ("c", "f_in"): (30, 0), ("b2", "z2_in"): (30, 0)}
FIRST, *_, LAST = QUESTIONS


class ChainRulePanel(Panel):
    """The network as a graph: a question lights its paths, sliders put numbers on every node and edge.

    Parameters
    ----------
    question : str, default "2.1"
        The number of a question of exercise 2.
    x1, x2 : float, default 1 and 0.5
        The input, between -2 and 2.
    y : int, default 1
        The label, 0 or 1.
    seed : int, default 0
        Between 0 and 99; the weights are ``random_parameters(1, seed=seed)[0]``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind described above.
    """

    title = "The chain rule in the network"

    def __init__(self, question="2.1", x1=1, x2=0.5, y=1, seed=0):
        if not isinstance(question, str) or question not in QUESTIONS:
            raise ValueError(f'question must be one of "{FIRST}" to "{LAST}", but {shown(question)} came.')
        controls = {
            "question": entry_slider("question", question, [(f"{q.id}  {q.text}", q.id) for q in QUESTIONS.values()]),
            "x1": number_slider("x1", x1, -2.0, 2.0, 0.1),
            "seed": number_slider("seed", seed, 0, 99, 1),
            "x2": number_slider("x2", x2, -2.0, 2.0, 0.1),
            "y": number_slider("y", y, 0, 1, 1),
        }
        self._solved = held_back("solutions") is None
        super().__init__(ChainFigure(), controls)

    def move(self, question, x1, seed, x2, y):
        asked = QUESTIONS[question]
        weights = dict(zip(PARAMETER_NAMES, random_parameters(1, seed=seed)[0].tolist()))
        values, derivatives, slopes = passes({"x1": x1, "x2": x2, "y": y} | weights)
        paths = lit_paths(asked)
        result = _numbers(asked, paths, derivatives, values)
        terms = _terms(asked, self._solved)
        self.figure.move(values, slopes, derivatives, paths, terms, result, FACTORS if self._solved else {})
        return describe(asked, paths, result, values), {"question": question, "x1": x1, "x2": x2, "y": y, "seed": seed}


def passes(inputs):
    """The numbers of the forward and of the backward pass.

    Parameters
    ----------
    inputs : dict of str to float
        Of every input of the network.

    Returns
    -------
    values : dict of str to float
        Of every symbol.
    derivatives : dict of (str, str) to float
        For parent and child of every edge, the child differentiated by the parent.
    slopes : dict of str to float
        The derivative of the loss by every symbol, added up over all paths.
    """
    nodes, edges = _programs()
    values = dict(inputs)
    for name, (parents, program) in nodes.items():
        values[name] = program(*(values[parent] for parent in parents))
    derivatives = dict(zip(DERIVATIVES, edges(*(values[s.name] for s in NETWORK.symbols))))
    slopes = dict.fromkeys(values, 0.0) | {L.name: 1.0}
    # Children come after their parents in the graph, so backward every slope is complete before it is passed on.
    for (parent, child), derivative in reversed(derivatives.items()):
        slopes[parent] += slopes[child] * derivative
    return values, derivatives, slopes


@cache
def _programs():
    """The graph's definitions and local derivatives as functions of numbers."""
    nodes = {node.name: ([parent.name for parent in NETWORK.parents(node)],
                         lambdify(NETWORK.parents(node), without_sigma(formula), "math"))
             for node, formula in NETWORK.definitions.items()}
    return nodes, lambdify(NETWORK.symbols, list(DERIVATIVES.values()), "math")


def lit_paths(question):
    """The edges, as pairs of names, of every path that a question follows through the network.

    A question about a function of its own, such as tanh, lights the nodes of the network that apply it.
    """
    if question.graph is NETWORK:
        return [[(parent.name, child.name) for child, parent in pairwise(path)] for path in question.paths]
    function = type(question.definition)
    return [[(parent.name, node.name)] for node, formula in NETWORK.definitions.items() if isinstance(formula, function)
            for parent in NETWORK.parents(node)]


@cache
def factors_used(last):
    """How many different local derivatives the questions need from the first up to the one with the id `last`."""
    ids = list(QUESTIONS)
    asked = [QUESTIONS[each] for each in ids[: ids.index(last) + 1]]
    return len({FACTORS[edge] for question in asked for path in lit_paths(question) for edge in path})


def describe(question, paths, result, values):
    """The picture in words: the question's paths, its factors in numbers, and how few factors there are in all.

    Parameters
    ----------
    question : lab3_helpers.chain_rule.symbols.Question
    paths : list of list of (str, str)
    result : str
        The product in numbers.
    values : dict of str to float

    Returns
    -------
    str
    """
    if question.graph is NETWORK:
        ways = " and ".join(" to ".join((path[0][1], *(parent for parent, _ in path))) for path in paths)
        what = f"{'One path' if len(paths) == 1 else 'Two paths'}: {ways}. {result}."
    else:
        what = f"In the network it is {result}."
    return (f"Question {question.id}, {question.text}. {what} Output {number(values['f_out'], 3)}, loss "
            f"{number(values['L'], 3)}. Different factors up to here: {factors_used(question.id)}; "
            f"in all {len(QUESTIONS)}: {factors_used(LAST)}.")


@cache
def _terms(question, solved):
    """The question and its chain in Leibniz's notation, or, `solved`, a single link's formula, for Matplotlib."""
    first, *rest = ("$ · $".join(partial(*link).latex for link in pairwise(path)) for path in question.paths)
    if len(question.paths[0]) == 2:
        if not solved:
            return [f"${question.latex}$"]
        first = typeset.latex(question.graph.compact_derivative(question.target, question.source))
    return [f"${question.latex}$ = ${first}$", *(f"+ ${term}$" for term in rest)]


def _numbers(question, paths, derivatives, values):
    """The product in numbers, or the sum of them; of a function's derivative, where the network needs it."""
    if question.graph is not NETWORK:
        return " and ".join(f"{number(derivatives[edge], 3)} at {edge[0]} = {number(values[edge[0]], 3)}"
                            for (edge,) in paths)
    products = [[derivatives[edge] for edge in path] for path in paths]
    total = number(sum(map(prod, products)), 4)
    if len(products) == len(products[0]) == 1:
        return f"{question.text} = {total}"
    return f"{question.text} = {' + '.join(' · '.join(map(_factor, product)) for product in products)} = {total}"


def _factor(value):
    text = number(value, 3)
    return f"({text})" if text.startswith("-") else text


class ChainFigure(Canvas):
    """The network as a graph that is computed forward and differentiated backward."""

    def __init__(self):
        super().__init__(WIDTH, HEIGHT, parts=PARTS)
        self._edges = {edge: _ends(*edge) for edge in DERIVATIVES}
        self._spots = {edge: start + SHARES.get(edge, 0.5) * (end - start) + (0, 13 * (edge in BELOW))
                       for edge, (start, end) in self._edges.items()}
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        for start, end in self._edges.values():
            axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, shrinkA=0, shrinkB=0,
                                           color="#8A8A8A", linewidth=1))
        self._lit = [
            self.moving(axes.add_collection(LineCollection([], colors=colour, linestyles=style, linewidths=width)))
            for colour, style, width in ((ORANGE, "-", 6), (BLUE, (0, (1.5, 0.8)), 4))]
        for name, centre in CENTRES.items():
            axes.add_patch(_shape(name))
            axes.text(centre[0], centre[1] - 12, name, ha="center", va="center", fontsize=9)
        # Drawn anew over the lit edges, so that the numbers can be read.
        spots = np.array([spot for edge, spot in self._spots.items() if edge not in BELOW])
        self.moving(axes.add_collection(LineCollection(np.stack([spots - (19, 0), spots + (19, 0)], axis=1),
                                                       colors="white", linewidths=11, capstyle="butt")))
        self._values, self._slopes, self._derivatives, self._factors, self._terms, self._result = (
            self.moving(axes.add_artist(stamps)) for stamps in (
                Stamps(9), Stamps(8, BACKWARD), Stamps(8), Stamps(10, boxed=True),
                Stamps(14, centred=False), Stamps(10, centred=False)))
        axes.text(636, 420, "upper number: value", fontsize=9)
        axes.text(636, 437, "lower number: dL/d(node)", fontsize=9, color=BACKWARD)
        axes.text(636, 454, "edge: d(child)/d(parent)", fontsize=9)

    def move(self, values, slopes, derivatives, paths, terms, result, factors):
        """Show other numbers, or another question.

        Parameters
        ----------
        values, slopes : dict of str to float
            Of every node: its value and the derivative of the loss by it.
        derivatives : dict of (str, str) to float
            Of every edge: the child differentiated by the parent.
        paths : sequence of sequence of (str, str)
            One or two lists of edges to light.
        terms : sequence of str
            One or two formulas, side by side under the network.
        result : str
            Stands below them.
        factors : dict of (str, str) to str
            The formulas, as LaTeX, that the lit edges show.
        """
        first, *rest = map(set, paths)
        other = set().union(*rest) - first
        for collection, lit in zip(self._lit, (first, other)):
            collection.set_segments([self._edges[edge] for edge in sorted(lit)])
        centres = np.array(list(CENTRES.values()))
        self._values.set_texts(centres + (0, 2), [short(values[name]) for name in CENTRES])
        self._slopes.set_texts(centres + (0, 15), [short(slopes[name]) for name in CENTRES])
        self._derivatives.set_texts(list(self._spots.values()), [short(derivatives[edge]) for edge in self._edges])
        lit = sorted((first | other) & factors.keys())
        places = [self._spots[edge] + SHIFTS.get(edge, (0, -32 if edge in BELOW else -19)) for edge in lit]
        self._factors.set_texts(places, [f"${factors[edge]}$" for edge in lit])
        self._terms.set_texts([(x, 485) for x, _ in zip(TERMS, terms)], terms)
        self._result.set_texts([(TERMS[0], 522)], [result])


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
