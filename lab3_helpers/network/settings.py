"""The questions of exercise 3 that numbers answer: seeds that succeed and fail, the chance of a success, a count."""

from functools import cache

import numpy as np

from lab3_helpers.network.maths import SUCCESS, plateau_of, predict, random_parameters
from lab3_helpers.network.training import train
from lab3_helpers.student_code.numbers import Numbers

STEPS, RESTARTS = 100, 10
NEW_STARTS = 90  # that the restarts panel adds to the sheet's ten


@cache
def success_rate():
    """The share of 20,000 starts that succeed with the sheet's setting, as the notebook computes it."""
    return float(np.mean(train(random_parameters(20_000), 1, STEPS).loss < SUCCESS))


class Seeds(Numbers):
    """Question 3.5: a seed that succeeds, one that rests on a plateau, and the learning rate that saves it."""

    def say_of(self, good, stuck, rate):
        for name, seed in zip(self.asked, (good, stuck)):
            if not 0 <= seed < 100 or seed % 1:
                return None, f"The {name} should be a whole number from 0 to 99, as on the slider, but {seed:g} came."
        if not 0 < rate <= 100:
            return None, f"The {self.asked[2]} should be above 0 and at most 100, but {rate:g} came."
        losses, groups = zip(*(_trained(int(seed), 1) for seed in (good, stuck)))
        if losses[0] >= SUCCESS:
            return False, f"Seed {good:g} ends at loss {losses[0]:.4f}, not below {SUCCESS}.", "no_success"
        if groups[1] is None:
            end = f"Seed {stuck:g} ends at loss {losses[1]:.4f}, not on a plateau"
            return False, f"{end}: under its picture no plateau is named.", "no_plateau"
        saved, _ = _trained(int(stuck), rate)
        if saved >= SUCCESS:
            end = f"With rate {rate:g} seed {stuck:g} ends at loss {saved:.4f}, not below {SUCCESS}."
            return False, f"{end} Some seeds no rate can save in {STEPS} steps: then take another.", "not_saved"
        end = f"with rate {rate:g} it ends at loss {saved:.4f}"
        return True, f"Seed {good:g} succeeds, seed {stuck:g} merges {groups[1]} points, and {end}."


class Chance(Numbers):
    """Question 3.6: the chance that at least one of ten restarts succeeds."""

    def say_of(self, chance):
        p, n = success_rate(), RESTARTS
        none = (1 - p) ** n
        known = (
            (none, "complement", "That is the chance that none of the ten succeeds."),
            (p**n, "all_for_any", "That is the chance that all ten succeed."),
            (n * p, "sum_for_chance", "That is how many of the ten succeed on average; a chance is at most 1."),
            (p, "one_restart", "That is the chance of one restart alone."),
            (n * p * (1 - p) ** (n - 1), "exactly_one", "That is the chance of exactly one success in ten."),
        )
        if abs(chance - (1 - none)) < 0.005:
            return True, f"In about {1 - none:.0%} of all sets of ten restarts at least one succeeds."
        if abs(chance - 100 * (1 - none)) < 0.5:
            return False, "That is the chance in percent; type it as a number between 0 and 1.", "constant_factor"
        for value, mistake, sentence in known:
            if abs(chance - value) < 1e-3 * max(value, 1e-3):
                return False, sentence, mistake
        return False, "Begin with the chance that one restart fails, then that all ten do."


class Count(Numbers):
    """Question 3.7: how many of the new starts will succeed, said before the panel shows it."""

    def say_of(self, count):
        p = success_rate()
        if not 0 <= count <= NEW_STARTS:
            return None, f"The {self.asked[0]} should be between 0 and {NEW_STARTS}, but {count:g} came."
        if abs(count - NEW_STARTS * p) <= 2 * np.sqrt(NEW_STARTS * p * (1 - p)):
            return True, "With this success rate such a count is likely. Now let the panel show it."
        away = "fewer" if count > NEW_STARTS * p else "more"
        return False, f"At the success rate measured above, {away} of the {NEW_STARTS} starts are likely to succeed."


@cache
def _trained(seed, rate):
    """Loss and plateau of the training panel's network after 100 steps."""
    training = train(random_parameters(1, seed=seed)[0], rate, STEPS, tol=None)
    return float(training.loss), plateau_of(predict(training.params), training.loss)
