"""Random rewrites of the truth are accepted; random changes are refused unless they are identities."""

import ast

import bank
import numeric
import pytest
import rate
import sympy
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lab3_helpers import check
from lab3_helpers.chain_rule import mistakes
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import NETWORK, QUESTIONS

CAREFUL = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
ASKED = [question for question in QUESTIONS.values() if question.claim is None]

NODES = {z1_in: b1 + w11 * x1 + w21 * x2, z2_in: b2 + w12 * x1 + w22 * x2, z1_out: tanh(z1_in), z2_out: tanh(z2_in),
         f_in: c + u1 * z1_out + u2 * z2_out, f_out: sigma(f_in)}
SMALL = st.sampled_from([x1, x2, y, b1, w11, w12, w21, w22, c, u1, u2, z1_in, z2_in, f_in, z1_out, f_out, sympy.Integer(2), sympy.Rational(1, 3)])

# identities: each leaves the value of a formula as it is
REWRITES = {
    "expand": lambda f, a, b: sympy.expand(f),
    "together": lambda f, a, b: sympy.together(f),
    "factor terms": lambda f, a, b: sympy.factor_terms(f),
    "by exponentials": lambda f, a, b: f.rewrite(exp),
    "definition of z_out": lambda f, a, b: f.xreplace({z1_out: NODES[z1_out], z2_out: NODES[z2_out]}),
    "definition of z_in": lambda f, a, b: f.xreplace({z1_in: NODES[z1_in], z2_in: NODES[z2_in]}),
    "definition of f_out": lambda f, a, b: f.xreplace({f_out: NODES[f_out]}),
    "definition of f_in": lambda f, a, b: f.xreplace({f_in: NODES[f_in]}),
    "z_out for tanh": lambda f, a, b: f.xreplace({tanh(z1_in): z1_out, tanh(z2_in): z2_out}),
    "add and subtract": lambda f, a, b: f + (a + b) ** 2 - a ** 2 - 2 * a * b - b ** 2,
    "multiply and divide": lambda f, a, b: (f * (1 + a ** 2)) / (1 + a ** 2),
    "times one": lambda f, a, b: f * (sigma(a) + sigma(-a)),
    "hyperbolic one": lambda f, a, b: f * (cosh(b) ** 2 - sinh(b) ** 2),
    "halves": lambda f, a, b: 0.5 * f + f / 2,
    "thirds": lambda f, a, b: f * (1 / 3) + f * (2 / 3),
    "reciprocal twice": lambda f, a, b: 1 / (1 / f),
    "absolute values": lambda f, a, b: f * sqrt(a ** 2) / sympy.Abs(a) + log(exp(b)) - b,
    "exponentials that cancel": lambda f, a, b: f * exp(a) * exp(-a),
}


@CAREFUL
@given(st.sampled_from(ASKED), st.lists(st.tuples(st.sampled_from(sorted(REWRITES)), SMALL, SMALL), min_size=1, max_size=4))
def test_a_random_rewrite_of_the_truth_is_right(question, rewrites):
    answer = question.truth
    for name, a, b in rewrites:
        answer = sympy.sympify(REWRITES[name](sympy.sympify(answer), a, b))
        assume(answer.count_ops() < 2000)
    assert check(question.id, answer).correct is True, answer


@CAREFUL
@given(st.sampled_from(ASKED), SMALL, SMALL, st.sampled_from([1, -1, 10 ** -6, -3, sympy.Rational(1, 10 ** 12), 1e-9]),
       st.sampled_from(["expand", "together", "definition of z_in", "by exponentials", "times one"]))
def test_what_is_added_or_multiplied_makes_it_wrong(question, a, b, small, rewrite):
    truth = sympy.sympify(question.truth)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mistakes, "find", lambda *_: None)  # what the mistake is called takes most of the time, and is not asked here
        for wrong in (truth + small * a, truth * (1 + small * a), truth + small * (a - b) if a != b else truth + small):
            assert check(question.id, REWRITES[rewrite](wrong, a, b)).correct is False, wrong


@CAREFUL
@given(st.sampled_from(sorted(bank.RIGHT)), st.data())
def test_a_random_slip_is_refused_unless_it_is_an_identity(question, data):
    tree = ast.parse(data.draw(st.sampled_from(bank.RIGHT[question])), mode="eval")
    places = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp | ast.UnaryOp | ast.Name | ast.Constant)]
    node = data.draw(st.sampled_from(places))
    match node:
        case ast.BinOp():
            node.op = data.draw(st.sampled_from([ast.Add(), ast.Sub(), ast.Mult(), ast.Div()]))
        case ast.UnaryOp():
            node.op = ast.UAdd()
        case ast.Name(id=name) if name in numeric.LEAVES:
            node.id = data.draw(st.sampled_from(numeric.LEAVES))
        case ast.Constant():
            node.value = data.draw(st.sampled_from([0, 1, 2, 3, 0.5]))
    answer = ast.unparse(tree)
    try:
        right, right_for_labels = numeric.is_right(question, answer), numeric.is_right(question, answer, labels=True)
    except (ZeroDivisionError, OverflowError):
        assume(False)
    verdict = rate.judge(question, answer)
    assert verdict.correct is (right or right_for_labels) or verdict.correct is None and "divides by zero" in verdict.message, (answer, verdict)


@CAREFUL
@given(st.text(max_size=30) | st.none() | st.booleans() | st.floats() | st.lists(st.integers()) | st.binary() | st.complex_numbers()
       | st.dictionaries(st.text(), st.integers()), st.sampled_from([*QUESTIONS, "1.1"]))
def test_anything_gets_a_verdict(thing, question):
    verdict = check(question, thing)
    assert verdict.correct in (True, False, None) and verdict.message and str(verdict) and verdict._repr_html_()


@settings(CAREFUL, max_examples=40)
@given(st.sampled_from(sorted(bank.RIGHT)), st.data())
def test_the_first_line_that_does_not_follow_is_found(question, data):
    lines = data.draw(st.lists(st.sampled_from(bank.RIGHT[question]), min_size=2, max_size=5))
    lines, wrong = [eval(line, dict(rate.NAMES)) for line in lines], data.draw(st.integers(0, len(lines) - 1))
    assert check(question, *lines).correct is True and check(question, *lines, ...).correct is True
    assert check(question, *lines[:wrong], 3 * lines[wrong], *lines[wrong + 1:]).wrong_line == wrong
    carried_on = check(question, *lines[:wrong], *(3 * line for line in lines[wrong:]))
    assert carried_on.wrong_line == wrong and ("from your line" in carried_on.message) is (wrong < len(lines) - 1)


def test_the_rewrites_cover_every_node():
    assert set(NODES) | {symbol for symbol in NETWORK.definitions if symbol.name == "L"} == set(NETWORK.definitions)
