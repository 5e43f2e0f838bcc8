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
    asked = {_about(practice(seed, level)) for level in LEVELS for seed in range(DIFFERENT)}
    chosen = {}  # by what is differentiated, and by what: never twice the same
    for level in _LEVELS:
        about = None
        while about is None or about in asked or about[1:] in chosen:
            task = practice(draw.randrange(DIFFERENT, 50 * DIFFERENT), level)
            about = _about(task)
        chosen[about[1:]] = task
    return list(chosen.values())


def _about(task):
    """What is asked, without the number of the question."""
    question = task.question
    return question.graph, question.target, question.source
