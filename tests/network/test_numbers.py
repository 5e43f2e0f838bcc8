"""Questions 3.5 to 3.7: what the training does decides, and a known way to be wrong is named."""

import numpy as np
import pytest

from lab3_helpers import check
from lab3_helpers.network import random_parameters, train
from lab3_helpers.network.numbers import NEW_STARTS, success_rate
from lab3_helpers.student_code.mistakes import MISTAKES

P = success_rate()


def succeeds(seed, rate=1):
    return train(random_parameters(1, seed=seed)[0], rate, 100, tol=None).loss < 0.1


@pytest.mark.parametrize("good", range(6))
def test_a_seed_counts_as_a_success_where_it_is_one(good):
    verdict = check("3.5", good, 0, 5)
    assert verdict.correct is bool(succeeds(good)) and verdict.mistake == (None if succeeds(good) else "no_success")


def test_minus_zero_is_zero():
    assert check("3.5", -0.0, 0, 5).message == check("3.5", 0, 0, 5).message


@pytest.mark.parametrize("rate", [0.5, 2, 5, 10, 50])
def test_a_rate_saves_a_seed_where_training_succeeds(rate):
    verdict = check("3.5", 2, 0, rate)
    assert verdict.correct is bool(succeeds(0, rate)) and verdict.mistake == (None if succeeds(0, rate) else "not_saved")


@pytest.mark.parametrize("stuck", [2, 8, 17])
def test_a_seed_that_is_on_no_plateau_is_refused(stuck):
    assert check("3.5", 2, stuck, 5).mistake == "no_plateau"


@pytest.mark.parametrize("value, mistake", [
    (1 - (1 - P) ** 10, None), ((1 - P) ** 10, "complement"), (P**10, "all_for_any"), (10 * P, "sum_for_chance"), (P, "one_restart"),
    (10 * P * (1 - P) ** 9, "exactly_one"), (100 * (1 - (1 - P) ** 10), "constant_factor"),
])
def test_the_chance_of_one_success_in_ten(value, mistake):
    verdict = check("3.6", value)
    assert (verdict.correct, verdict.mistake) == (mistake is None, mistake)
    assert mistake is None or mistake in MISTAKES


def test_the_chance_is_that_of_the_starts_taken_ten_by_ten():
    tens = (train(random_parameters(20_000), 1, 100).loss < 0.1).reshape(-1, 10).any(axis=1)
    assert np.mean(tens) == pytest.approx(1 - (1 - P) ** 10, abs=3 * np.std(tens) / np.sqrt(len(tens)))


def test_a_likely_count_is_accepted_and_the_true_one_is_likely():
    found = int((train(random_parameters(NEW_STARTS), 1, 100).loss < 0.1).sum())
    assert check("3.7", found).correct is True and check("3.7", NEW_STARTS * P).correct is True
    assert "fewer of the 90" in check("3.7", NEW_STARTS // 2).message and "more of the 90" in check("3.7", 3).message


@pytest.mark.parametrize("question, things, said", [
    ("3.5", (2.5, 0, 5), "The seed that succeeds should be a whole number from 0 to 99, as on the slider, but 2.5 came."),
    ("3.5", (2, 0), "Expected: seed that succeeds, seed on a plateau, rate that saves it, as in check(\"3.5\", ..., ..., ...), but 2 came."),
    ("3.5", (2, 0, "a"), "The rate that saves it should be a number, but 'a' came."),
    ("3.5", (2, 0, -1), "The rate that saves it should be above 0 and at most 100, but -1 came."),
    ("3.5", (2, ..., 5), "The seed on a plateau is still blank."),
    ("3.6", (np.nan,), "The chance of at least one success should be a number, but nan came."),
    ("3.7", (91,), "The count of successes should be between 0 and 90, but 91 came."),
])
def test_what_cannot_be_judged_gets_one_sentence(question, things, said):
    verdict = check(question, *things)
    assert (verdict.correct, verdict.message) == (None, said)


@pytest.mark.parametrize("question, wrong", [("3.5", (0, 2, 1)), ("3.6", (0.5,)), ("3.7", (60,))])
def test_no_message_gives_the_answer_away(question, wrong):
    message = check(question, *wrong).message
    assert f"{1 - (1 - P) ** 10:.3f}" not in message and f"{NEW_STARTS * P:.0f}" not in message.split()
