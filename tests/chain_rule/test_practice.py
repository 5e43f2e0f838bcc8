"""Practice questions: on other networks, with the same judge, hints and solutions."""

from itertools import product

import numpy as np
import pytest

from lab3_helpers import practice
from lab3_helpers.chain_rule.practice import DIFFERENT, LEVELS
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import NETWORK

SEEDS = range(40)


@pytest.mark.parametrize("seed, level", [*((seed, 0) for seed in range(10)), *product(range(3), (1, 2, 3, 4))])
def test_a_practice_question_is_judged_by_the_same_engine(seed, level):
    task = practice(seed, level)
    truth = task.question.truth
    assert task.check(truth).correct is True
    assert task.check(-truth).mistake == "sign"
    assert task.check(2 * truth).mistake == "constant_factor"
    assert task.check(...).correct is None and task.check().correct is None
    assert task.check("text").correct is None
    assert "1 of 2" in str(task.hint()) and "2 of 2" in str(task.hint(2))
    last = str(task.solution()).splitlines()[-1].split(" = ")[1]
    assert task.check(eval(last)).correct is True


def test_right_for_positive_numbers_only_is_not_right():
    for seed in SEEDS:
        task = practice(seed)
        assert task.check(task.question.truth * sqrt((u1 * x1) ** 2) / (u1 * x1)).correct is False


def test_the_same_seed_gives_the_same_question_and_seeds_differ():
    assert str(practice(7)) == str(practice(7)) and practice(7)._repr_html_() == practice(7)._repr_html_()
    assert str(practice(np.int64(7))) == str(practice(7))
    assert str(practice(7, 0)) == str(practice(7)) != str(practice(7, 1)) == str(practice(7, np.int64(1)))


def about(seed, level):
    """What is asked, without the number of the question."""
    question = practice(seed, level).question
    return (*question.graph.definitions.items(), question.target, question.source)


@pytest.mark.parametrize("level", LEVELS)
def test_no_question_comes_twice_in_sixty(level):
    for start in (0, DIFFERENT, -7 * DIFFERENT, 10**12 * DIFFERENT):
        assert len({about(seed, level) for seed in range(start, start + 60)}) == 60


def test_the_levels_ask_for_more_and_more():
    asked = {level: [practice(seed, level).question for seed in range(60)] for level in LEVELS}
    paths = {level: [q.graph.paths(q.target, q.source) for q in asked[level]] for level in LEVELS}
    assert all(len(one) == 1 and len(one[0]) == 2 for one in paths[1])
    assert all(len(one) == 1 and len(one[0]) > 2 for one in paths[2]) and all(len(one) == 2 for one in paths[3])
    assert all(q.graph.definitions[z1_out].func not in (tanh, sigma) for q in asked[4])
    assert {q.source for level in LEVELS for q in asked[level]} >= {x1, x2, b1, b2, c, u1, u2, w11, w12, w21, w22}
    for level in (0, 2, 4):
        assert sum(q.source == w11 for q in asked[level]) < 20


def test_a_right_answer_names_the_next_level():
    said = [practice(3, level).check(practice(3, level).question.truth).message for level in LEVELS]
    assert [sentence.endswith("?") for sentence in said] == [False, True, True, True, False]
    assert said[1].endswith("Ready for level 2, a chain?") and "Ready" not in practice(3, 1).check(f_in).message


@pytest.mark.parametrize("level", [-1, 5, True, None, "1", 1.0])
def test_a_level_that_is_not_there(level):
    assert str(practice(7, level)) == f"The level is a whole number from 0 to 4, but {level!r} came."


def test_the_networks_differ_in_what_the_issue_asks_for():
    graphs = [practice(seed).question.graph for seed in SEEDS]
    assert any(z2_out in g.definitions and x2 not in g.inputs for g in graphs)                                # 1-2-1
    assert any(g.definitions[z1_out] == sigma(z1_in) for g in graphs) and any(g.definitions[z1_out] == tanh(z1_in) for g in graphs)
    assert any((f_out - y) ** 2 in g.definitions.values() or (f_in - y) ** 2 in g.definitions.values() for g in graphs)
    assert all(g.definitions != NETWORK.definitions for g in graphs)
    assert any(len(practice(s).question.graph.paths(practice(s).question.target, practice(s).question.source)) == 2 for s in SEEDS)


def test_labels_are_numbers_where_the_loss_is_a_square():
    task = next(practice(seed) for seed in SEEDS if practice(seed).question.labels == ())
    assert task.check(task.question.truth.subs(y, y ** 2)).correct is False


def test_symbols_of_other_networks_are_unknown():
    task = next(practice(seed) for seed in SEEDS if x2 not in practice(seed).question.graph.inputs)
    assert "does not know x2" in task.check(x2).message
