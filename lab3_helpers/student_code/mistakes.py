"""What the mistakes of exercises 1 and 3 are called, and how a known one is written down."""

from typing import NamedTuple

# The names of the mistakes of exercises 1 and 3; those of exercise 2 are in `chain_rule.mistakes`.
MISTAKES = {
    "sign": "the sign is reversed",
    "term_sign": "one term has the wrong sign",
    "drop_term": "a term or a factor is missing",
    "extra_factor": "there is a factor too many",
    "constant_factor": "everything is too large or too small by the same factor",
    "index_swap": "two numbers or neurons stand in each other's place",
    "one_component": "some components are right and others are not",
    "order": "the numbers are right, their order is not",
    "first_wrong_step": "a named step is not right, and the sentence says which",
    "wrong_term": "a number in the formula is not right, and the sentence says which",
    "missing_activation": "tanh or the sigmoid is missing",
    "wrong_activation": "another function in place of tanh or the sigmoid",
    "product_vs_sum": "a product where a sum is needed, or the reverse",
    "other_loss": "another loss",
    "other_logarithm": "a logarithm to another base",
    "label_swap": "y and 1 - y, or y and f_out, stand in each other's place",
    "not_differentiated": "the value where its derivative is needed",
    "uphill": "the gradient is added, not subtracted",
    "not_moved": "the point before the step",
    "gradient_for_point": "the gradient where the next point is needed",
    "displacement": "the way from point to point, not the points",
    "values_for_points": "the values of the function, not the points",
    "alpha": "the step size is forgotten, or another one",
    "one_step_size": "the same step size for every step",
    "start_included": "the start is counted as a first step",
    "transposed": "rows and columns are exchanged",
    "no_early_stop": "the stopping rule never acts",
    "early_end": "it ends before the stopping rule says so",
    "comparison": "the comparison of the stopping rule is turned round",
    "threshold": "another threshold than 1e-4",
    "absolute_value": "the absolute value of the decrease is compared",
    "other_rule": "another stopping rule than the one asked for",
    "old_value": "v is not brought up to date, or too soon",
    "first_value": "v does not begin with the value at the start",
    "old_point": "the gradient at another point than the present one",
    "too_few_steps": "the last update is missing",
    "too_many_steps": "one update more than asked for",
    "fixed_steps": "a number of steps of its own, not max_steps",
    "wrong_step": "a step leads to another point",
    "value_returned": "the value is returned, not the point",
    "ignores_argument": "an argument is not used",
    "global": "a variable from outside is used in place of an argument",
    "normalised": "the gradient is divided by its length",
    "whole_numbers": "fractions are cut off",
    "sum_for_mean": "the sum over the points, not divided by their number",
    "mean_missing": "one number for every point, not their mean",
    "mean_twice": "divided by the number of points twice",
    "mean_for_each": "the mean over the points, where one number for each is needed",
    "fixed_count": "divided by the 5 points of the sheet, whatever came",
    "sizes": "works for one size only",
    "in_place": "the argument is changed",
    "reciprocal": "1 / is missing",
    "power": "an exponent is not right",
    "rounded": "rounded, or guarded too generously",
    "clipped": "the result is kept within limits",
    "log_of_zero": "a logarithm of 0",
    "saturated": "right, but not where a neuron is saturated",
    "numerical": "a numerical gradient where back-propagation is asked for",
    "one_sided": "a difference to one side",
    "half_divisor": "divided by eps, not by 2 eps",
    "division_order": "/ 2 * eps multiplies by eps",
    "step_size": "another step than eps",
    "vector_divisor": "divided by the step, a whole vector",
    "all_at_once": "all parameters are changed together",
    "not_restored": "a parameter is not put back",
    "endless": "a loop or a recursion does not end",
    "misused": "func or grad is handed something else than a point",
    "arguments": "other arguments than those of the cell that was handed out",
    "blank": "not written yet",
    "no_return": "nothing is returned",
    "generator": "a generator, not numbers",
    "text": "text, not numbers",
    "tuple": "several things at once",
    "complex": "complex numbers",
    "symbols": "a symbol or a function of SymPy among numbers",
    "math_module": "a function of math for one number, given an array",
    "caret": "^ for a power",
    "brackets": "np.array without its square brackets",
    "float32": "numbers of low precision",
    "shape": "an array of another shape",
    "sum_for_product": "factors added up where they multiply",
    "swapped_rates": "the two rates are exchanged",
    "no_success": "this training does not succeed",
    "no_plateau": "this training does not end on a plateau",
    "not_saved": "with this rate the training still fails",
    "other_eigenvalue": "the other eigenvalue, or what belongs to it",
    "other_rate": "another of the special learning rates",
    "complement": "what is left for what is gone, or the chance of the opposite",
    "all_for_any": "the chance of all where that of at least one is needed",
    "sum_for_chance": "chances added up",
    "one_restart": "the chance of a single restart",
    "exactly_one": "the chance of exactly one success",
}


class Slip(NamedTuple):
    """A known mistake: its name, a sentence, and what is to be replaced in the worked solution to make it."""

    mistake: str
    sentence: str
    edits: tuple


def slip(mistake, sentence, *old_and_new):
    """A `Slip`; the replacements one after the other, old and new in turn."""
    return Slip(mistake, sentence, tuple(zip(old_and_new[::2], old_and_new[1::2], strict=True)))


def slips(each, mistake, sentence, *old_and_new):
    """A `Slip` for each of some texts, which takes the place of ``{}`` in the sentence and the replacements."""
    return [slip(mistake, *(text.replace("{}", one) for text in (sentence, *old_and_new))) for one in each]
