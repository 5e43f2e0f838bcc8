"""The lab's network in mpmath, written a second time and without the helpers: it labels the bank's answers right or wrong."""

import ast
import random
from functools import cache

import mpmath

DIGITS = 40
LEAVES = "x1 x2 y b1 b2 w11 w12 w21 w22 c u1 u2".split()


def sigma(t):
    return 1 / (1 + mpmath.exp(-t))


def cross_entropy(y, f_out):
    return -y * mpmath.log(f_out) - (1 - y) * mpmath.log(1 - f_out)


def forward(v):
    """All nodes of the network for the leaves in `v`, a dict of str to number."""
    v = dict(v)
    v["z1_in"] = v["b1"] + v["w11"] * v["x1"] + v["w21"] * v["x2"]
    v["z2_in"] = v["b2"] + v["w12"] * v["x1"] + v["w22"] * v["x2"]
    v["z1_out"], v["z2_out"] = mpmath.tanh(v["z1_in"]), mpmath.tanh(v["z2_in"])
    v["f_in"] = v["c"] + v["u1"] * v["z1_out"] + v["u2"] * v["z2_out"]
    v["f_out"] = sigma(v["f_in"])
    v["L"] = cross_entropy(v["y"], v["f_out"])
    return v


def _by_leaf(node, leaf):
    return lambda v: mpmath.diff(lambda t: forward({**v, leaf: t})[node], v[leaf])


def _by_function(function, at):
    return lambda v: mpmath.diff(lambda t: function(t, v), v[at])


# what each question asks for, as a numeric derivative
TRUTHS = {
    "2.1": _by_function(lambda t, v: cross_entropy(v["y"], t), "f_out"),
    "2.2": _by_function(lambda t, v: sigma(t), "f_in"),
    "2.3": _by_function(lambda t, v: sigma(t), "x"),
    "2.4": _by_function(lambda t, v: mpmath.tanh(t), "x"),
    "2.5": _by_leaf("f_in", "c"),
    "2.6": _by_leaf("f_in", "u1"),
    "2.7": _by_leaf("L", "c"),
    "2.8": _by_leaf("L", "u1"),
    "2.9": _by_function(lambda t, v: v["c"] + v["u1"] * v["z1_out"] + v["u2"] * t, "z2_out"),
    "2.10": _by_function(lambda t, v: mpmath.tanh(t), "z2_in"),
    "2.11": _by_leaf("z2_in", "b2"),
    "2.12": _by_leaf("z2_in", "w12"),
    "2.13": _by_leaf("z2_in", "x1"),
    "2.14": _by_leaf("L", "b2"),
    "2.15": _by_leaf("L", "w12"),
    "2.16": _by_leaf("L", "x1"),
}

FUNCTIONS = {"sigma": sigma, "tanh": mpmath.tanh, "sinh": mpmath.sinh, "cosh": mpmath.cosh, "sech": mpmath.sech,
             "exp": mpmath.exp, "log": mpmath.log, "sqrt": mpmath.sqrt,
             "Rational": lambda p, q=1: mpmath.mpf(p) / q}


def is_right(question, answer, labels=False):
    """Whether an answer, as Python source, agrees with the numeric derivative at four random points.

    Typed decimals and quotients of whole numbers are taken with all digits. With ``labels`` only y = 0 and y = 1 are tried.
    """
    code = compile(_exact(answer), "answer", "eval")
    with mpmath.workdps(DIGITS):
        return all(
            abs(eval(code, {**FUNCTIONS, **v, "mpf": mpmath.mpf}) - truth) <= mpmath.mpf(10) ** -12 * max(1, abs(truth))
            for v, truth in (_point(question, labels, seed) for seed in range(4))
        )


@cache
def _point(question, labels, seed):
    """Numbers for all nodes, and the derivative there."""
    draw = random.Random(f"{question} {seed}")
    v = {leaf: mpmath.mpf(draw.uniform(0.2, 1.4)) * draw.choice((-1, 1)) for leaf in LEAVES}
    v["x"] = mpmath.mpf(draw.uniform(-1.5, 1.5))
    v["y"] = mpmath.mpf(seed % 2) if labels else mpmath.mpf(draw.uniform(0.1, 0.9))
    v = forward(v)
    return v, TRUTHS[question](v)


def _exact(source):
    class Exact(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.Call(ast.Name("mpf", ast.Load()), [ast.Constant(repr(node.value))], [])

    tree = Exact().visit(ast.parse(source.strip(), mode="eval"))
    return ast.fix_missing_locations(tree) and ast.unparse(tree)
