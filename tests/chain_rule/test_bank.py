"""Every right form is accepted, every wrong one refused; what is right is decided by a numeric derivative, not by the checker."""

import bank
import numeric
import pytest
import rate


@pytest.mark.parametrize("question", bank.RIGHT)
def test_there_are_twenty_right_and_twenty_wrong(question):
    assert len(set(bank.RIGHT[question])) >= 20
    assert len(set(bank.WRONG[question])) >= 20


@pytest.mark.parametrize("question", bank.RIGHT)
def test_right_forms_are_right(question):
    for answer in bank.RIGHT[question]:
        assert numeric.is_right(question, answer), answer
        verdict = rate.judge(question, answer)
        assert verdict.correct is True and verdict.mistake is None and verdict.wrong_line is None, (answer, verdict)


@pytest.mark.parametrize("question", bank.WRONG)
def test_wrong_forms_are_wrong(question):
    for _, answer in bank.WRONG[question]:
        assert not numeric.is_right(question, answer), answer
        verdict = rate.judge(question, answer)
        assert verdict.correct is False and verdict.wrong_line == 0, (answer, verdict)


@pytest.mark.parametrize("question", bank.RIGHT_FOR_LABELS)
def test_what_is_right_only_for_labels_is_right_with_a_remark(question):
    for answer in bank.RIGHT_FOR_LABELS[question]:
        assert numeric.is_right(question, answer, labels=True) and not numeric.is_right(question, answer)
        verdict = rate.judge(question, answer)
        assert verdict.correct is True and "only because y is 0 or 1" in verdict.message, (answer, verdict)


def test_what_is_wrong_for_one_label_is_wrong():
    for question, answer in (("2.7", "f_out - 2*y + y**2/2"), ("2.7", "f_out"), ("2.7", "f_out - 1"), ("2.1", "-1/f_out")):
        assert not numeric.is_right(question, answer, labels=True)
        assert rate.judge(question, answer).correct is False


def test_the_diagnosis_names_the_classical_mistakes():
    named, fitting, others = rate.rates(rate.classical())
    assert named >= 0.98 and fitting >= 0.95, others


def test_the_diagnosis_names_fresh_slips():
    named, fitting, _ = rate.rates(rate.fresh(120))
    assert named >= 0.85 and fitting >= 0.75


def test_meaningless_answers_are_hardly_ever_given_a_name():
    named, _, others = rate.rates(rate.meaningless(120))
    assert named < 0.05, others
