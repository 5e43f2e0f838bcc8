"""Fresh questions of the same kind, on other small networks, with the same judge, hints and solutions."""

import random
import sys
from dataclasses import dataclass, replace
from numbers import Integral

from sympy import tanh

from lab3_helpers.arguments import shown
from lab3_helpers.chain_rule import tutor
from lab3_helpers.chain_rule.questions import Derivatives
from lab3_helpers.chain_rule.symbols import (
    NETWORK,
    Graph,
    L,
    Question,
    b1,
    b2,
    c,
    f_in,
    f_out,
    sigma,
    u1,
    u2,
    w11,
    w12,
    w21,
    x1,
    x2,
    y,
    z1_in,
    z1_out,
    z2_in,
    z2_out,
)
from lab3_helpers.chain_rule.typeset import Formula
from lab3_helpers.verdict import Note

_DIGITS = 15  # of a seed that a student may want to note

# hidden activation, output activation
_ACTIVATIONS = ((tanh, sigma), (sigma, sigma), (tanh, None), (sigma, None), (sigma, tanh), (tanh, tanh))


@dataclass(frozen=True)
class Practice(Derivatives):
    """A question with its own network, in the lab's own symbols; displays itself."""

    @property
    def question(self):
        """The derivative that is asked for, a `Question`."""
        return self.parts[0]

    def check(self, *lines):
        """Judge an answer (one line) or a derivation (several); returns a `Verdict`."""
        return replace(self.judge(lines or (...,), sys._getframe(1)), help=self)

    def _note(self):
        asked = Formula(self.question.text, self.question.latex)
        network = tuple(
            tutor.equation(node, definition) for node, definition in self.question.graph.definitions.items()
        )
        return Note(self.question.id, ("In this network", *network, "find", asked))

    def __str__(self):
        return str(self._note())

    __repr__ = __str__

    def _repr_html_(self):
        return self._note()._repr_html_()


def practice(seed):
    """A fresh question, the same for the same seed.

    Parameters
    ----------
    seed : int
        A whole number.

    Returns
    -------
    Practice, or a Note that says what was expected
    """
    if not isinstance(seed, Integral) or isinstance(seed, bool) or abs(seed) >= 10**_DIGITS:
        what = f"A whole number of at most {_DIGITS} digits was expected, for example practice(7)"
        return Note(f"{what}, but {shown(seed)} came.")
    draw = random.Random(f"practice {seed}")
    hidden, output = draw.choice(_ACTIVATIONS)
    inputs, neurons = draw.choice(((1, 2), (1, 2), (2, 1), (1, 1)))
    definitions = {z1_in: b1 + w11 * x1 + (w21 * x2 if inputs == 2 else 0), z1_out: hidden(z1_in)}
    if neurons == 2:
        definitions |= {z2_in: b2 + w12 * x1, z2_out: hidden(z2_in)}
    definitions[f_in] = c + u1 * z1_out + (u2 * z2_out if neurons == 2 else 0)
    if output is not None:
        definitions[f_out] = output(f_in)
    value = f_in if output is None else f_out
    cross_entropy = NETWORK.definitions[L]
    losses = [(value - y) ** 2 / 2, (value - y) ** 2] + [cross_entropy] * (output is sigma)
    definitions[L] = draw.choice(losses)
    graph = Graph(definitions)
    # the derivatives worth asking for go through the hidden layer
    asked = draw.choice(
        [s for s in graph.inputs if any(z1_out in path or z2_out in path for path in graph.paths(L, s))]
    )
    labels = (y,) if definitions[L] == cross_entropy else ()
    return Practice((Question(f"practice({seed})", graph, L, asked, labels=labels),))
