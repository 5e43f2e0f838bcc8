"""Fresh questions of the same kind, on other small networks, with the same judge, hints and solutions."""

import random
import sys
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from numbers import Integral

from sympy import cosh, exp, log, tanh

from lab3_helpers.arguments import shown
from lab3_helpers.chain_rule import symbols, tutor
from lab3_helpers.chain_rule.questions import Derivatives
from lab3_helpers.chain_rule.symbols import NETWORK, Graph, L, Question, f_in, f_out, sigma, x, y, z1_out, z2_out
from lab3_helpers.verdict import Note

_DIGITS = 15  # of a seed that a student may want to note
LEVELS = {0: "mixed", 1: "one link", 2: "a chain", 3: "two paths", 4: "other functions"}
# No question comes twice in a block of so many seeds: 0 to 59, 60 to 119, and so on.
DIFFERENT = 60


@dataclass(frozen=True)
class Practice(Derivatives):
    """A question with its own network, in the lab's own symbols; displays itself.

    Attributes
    ----------
    level : int
        How hard it is: one of `LEVELS`.
    key : str
        What the door keeps its verdict under, if it asks this question.
    """

    level: int = 0
    key: str = ""

    @property
    def question(self):
        """The derivative that is asked for, a `Question`."""
        return self.parts[0]

    def check(self, *lines):
        """Judge an answer (one line) or a derivation (several); returns a `Verdict`."""
        verdict = replace(self.judge(lines or (...,), sys._getframe(1)), help=self)
        if verdict and 0 < self.level < max(LEVELS):
            harder = self.level + 1
            return replace(verdict, message=f"{verdict.message} Ready for level {harder}, {LEVELS[harder]}?")
        return verdict

    @property
    def id(self):
        """Its name."""
        return self.question.id

    def named(self, id, key):
        """The same question under another name."""
        return replace(self, parts=(replace(self.question, id=id),), key=key)

    @property
    def note(self):
        """What it asks, a `Note`."""
        network = (tutor.equation(*line) for line in self.question.graph.definitions.items())
        return Note(self.id, ("In this network:", *network, "find:", self.question))

    def __str__(self):
        return str(self.note)

    __repr__ = __str__

    def _repr_html_(self):
        return self.note._repr_html_()


def practice(seed=None, level=0):
    """A fresh question, the same for the same seed and level.

    Parameters
    ----------
    seed : int
        A whole number.
    level : int, default 0
        1 for one link, 2 for a chain, 3 for two paths, 4 for other activations and losses; 0 mixes chains and paths.

    Returns
    -------
    Practice, or a Note that says what was expected
    """
    if not isinstance(seed, Integral) or isinstance(seed, bool) or abs(seed) >= 10**_DIGITS:
        what = f"A whole number of at most {_DIGITS} digits was expected, for example practice(7)"
        return Note(f"{what}, but {shown(seed)} came.")
    if not isinstance(level, Integral) or isinstance(level, bool) or level not in LEVELS:
        return Note(f"The level is a whole number from 0 to {max(LEVELS)}, but {level!r:.40} came.")
    graph, target, source = _different(int(seed) // DIFFERENT, int(level))[int(seed) % DIFFERENT]
    labels = (y,) if graph.definitions[L] == _CROSS_ENTROPY else ()
    id = f"practice({seed}, {level})" if level else f"practice({seed})"
    return Practice((Question(id, graph, target, source, labels=labels),), level=int(level))


# --- what is drawn

_CROSS_ENTROPY = NETWORK.definitions[L]
_SOFTPLUS, _BELL = log(1 + exp(x)), exp(-(x**2))
# hidden activation, output activation
_ACTIVATIONS = ((tanh(x), sigma(x)), (sigma(x), sigma(x)), (tanh(x), x), (sigma(x), x), (sigma(x), tanh(x)),
                (tanh(x), tanh(x)))
_OTHER_ACTIVATIONS = ((_SOFTPLUS, sigma(x)), (_SOFTPLUS, x), (_SOFTPLUS, tanh(x)), (_BELL, x), (_BELL, tanh(x)))
# the inputs that the first hidden neuron sees, and those of the second one where there is one
_SEEN = ((1,), (2,), (1, 2))
_WIRINGS = (((1,), (1,)), ((1,), (1,)), ((1, 2),), ((1,),))
_EVERY_WIRING = (*((seen,) for seen in _SEEN), *product(_SEEN, repeat=2))
_TWO_PATHS = tuple((one, two) for one, two in product(_SEEN, repeat=2) if set(one) & set(two))
_WIRINGS_OF_LEVEL = {1: _EVERY_WIRING, 2: _EVERY_WIRING, 3: _TWO_PATHS}


@cache
def _different(block, level):
    """What a block of seeds asks for: a graph, a target and a source each; what comes again is drawn anew."""
    names = [f"practice {block * DIFFERENT + n}" + f" {level}" * (level > 0) for n in range(DIFFERENT)]
    asked = [_drawn(random.Random(name), level) for name in names]
    for n, name in enumerate(names):
        if asked[n] in asked[:n]:
            draw = random.Random(name)
            while asked.count(asked[n]) > 1:
                asked[n] = _drawn(draw, level, asked)
    return asked


def _drawn(draw, level, asked=()):
    """A graph, a target and a source; not one that was `asked` for if the same network, or another loss, has one."""
    hidden, output = draw.choice(_OTHER_ACTIVATIONS if level == 4 else _ACTIVATIONS)
    wiring = draw.choice(_WIRINGS_OF_LEVEL.get(level, _WIRINGS))
    losses = [(f_out - y) ** 2 / 2, (f_out - y) ** 2] + [_CROSS_ENTROPY] * (output == sigma(x))
    if level == 4:
        losses = [(f_out - y) ** 2 / 2, (f_out - y) ** 4 / 4, log(cosh(f_out - y))]
    loss = draw.choice(losses)
    sources = _sources(_network(hidden, output, wiring, loss), level)
    target = draw.choice(list(sources)) if len(sources) > 1 else L
    source = draw.choice(sources[target])
    found = [(_network(hidden, output, wiring, one), target, by) for by in (source, *sources[target])
             for one in (loss, *losses)]
    return next((one for one in found if one not in asked), found[0])


def _sources(graph, level):
    """What may be differentiated at a level, each with the symbols by which it may be."""
    if level == 1:
        return {target: [source for source in graph.parents(target) if source != y] for target in graph.definitions}
    sources = [source for source in graph.inputs if source != y]
    if level == 2:
        return {L: [source for source in sources if len(graph.paths(L, source)) == 1]}
    if level == 3:
        twice = [source for source in sources if len(graph.paths(L, source)) == 2]
        return {target: twice for target in (f_in, f_out, L) if target in graph.definitions}
    # the derivatives worth asking for go through the hidden layer
    return {L: [source for source in sources
                if any(z1_out in path or z2_out in path for path in graph.paths(L, source))]}


@cache
def _network(hidden, output, wiring, loss):
    """One and the same graph for the same parts."""
    definitions, into = {}, symbols.c
    for n, seen in enumerate(wiring, start=1):
        z_in, z_out, bias, u = (getattr(symbols, name) for name in (f"z{n}_in", f"z{n}_out", f"b{n}", f"u{n}"))
        definitions[z_in] = bias + sum(getattr(symbols, f"w{i}{n}") * getattr(symbols, f"x{i}") for i in seen)
        definitions[z_out] = hidden.subs(x, z_in)
        into += u * z_out
    definitions[f_in] = into
    if output != x:
        definitions[f_out] = output.subs(x, f_in)
    definitions[L] = loss.subs(f_out, f_in if output == x else f_out)
    return Graph(definitions)
