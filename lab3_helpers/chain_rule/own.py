"""Exercise 2: fresh questions to answer without help, none of which the practice panel can ask."""

from lab3_helpers.chain_rule.practice import DIFFERENT, LEVELS, practice

_LEVELS = (2, 2, 3, 3, 4)


def five(draw):
    """Five different questions, each from its level on.

    Parameters
    ----------
    draw : random.Random

    Returns
    -------
    list of lab3_helpers.chain_rule.practice.Practice
    """
    asked, chosen = {_about(practice(seed, level)) for level in LEVELS for seed in range(DIFFERENT)}, []
    for level in _LEVELS:
        while _about(task := practice(draw.randrange(DIFFERENT, 50 * DIFFERENT), level)) in asked:
            pass
        asked.add(_about(task))
        chosen.append(task)
    return chosen


def _about(task):
    """What is asked, without the number of the question."""
    question = task.question
    return question.graph, question.target, question.source
