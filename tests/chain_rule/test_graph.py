"""The graph, the questions, and what is printed from them: hints and solutions, each proved symbolically."""

import ast
import re
from itertools import pairwise

import numeric
import pytest
import sympy
from sympy import Derivative, cancel, together

from lab3_helpers.chain_rule import steps, symbols, tutor, typeset
from lab3_helpers import check, hint, solution
from lab3_helpers.chain_rule.equality import same
from lab3_helpers.chain_rule.points import PRIMES, Clock, elimination
from lab3_helpers.chain_rule.practice import LEVELS, practice
from lab3_helpers.chain_rule.questions import gradient_of
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import NETWORK, QUESTIONS, L, links, riccati
from lab3_helpers.descent.maths import formula

NAMES = {name: getattr(symbols, name) for name in symbols.__all__} | {"Derivative": Derivative}


def proved_zero(formula):
    """A proof by algebra, independent of the checker's finite fields: b1, b2 and c eliminated, exponentials written out."""
    for name, rule in reversed(elimination(NETWORK).items()):
        formula = sympy.sympify(formula).xreplace({sympy.Symbol(name): rule})
    for name, rule in reversed(elimination(NETWORK).items()):
        formula = formula.xreplace({sympy.Symbol(name): rule})
    return cancel(together(formula.rewrite(exp).doit())) == 0


def test_import_star_gives_the_words_of_the_exercise_and_nothing_else():
    names = {}
    exec("from lab3_helpers.chain_rule.symbols import *", names)
    assert set(names) - {"__builtins__"} == set(symbols.__all__)
    assert {"x1", "x2", "y", "b1", "b2", "w11", "w12", "w21", "w22", "c", "u1", "u2", "z1_in", "z1_out", "z2_in", "z2_out", "f_in", "f_out",
            "x", "sigma", "tanh", "exp", "log", "Rational", "cosh", "sech", "sqrt"} <= set(names)
    assert "f" not in names and "L" not in names


def test_paths_and_parents():
    assert NETWORK.paths(L, x1) == ((L, f_out, f_in, z1_out, z1_in, x1), (L, f_out, f_in, z2_out, z2_in, x1))
    assert NETWORK.paths(L, w12) == ((L, f_out, f_in, z2_out, z2_in, w12),)
    assert NETWORK.paths(z1_in, w12) == () and NETWORK.derivative(z1_in, w12) == 0
    assert NETWORK.parents(z2_in) == (b2, w12, w22, x1, x2) and NETWORK.parents(x1) == ()
    assert set(NETWORK.inputs) == {x1, x2, y, b1, b2, w11, w12, w21, w22, c, u1, u2}


def test_the_links_of_all_chains():
    found = links(QUESTIONS.values())
    assert len(found) == 12 and len(set(found.values())) == 11
    assert all(derivative == NETWORK.local_derivative(*link) for link, derivative in found.items())
    assert list(links([QUESTIONS["2.8"]])) == [(L, f_out), (f_out, f_in), (f_in, u1)]


def test_sigma_does_not_know_its_derivative():
    assert Derivative(sigma(x), x).doit() == Derivative(sigma(x), x)
    assert riccati(sigma) == sympy.Symbol("f") * (1 - sympy.Symbol("f")) and riccati(tanh) == 1 - sympy.Symbol("f") ** 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_truth_agrees_with_the_numeric_derivative(question):
    assert numeric.is_right(question, str(QUESTIONS[question].truth))


def test_the_primes_are_a_chain():
    assert all(sympy.isprime(p) for p in PRIMES)
    assert all(p == 2 * q + 1 for p, q in zip(PRIMES, PRIMES[1:])) and PRIMES[0] > 2 ** 60


@pytest.mark.parametrize("question", [q for q in QUESTIONS.values() if q.claim is None], ids=lambda q: q.id)
def test_the_printed_solution_is_proved(question):
    note = solution(question.id)
    products = [row.text.split(" = ", 1)[1] for row in note.rows if not isinstance(row, str) and row.text.startswith(f"{question.text} = ")]
    formulas = [eval(text, dict(NAMES)) for text in products if not text.startswith("d")]
    assert formulas
    for derivative in formulas:
        assert proved_zero(derivative - question.truth)
    paths = NETWORK.paths(question.target, question.source)
    if len(paths[0]) > 2:
        chain = next(row.text for row in note.rows if not isinstance(row, str))
        assert chain.count("*") == sum(len(path) - 2 for path in paths) and chain.count("+") == len(paths) - 1
        for child, parent in {link for path in paths for link in zip(path, path[1:])}:
            assert f"d{child}/d{parent}" in chain
            factor, = [row.text for row in note.rows if not isinstance(row, str) and row.text.startswith(f"d{child}/d{parent} = ")]
            assert proved_zero(eval(factor.split(" = ")[1], dict(NAMES)) - NETWORK.local_derivative(child, parent))


@pytest.mark.parametrize("asked", [*QUESTIONS.values(), *(practice(seed, level).question for level in LEVELS for seed in range(9))],
                         ids=lambda asked: asked.id)
def test_every_step_of_a_solution_equals_the_one_before(asked):
    worked = {}
    for row in tutor.solution(asked).rows:
        if not isinstance(row, str):
            left, *rights = re.split(r"\s+= ", row.text)
            formulas = [eval(right, dict(NAMES)) for right in rights if not re.match(r"d\w+/d", right)]
            worked.setdefault(left, [eval(left, dict(NAMES))] if left.startswith("Derivative") else []).extend(formulas)
    assert asked.text in worked
    for formulas in worked.values():
        for one, other in pairwise(formulas):
            assert same(one, other, asked.graph, Clock(60)), (one, other)


def test_the_solutions_show_their_steps():
    inner = {"2.1": "Derivative(1 - f_out, f_out) = -1", "2.2": "Derivative(1 + exp(-f_in), f_in) = -exp(-f_in)"}
    for question, step in inner.items():
        assert f"The inner derivative:\n    {step}\n    The outer derivative times the inner one:" in str(solution(question))
    assert "By question 2.3 with f_in in place of x:\n    df_out/df_in = f_out * (1 - f_out)" in str(solution("2.2"))
    assert "By question 2.4 with z2_in in place of x:\n    dz2_out/dz2_in = 1 - tanh(z2_in) ** 2" in str(solution("2.10"))
    collapse = str(solution("2.7")).split("Write df_out/df_in as f_out * (1 - f_out), and most of it cancels:")[1]
    assert [line.split(" = ")[1] for line in collapse.splitlines()[1:4]] == [
        "((1 - y) / (1 - f_out) - y / f_out) * f_out * (1 - f_out)", "f_out * (1 - y) - y * (1 - f_out)", "f_out - y"]


@pytest.mark.parametrize("question", ["2.3", "2.4"])
def test_the_printed_derivation_passes_the_checker_line_by_line(question):
    lines = [eval(ast.unparse(line), dict(NAMES)) for line in steps.proof(QUESTIONS[question])]
    assert len(lines) >= 4 and check(question, *lines).correct is True
    for line in lines[1:]:
        assert sympy.cancel(together((line - QUESTIONS[question].truth).rewrite(exp))) == 0
    texts = [typeset.text(line) for line in steps.proof(QUESTIONS[question])]
    assert len(set(texts)) == len(texts)


def test_the_gradient_is_the_sheets():
    assert [sympy.expand(q.truth - t) for q, t in zip(gradient_of("1.1", formula).parts, (2 * (x1 - 6) - x2, 2 * x2 - x1))] == [0, 0]
    assert "df/dx1" in str(solution("1.1")) and "df/dx2" in str(solution("1.1"))


@pytest.mark.parametrize("question", ["1.1", *QUESTIONS])
def test_hints_come_in_two_steps_and_hide_the_answer(question):
    first, second = hint(question), hint(question, 2)
    assert "Hint 1 of 2" in first.title and "Hint 2 of 2" in second.title
    assert len(second.rows) > len(first.rows)
    if question != "1.1":
        answer = str(solution(question)).splitlines()[-1].split(" = ")[1]
        assert all(not str(row if isinstance(row, str) else row.text).endswith(f"= {answer}") for row in second.rows)


def test_a_third_hint_quotes_what_was_solved():
    assert "dL/df_out is question 2.1, df_out/df_in is question 2.2 and df_in/du1 is question 2.6." in str(hint("2.8", 2))
    assert "df_out/df_in is question 2.3 with f_in in place of x." in str(hint("2.2", 2))
    check("2.1", (1 - y) / (1 - f_out) - y / f_out), check("2.2", f_out), check("2.4", 1 - tanh(x)**2)
    third = str(hint("2.8", 3))
    assert "Hint 3 of 3" in third and "In 2.1 you found:\n    dL/df_out = (1 - y) / (1 - f_out) - y / f_out" in third
    assert "Not answered yet: 2.2 and 2.6." in third and "you showed" not in third
    assert str(hint("2.10", 3)).startswith("For 2.10 there are 2 hints")
    check("2.4", tanh(x).diff(x), 1 - ((exp(x) - exp(-x)) / (exp(x) + exp(-x)))**2, 1 - tanh(x)**2)
    assert "In 2.4 you showed:\n    d tanh(x)/dx = 1 - tanh(x) ** 2\n    Use it with z2_in in place of x." in str(hint("2.10", 3))
    assert "with z1_in in place of x" in str(hint("2.16", 3))
    assert ">What you have already</summary>" in check("2.8", ...)._repr_html_()


def test_what_a_question_of_its_own_is_about_is_read_off_the_graph():
    known = {question: re.findall(r"question (2\.\d+)", str(hint(question, 2))) for question in QUESTIONS}
    assert known["2.16"] == ["2.1", "2.2", "2.4", "2.9", "2.10", "2.13"] and known["2.14"] == ["2.1", "2.2", "2.9", "2.10", "2.11"]
    assert all(bool(known[question]) is (question in ("2.2", "2.7", "2.8", "2.10", "2.14", "2.15", "2.16")) for question in QUESTIONS)


def test_the_two_paths_of_question_16_are_in_hint_and_solution():
    for note in (hint("2.16"), hint("2.16", 2), solution("2.16")):
        assert "z1_out" in str(note) and "z2_out" in str(note) and "2 paths" in str(note)
    short = str(solution("2.16")).splitlines()[-1]
    assert short.strip() == "dL/dx1 = (f_out - y) * (u1 * (1 - z1_out ** 2) * w11 + u2 * (1 - z2_out ** 2) * w12)"
