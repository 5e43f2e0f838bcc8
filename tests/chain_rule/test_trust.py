"""Whatever is changed in a right form is refused: for the sixteen questions and forty practice seeds.

Whether a changed form is wrong is decided by floating-point numbers, not by the checker.
"""

import ast
import math
import random

import pytest
from sympy import Abs, Add, Integer, Mul

from lab3_helpers import check, practice
from lab3_helpers.chain_rule import symbols, tutor
from lab3_helpers.chain_rule.equality import same
from lab3_helpers.chain_rule.points import Clock
from lab3_helpers.chain_rule.symbols import without_sigma

FUNCTIONS = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "cosh": math.cosh, "Abs": abs, "re": lambda t: t,
             "sigma": lambda t: 1 / (1 + math.exp(-t))}
SYMBOLS = {name: getattr(symbols, name) for name in symbols.__all__}
SEEDS = range(40)
FAIR = {"sign": {"sign", "term_sign"}, "factor": {"missing_link", "wrong_variable", "power", "not_differentiated"},
        "doubled": {"constant_factor"}, "squared": {"power", "extra_factor"}, "absolute": {"sign"}}


def forms(question):
    """The derivative from the definitions, and as an expert writes it."""
    short = ast.unparse(tutor.compact(question.graph, question.graph.paths(question.target, question.source)))
    return [question.truth, eval(short, dict(SYMBOLS)) + Integer(0)]


def changed(formula, question):
    """Every form with one thing changed: the kind of change, and the form."""
    yield "sign", -formula
    yield "doubled", 2 * formula
    yield "absolute", Abs(formula)
    yield "term added", formula + question.source
    for n, factor in enumerate(Mul.make_args(formula)):
        rest = Mul(*(other for m, other in enumerate(Mul.make_args(formula)) if m != n))
        if not factor.is_number:
            yield "squared", rest * factor**2
            yield "factor", rest
        for k, term in enumerate(factor.args if factor.is_Add else ()):
            others = Add(*(other for j, other in enumerate(factor.args) if j != k))
            yield "term sign", rest * (others - term)
            yield "term", rest * others
            yield "bracket", rest * others + term
    for one in sorted(formula.free_symbols, key=str):
        swapped = "".join({"1": "2", "2": "1"}.get(letter, letter) for letter in one.name)
        if swapped != one.name and SYMBOLS.get(swapped) in question.graph.symbols:
            yield "index", formula.xreplace({one: SYMBOLS[swapped]})


def points(graph, count=4):
    """Numbers for every symbol, of both signs, with nodes that follow from the inputs."""
    for n in range(count):
        draw = random.Random(f"trust {n}")
        values = {symbol.name: draw.uniform(0.3, 1.4) * draw.choice((-1, 1)) for symbol in graph.inputs}
        values["y"] = draw.random()
        for node, definition in graph.definitions.items():
            values[node.name], = values_of(definition, [values])
        yield values


def values_of(formula, at):
    """A formula in floating-point numbers at some points; nan where it has none."""
    program, found = compile(str(without_sigma(formula)), "<formula>", "eval"), []
    for values in at:
        try:
            found.append(eval(program, {**FUNCTIONS, **values}))
        except (ValueError, ZeroDivisionError, OverflowError):
            found.append(math.nan)
    return found


def is_wrong(formula, due, at):
    """Whether a formula differs from what is due somewhere."""
    return any(not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
               for one, other in zip(values_of(formula, at), due) if math.isfinite(one) and math.isfinite(other))


def every(question, forms):
    """The wrong forms of a question, each with the kind of its change."""
    at = list(points(question.graph))
    due, found = values_of(question.truth, at), {}
    for form in forms:
        assert not is_wrong(form, due, at)
        for kind, formula in changed(form, question):
            if formula not in found and is_wrong(formula, due, at):
                found[formula] = kind
    return found


@pytest.mark.parametrize("id", [id for id, question in symbols.QUESTIONS.items() if question.claim is None])
def test_every_change_is_refused_and_the_plain_ones_are_named(id):
    found = every(symbols.QUESTIONS[id], forms(symbols.QUESTIONS[id]))
    assert len(found) >= 3
    named = 0
    for formula, kind in found.items():
        verdict = check(id, formula)
        assert verdict.correct is False, (kind, formula)
        named += verdict.mistake is not None
        if verdict.mistake and kind in ("sign", "doubled"):
            assert set(verdict.mistake.split(" and ")) & FAIR[kind], (kind, formula, verdict.mistake)
    assert named >= 0.9 * len(found)


def test_every_change_is_refused_in_practice():
    for seed in SEEDS:
        question = practice(seed).question
        found = every(question, forms(question)[1:])
        assert len(found) >= 4
        for formula in found:
            assert not same(formula, question.truth, question.graph, Clock(5)), (seed, formula)
