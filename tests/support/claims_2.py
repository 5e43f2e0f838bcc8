"""What notebook 2 says with numbers, and whether it is true; see ``tests/test_prose.py``."""

import numpy as np
from sympy import Rational, simplify

from lab3_helpers import network
from lab3_helpers.chain_rule.practice import DIFFERENT, LEVELS, practice
from lab3_helpers.chain_rule.symbols import (
    NETWORK,
    QUESTIONS,
    L,
    b1,
    b2,
    c,
    exp,
    f_in,
    f_out,
    links,
    sigma,
    tanh,
    u1,
    u2,
    w11,
    w12,
    w21,
    w22,
    x,
    x1,
    y,
    z1_in,
    z1_out,
    z2_in,
    z2_out,
)
from drawn import are_five, drawn

PARAMETERS = (b1, b2, w11, w12, w21, w22, c, u1, u2)
LINKS = links(QUESTIONS.values())
ON_THE_WAY = [L, f_out, f_in, z2_out, z2_in]  # to w12 and to b2


def about(task):
    """What a drawn question asks, without its name."""
    return task.question.graph, task.question.target, task.question.source


def truth(question):
    return QUESTIONS[question].truth


def same(a, b):
    return simplify(a.replace(sigma, lambda t: 1 / (1 + exp(-t))) - b) == 0


def expanded(formula):
    """A formula in the parameters and inputs alone."""
    for node, definition in reversed(NETWORK.definitions.items()):
        formula = formula.subs(node, definition)
    return formula


def with_x1_zero():
    """The questions about the network whose answer vanishes where x1 = 0."""
    return [
        question
        for question, asked in QUESTIONS.items()
        if asked.graph is NETWORK and expanded(asked.truth).subs(x1, 0) == 0
    ]


def squared_error_slope():
    """What becomes of the first two factors with the squared error."""
    return (f_out - y) * f_out * (1 - f_out)


def saturated_slope():
    return squared_error_slope().subs({f_out: Rational(1, 10**9), y: 1})


def links_with_the_label():
    return [link for link, factor in LINKS.items() if y in factor.free_symbols]


def gradient_of_zeros():
    return [name for name, slope in zip(network.PARAMETER_NAMES, network.gradient(np.zeros(9))) if slope]


CLAIMS = {
    "five fresh questions": lambda: are_five(2),
    "None of these questions comes up in the practice panel": lambda: not (
        {about(one) for one in drawn(2, range(20))}
        & {about(practice(seed, level)) for seed in range(DIFFERENT) for level in LEVELS}
    ),
    "sixteen derivatives need only a handful of factors": lambda: len(QUESTIONS) == 16 and len(LINKS) < 16,
    "Two inputs, two hidden neurons with tanh, one output neuron": lambda: (
        {str(s) for s in NETWORK.inputs} >= {"x1", "x2"}
        and [str(node.func) for node in NETWORK.definitions.values()].count("tanh") == 2
    ),
    "Nine parameters in all": lambda: (
        len(PARAMETERS) == len(network.PARAMETER_NAMES) == 9 and set(PARAMETERS) <= set(NETWORK.inputs)
    ),
    "Every neuron computes in two steps: what goes in, and what comes out": lambda: (
        sum(str(node).endswith("_in") for node in NETWORK.definitions)
        == sum(str(node).endswith("_out") for node in NETWORK.definitions)
    ),
    "\\frac{1}{1 + e^{-f_{\\mathrm{in}}}}": lambda: same(sigma(f_in), 1 / (1 + exp(-f_in))),
    "One path with five links: the chain rule multiplies five small derivatives": lambda: (
        [len(path) - 1 for path in NETWORK.paths(L, w12)] == [5]
    ),
    "It should grow, so the derivative is negative: $-1/0.5 = -2$": lambda: (
        truth("2.1").subs({y: 1, f_out: Rational(1, 2)}) == -2
    ),
    "Show that $\\displaystyle \\frac{\\mathrm{d}\\,\\sigma(x)}{\\mathrm{d}x} = \\sigma(x)\\,(1 - "
    "\\sigma(x))$": lambda: (
        same(truth("2.3"), (1 / (1 + exp(-x))) * (1 - 1 / (1 + exp(-x))))
    ),
    "Show that $\\displaystyle \\frac{\\mathrm{d}\\tanh(x)}{\\mathrm{d}x} = 1 - \\tanh(x)^2$": lambda: same(
        truth("2.4").rewrite(exp), (1 - tanh(x) ** 2).rewrite(exp)
    ),
    "$\\tanh x = (e^x - e^{-x})\\,(e^x + e^{-x})^{-1}$": lambda: same(
        tanh(x).rewrite(exp), (exp(x) - exp(-x)) / (exp(x) + exp(-x))
    ),
    "$f_{\\mathrm{out}} = (1 + e^{-f_{\\mathrm{in}}})^{-1}$": lambda: same(
        NETWORK.definitions[f_out], (1 + exp(-f_in)) ** -1
    ),
    "Both 2.1 and 2.2, in both: whatever enters $f_{\\mathrm{in}}$ reaches the loss through "
    "$f_{\\mathrm{out}}$": lambda: (
        all(path[:3] == (L, f_out, f_in) for target in (c, u1) for path in NETWORK.paths(L, target))
    ),
    "$\\partial f_{\\mathrm{out}}/\\partial f_{\\mathrm{in}} = f_{\\mathrm{out}}(1 - f_{\\mathrm{out}})$, and "
    "this cancels both "
    "denominators of 2.1": lambda: (
        NETWORK.compact_derivative(f_out, f_in) == f_out * (1 - f_out)
        and same(truth("2.1") * f_out * (1 - f_out), f_out - y)
    ),
    "Far from 0. There tanh is flat, $1 - \\tanh(z_{2,\\mathrm{in}})^2$ is nearly 0, and every product that "
    "contains it is too": lambda: (
        float(truth("2.10").subs(z2_in, 0)) == 1 and float(truth("2.10").subs(z2_in, 10)) < 1e-7
    ),
    "Which five make up $\\partial L/\\partial w_{12}$": lambda: NETWORK.paths(L, w12) == ((*ON_THE_WAY, w12),),
    "2.1, 2.2, 2.9, 2.10 and 2.12. For $b_2$ only the last changes, to 2.11": lambda: (
        NETWORK.paths(L, b2) == ((*ON_THE_WAY, b2),)
        and [(QUESTIONS[q].target, QUESTIONS[q].source) for q in ("2.1", "2.2", "2.9", "2.10", "2.12")]
        == list(zip(ON_THE_WAY, (*ON_THE_WAY[1:], w12)))
        and (QUESTIONS["2.11"].target, QUESTIONS["2.11"].source) == (z2_in, b2)
    ),
    "The input $x_1$ feeds both hidden neurons": lambda: len(NETWORK.paths(L, x1)) == 2,
    "For 2.16 both paths light up": lambda: (
        len(NETWORK.paths(QUESTIONS["2.16"].target, QUESTIONS["2.16"].source)) == 2
    ),
    "2.12 and 2.15: the weight $w_{12}$ multiplies $x_1$, so it cannot do anything": lambda: (
        with_x1_zero() == ["2.12", "2.15"]
    ),
    "A factor near 0 makes every product that holds it near 0: $x_1$ for the weight $w_{12}$": lambda: (
        expanded(truth("2.15")).subs(x1, 0) == 0
    ),
    "$1 - \\tanh^2$ for everything behind a hidden neuron whose input is far from 0": lambda: all(
        (z2_out, z2_in) in zip(path, path[1:]) for path in NETWORK.paths(L, w12) + NETWORK.paths(L, b2)
    ),
    "The label enters by one link only, the first one, and so by all products": lambda: (
        links_with_the_label() == [(L, f_out)]
        and all(path[:2] == (L, f_out) for parameter in PARAMETERS for path in NETWORK.paths(L, parameter))
    ),
    "Sixteen questions. How many different local derivatives do all their chains use": lambda: len(QUESTIONS) == 16,
    "Eleven. There are 12 links, but two of them, $\\partial f_{\\mathrm{in}}/\\partial c$ and $\\partial "
    "z_{2,\\mathrm{in}}/\\partial "
    "b_2$, have the same derivative 1": lambda: (
        len(LINKS) == 12 and len(set(LINKS.values())) == 11 and LINKS[f_in, c] == LINKS[z2_in, b2] == 1
    ),
    "Everything is built from a few links, and the first two collapse to $f_{\\mathrm{out}} - y$": lambda: same(
        truth("2.1") * f_out * (1 - f_out), f_out - y
    ),
    "Level 1 asks for one link, 2 for a chain, 3 for two paths, and 4 brings activations and losses that you have not met":
        lambda: [LEVELS[level] for level in (1, 2, 3, 4)] == ["one link", "a chain", "two paths", "other functions"],
    "Every seed asks a fresh question": lambda: (
        len({str(practice(seed).question.graph.definitions) + practice(seed).question.text for seed in range(5)}) == 5
    ),
    "the first two factors are the error $f_{\\mathrm{out}} - y$": lambda: same(
        truth("2.1") * f_out * (1 - f_out), f_out - y
    ),
    "A factor near zero anywhere on the only path stops the signal": lambda: len(NETWORK.paths(L, w12)) == 1,
    "It needs nothing new: replace index 2 by 1 in 2.14": lambda: (
        QUESTIONS["2.14"].truth.subs({u2: u1, z2_in: z1_in, z2_out: z1_out}, simultaneous=True)
        == NETWORK.derivative(L, b1)
    ),
    "Only $\\partial L/\\partial c$. With $u_1 = u_2 = 0$ nothing reaches the hidden layer, and "
    "$z_{1,\\mathrm{out}} = "
    "z_{2,\\mathrm{out}} = 0$ leaves nothing for $u_1$ and $u_2$": lambda: gradient_of_zeros() == ["c"],
    "the product is $(f_{\\mathrm{out}} - y)\\, f_{\\mathrm{out}} (1 - f_{\\mathrm{out}})$": lambda: same(
        ((f_out - y) ** 2 / 2).diff(f_out) * NETWORK.compact_derivative(f_out, f_in), squared_error_slope()
    ),
    "A saturated output then stops learning even when it is wrong": lambda: abs(saturated_slope()) < 1e-8,
    "why sixteen": lambda: len(QUESTIONS) == 16,
    "not among the sixteen questions": lambda: (
        (L, b1) not in [(asked.target, asked.source) for asked in QUESTIONS.values()]
    ),
    "Which of the sixteen derivatives are then zero": lambda: len(QUESTIONS) == 16,
    "Which of the nine derivatives of the loss": lambda: len(network.PARAMETER_NAMES) == 9,
}

EXEMPT = {
    "a task or a question": (
        "$y = 1$ and $f_{\\mathrm{out}} = 0.5$",
        "with two symbols only",
        "when $z_{2,\\mathrm{in}}$ is near 0, or when it is far from 0",
        "What does the chain rule do with two paths",
        "Let $x_1 = 0$",
        "the tanh factor of 2.10 almost stops the signal",
        "it is this calculation and nothing more",
        "You have all the links",
        "write everything with",
        "All weights and biases are zero",
    ),
    "a definition": (
        "(1 - y) \\log(1 - f_{\\mathrm{out}}), \\qquad y \\in \\{0, 1\\}",
        "the squared error $(f_{\\mathrm{out}} - y)^2 / 2$",
        "$\\tanh(z_{2,\\mathrm{in}})^2$",
        "the gradient had two parts",
        "put the parts together along every path",
    ),
    "a heading": ("Two paths at once",),
    "an everyday word": ("walks the graph once from the loss to the inputs and reuses every link",),
    "how the notebook works, which the tests run": ("Run All Cells", "put numbers on every node and link"),
    "the printed sheet": ("one line before $1 - \\tanh(x)^2$",),
}
