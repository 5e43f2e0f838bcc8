"""Practice questions: on other networks, with the same judge, hints and solutions."""

import numpy as np
import pytest

from lab3_helpers import practice
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import NETWORK

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_practice_question_is_judged_by_the_same_engine(seed):
    task = practice(seed)
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
    for seed in range(100):
        task = practice(seed)
        assert task.check(task.question.truth * sqrt((u1 * x1) ** 2) / (u1 * x1)).correct is False


def test_the_same_seed_gives_the_same_question_and_seeds_differ():
    assert str(practice(7)) == str(practice(7)) and practice(7)._repr_html_() == practice(7)._repr_html_()
    assert str(practice(np.int64(7))) == str(practice(7))
    assert len({str(practice(seed)) for seed in SEEDS}) > 25


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
