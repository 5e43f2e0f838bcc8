"""The practice panel: every seed is drawn, and its task is the one that is judged."""

from lab3_helpers.chain_rule.practice_panel import MOST_LINES
from lab3_helpers import PracticePanel
from lab3_helpers.chain_rule.practice import DIFFERENT, LEVELS, practice
from lab3_helpers.chain_rule.symbols import QUESTIONS


def test_the_slider_chooses_the_task():
    panel = PracticePanel(seed=3)
    before = panel.picture.image
    panel.controls["seed"].value = 7
    assert panel.task.question.id == practice(7).question.id == "practice(7)"
    assert panel.picture.image != before
    assert panel.picture.sentence.startswith(f"Find {practice(7).question.text} in the network z1_in = ")
    assert panel.picture.recipe == "PracticePanel(seed=7)"


def test_every_question_fits_the_picture():
    panel = PracticePanel()
    for level in LEVELS:
        for seed in range(0, DIFFERENT, 2):
            panel.set(level=level, seed=seed)
            assert panel.task.level == level and len(panel.task.question.graph.definitions) + 1 <= MOST_LINES
            assert not panel.picture.failed
    assert panel.picture.recipe == "PracticePanel(seed=58, level=4)" and panel.task.question.id == "practice(58, 4)"


def test_the_task_judges_its_own_question():
    panel = PracticePanel()
    for seed in range(12):
        panel.set(seed=seed)
        task = panel.task
        assert task.check(task.question.truth).correct is True
        assert task.check(task.question.truth + 1).correct is False
        assert task.question not in QUESTIONS.values()
