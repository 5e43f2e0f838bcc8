"""Exercise 2: where the factors of each of the sixteen derivatives come from."""

from functools import cache
from math import prod

from sympy import lambdify

from lab3_helpers import typeset
from lab3_helpers.arguments import shown
from lab3_helpers.figures import ChainFigure
from lab3_helpers.network import PARAMETER_NAMES, random_parameters
from lab3_helpers.panels.controls import entry_slider, number_slider
from lab3_helpers.panels.panel import Panel
from lab3_helpers.panels.words import number
from lab3_helpers.symbols import NETWORK, QUESTIONS, L, without_sigma

EDGES = tuple((parent, node) for node in NETWORK.definitions for parent in NETWORK.parents(node))


class ChainRulePanel(Panel):
    """The network as a graph: a question lights its paths, sliders put numbers on every node and edge.

    Parameters
    ----------
    question : str, default "2.1"
        From "2.1" to "2.16".
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
            raise ValueError(f'question must be one of "2.1" to "2.16", but {shown(question)} came.')
        controls = {
            "question": entry_slider("question", question, [(f"{q.id}  {q.text}", q.id) for q in QUESTIONS.values()]),
            "x1": number_slider("x1", x1, -2.0, 2.0, 0.1),
            "seed": number_slider("seed", seed, 0, 99, 1),
            "x2": number_slider("x2", x2, -2.0, 2.0, 0.1),
            "y": number_slider("y", y, 0, 1, 1),
        }
        super().__init__(ChainFigure([_names(edge) for edge in EDGES]), controls)

    def move(self, question, x1, seed, x2, y):
        asked = QUESTIONS[question]
        weights = dict(zip(PARAMETER_NAMES, random_parameters(1, seed=seed)[0].tolist()))
        values, derivatives, slopes = passes({"x1": x1, "x2": x2, "y": y} | weights)
        paths = lit_paths(asked)
        result = _numbers(asked, paths, derivatives, values)
        self.figure.move(values, slopes, derivatives, paths, _factors(), (_formula(question), result))
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
    derivatives = dict(zip(map(_names, EDGES), edges(*(values[s.name] for s in NETWORK.symbols))))
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
    local = [NETWORK.compact_derivative(child, parent) for parent, child in EDGES]
    return nodes, lambdify(NETWORK.symbols, local, "math")


def lit_paths(question):
    """The edges, as pairs of names, of every path that a question follows through the network.

    A question about a function of its own, such as tanh, lights the nodes of the network that apply it.
    """
    if question.graph is NETWORK:
        return [[_names(edge) for edge in zip(path[1:], path)] for path in NETWORK.paths(question.target, question.source)]
    function = type(question.graph.definitions[question.target])
    return [[_names(edge)] for edge in EDGES if isinstance(NETWORK.definitions[edge[1]], function)]


@cache
def factors_used(last):
    """How many different local derivatives the questions need from the first up to the one with the id `last`."""
    ids = list(QUESTIONS)
    asked = [QUESTIONS[each] for each in ids[: ids.index(last) + 1]]
    return len({_factors()[edge] for question in asked for path in lit_paths(question) for edge in path})


@cache
def _factors():
    """What is written on every edge: the child's derivative by the parent, as LaTeX."""
    return {_names(edge): typeset.latex(NETWORK.compact_derivative(*reversed(edge))) for edge in EDGES}


def describe(question, paths, result, values):
    """The picture in words: the question's paths, its factors in numbers, and how few factors there are in all.

    Parameters
    ----------
    question : lab3_helpers.symbols.Question
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
            f"{number(values['L'], 3)}. Different factors up to here: {factors_used(question.id)}; in all sixteen: "
            f"{factors_used('2.16')}.")


@cache
def _formula(asked):
    """The question and its chain in Leibniz's notation, or the function's derivative, for Matplotlib."""
    question = QUESTIONS[asked]
    if question.graph is not NETWORK:
        right = typeset.latex(question.graph.compact_derivative(question.target, question.source))
    else:
        right = "$ + $".join("$ · $".join(rf"\frac{{\partial {typeset.latex(child)}}}{{\partial {typeset.latex(parent)}}}"
                                           for child, parent in zip(path, path[1:]))
                           for path in NETWORK.paths(question.target, question.source))
        if right == question.latex:
            right = typeset.latex(NETWORK.compact_derivative(question.target, question.source))
    return f"${question.latex}$ = ${right}$"


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


def _names(edge):
    parent, child = edge
    return parent.name, child.name
