"""What the three notebooks say of the five drawn questions, and whether it is true."""

from lab3_helpers import check, on_your_own

NUMBERS = range(100)


def drawn(exercise, numbers=NUMBERS):
    """Every question that some numbers draw."""
    return [one for number in numbers for one in on_your_own(exercise, number).questions]


def are_five(exercise):
    """Whether as many questions are drawn as there are cells for."""
    return len(on_your_own(exercise).questions) == 5


def three_digits_are_enough(exercise):
    """Whether an answer that is cut after three digits is right."""
    return all(check(one, *(int(number * 1000) / 1000 for number in one.truth)) for one in drawn(exercise))


def numbers_asked_for(exercise):
    return {len(one.truth) for one in drawn(exercise)}
