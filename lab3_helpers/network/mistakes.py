"""What goes wrong in the code of exercise 3: its steps in their order, known mistakes as changes of the solutions."""

from lab3_helpers.network.maths import PARAMETER_NAMES
from lab3_helpers.student_code.mistakes import Slip, slip, slips

FORWARD_STEPS = {
    **{name: f"params[{i}]" for i, name in enumerate(PARAMETER_NAMES)},
    "x1": "x[:, 0]",
    "x2": "x[:, 1]",
    "z1_in": "b1 + w11 * x1 + w21 * x2",
    "z2_in": "b2 + w12 * x1 + w22 * x2",
    "z1_out": "tanh(z1_in)",
    "z2_out": "tanh(z2_in)",
    "f_in": "c + u1 * z1_out + u2 * z2_out",
    "f_out": "1 / (1 + exp(-f_in))",
}
BACKWARD_STEPS = FORWARD_STEPS | {
    "dL_dfout": "-y / f_out + (1 - y) / (1 - f_out)",
    "dfout_dfin": "f_out * (1 - f_out)",
    "dz1out_dz1in": "1 - z1_out**2",
    "dz2out_dz2in": "1 - z2_out**2",
    "dL_dc": "dL_dfout * dfout_dfin",
    "dL_du1": "dL_dc * z1_out",
    "dL_du2": "dL_dc * z2_out",
    "dL_db1": "dL_dc * u1 * dz1out_dz1in",
    "dL_db2": "dL_dc * u2 * dz2out_dz2in",
    "dL_dw11": "dL_db1 * x1",
    "dL_dw12": "dL_db2 * x1",
    "dL_dw21": "dL_db1 * x2",
    "dL_dw22": "dL_db2 * x2",
}

_SIGMOID = "1 / (1 + np.exp(-f_in))"
_SWAPPED = "w12 and w21 are exchanged: the first index is the input's, the second the neuron's"
_SUM = "u1 * z1_out + u2 * z2_out"

PREDICT_SLIPS = (
    slip("sign", "the minus in np.exp(-f_in) is missing", "np.exp(-f_in)", "np.exp(f_in)"),
    slip("missing_activation", "that is f_in: the sigmoid of it is missing", _SIGMOID, "f_in"),
    slip("missing_activation", "np.tanh is missing: z1_out and z2_out are the tanh of what comes in", "np.tanh(", "("),
    slip("wrong_activation", "the output neuron has a sigmoid, not a tanh", _SIGMOID, "np.tanh(f_in)"),
    slip("wrong_activation", "the hidden neurons have a tanh, not a sigmoid",
         "np.tanh(", "(lambda t: 1 / (1 + np.exp(-t)))("),
    slip("brackets", "the brackets around 1 + np.exp(-f_in) are missing", _SIGMOID, "1 / 1 + np.exp(-f_in)"),
    slip("reciprocal", "the 1 / in front is missing", _SIGMOID, "1 + np.exp(-f_in)"),
    slip("not_differentiated", "that is the derivative of the sigmoid, not the sigmoid",
         _SIGMOID, "np.exp(-f_in) / (1 + np.exp(-f_in))**2"),
    slip("index_swap", "u1 belongs to z1_out and u2 to z2_out", _SUM, "u1 * z2_out + u2 * z1_out"),
    slip("index_swap", _SWAPPED, "w21 * x2", "w12 * x2", "w12 * x1", "w21 * x1"),
    slip("index_swap", "the first neuron takes w21 times x2, not w12", "w21 * x2", "w12 * x2"),
    slip("index_swap", "the second neuron takes w12 times x1, not w21", "w12 * x1", "w21 * x1"),
    slip("index_swap", "x1 and x2 are exchanged", "x1, x2 = x.T", "x2, x1 = x.T"),
    slip("index_swap", "the two neurons are the same: look at the indices of the second",
         "b2 + w12 * x1 + w22 * x2", "b1 + w11 * x1 + w21 * x2"),
    slip("index_swap", "u2 * z2_out is asked for, but u2 meets z1_out", "u2 * z2_out", "u2 * z1_out"),
    slip("drop_term", "the bias c is missing in f_in", "c + ", ""),
    slip("drop_term", "the biases b1 and b2 are missing", "b1 + ", "", "b2 + ", ""),
    *slips(("b1", "b2"), "drop_term", "the bias {} is missing", "{} + ", ""),
    slip("drop_term", "the term u2 * z2_out is missing in f_in", " + u2 * z2_out", ""),
    slip("drop_term", "the term u1 * z1_out is missing in f_in", "u1 * z1_out + ", ""),
    slip("drop_term", "the weights u1 and u2 are missing in f_in", _SUM, "z1_out + z2_out"),
    slip("term_sign", "u2 * z2_out is added, not subtracted", "+ u2", "- u2"),
    slip("product_vs_sum", "u1 * z1_out and u2 * z2_out are added, not multiplied", "z1_out + u2", "z1_out * u2"),
    slip("mean_for_each", "the mean over the points is not asked for here: one number for each point",
         "return f_out", "return np.mean(f_out)"),
    slip("rounded", "0 or 1 is the decision; the probability f_out itself is asked for",
         "return f_out", "return np.round(f_out)"),
    slip("order", "the parameters are taken in another order than b1 b2 w11 w12 w21 w22 c u1 u2",
         "b1, b2, w11, w12, w21, w22, c, u1, u2 = params", "c, b1, b2, w11, w12, w21, w22, u1, u2 = params"),
)

_MEAN_SLIPS = (
    slip("sum_for_mean", "that is the sum over the points, not the mean", "np.mean(", "np.sum("),
    slip("fixed_count", "divide by the number of points, not by 5", "np.mean(", "1 / 5 * np.sum("),
    slip("mean_twice", "it is divided by the number of points twice", "np.mean(", "1 / len(y) * np.mean("),
)

_SECOND_LOG = "np.log(1 - f_out + 1e-15)"
_LOG1, _LOG2 = "y * np.log(f_out + 1e-15)", f"(1 - y) * {_SECOND_LOG}"
_BOTH = f"-{_LOG1} - {_LOG2}"
_SIZES = ("1e-9", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2")

LOSS_SLIPS = (
    *_MEAN_SLIPS,
    slip("mean_missing", "one number for every point is left: take the mean", "np.mean(", "("),
    *slips(("1 / len(y)", "1"), "early_end", "only the first point is counted: does return stand inside of the loop?",
           "np.mean(", "{} * (lambda costs: costs[0])("),
    slip("extra_factor", "it is half of the mean: the cross-entropy has no factor 1/2", "np.mean(", "1 / 2 * np.mean("),
    *slips(_SIZES, "clipped", "the guard {} is too large, it changes the loss: 1e-15 is enough", "1e-15", "{}"),
    *slips(_SIZES, "clipped",
           "the output is kept between {} and 1 - {}, which changes the loss: 1e-15 is enough",
           "f_out = network.predict(params, x)", "f_out = np.clip(network.predict(params, x), {}, 1 - {})"),
    slip("wrong_term", "that is the median, not the mean", "np.mean(", "np.median("),
    slip("wrong_term", "that is the largest of the losses, not their mean", "np.mean(", "np.max("),
    slip("sign", "the sign is reversed", _BOTH, f"{_LOG1} + {_LOG2}"),
    slip("term_sign", "the second term has the wrong sign: it is subtracted", f"- {_LOG2}", f"+ {_LOG2}"),
    slip("term_sign", "the first term has the wrong sign: it begins with a minus", f"-{_LOG1}", _LOG1),
    *slips(("2", "10"), "other_logarithm", "that is the logarithm to base {}: np.log is asked for",
           "np.log(", "np.log{}("),
    *slips(("(f_out - y)**2", "(f_out - y)**2 / 2"), "other_loss",
           "that is a squared error; the cross-entropy is asked for", _BOTH, "{}"),
    slip("other_loss", "that is the absolute error; the cross-entropy is asked for", _BOTH, "np.abs(f_out - y)"),
    slip("drop_term", "the second term, for the points with y = 0, is missing", f" - {_LOG2}", ""),
    slip("drop_term", "the first term, for the points with y = 1, is missing", f"-{_LOG1}", ""),
    slip("drop_term", "the factors y and 1 - y are missing", _BOTH, "-np.log(f_out) - np.log(1 - f_out)"),
    slip("drop_term", "the factor 1 - y is missing", _LOG2, _SECOND_LOG),
    slip("drop_term", "the factor y is missing", _LOG1, "np.log(f_out + 1e-15)"),
    slip("label_swap", "y and 1 - y are exchanged",
         _BOTH, f"-(1 - y) * np.log(f_out + 1e-15) - y * {_SECOND_LOG}"),
    slip("label_swap", "the second factor is 1 - y, not y", _LOG2, f"y * {_SECOND_LOG}"),
    slip("label_swap", "y and f_out are exchanged: take the logarithm of the output; a label of 0 has none",
         _BOTH, "-f_out * np.log(y) - (1 - f_out) * np.log(1 - y)"),
    slip("wrong_term", "the second logarithm is that of 1 - f_out", _SECOND_LOG, "np.log(f_out + 1e-15)"),
    slip("brackets", "np.log(1 - f_out) is asked for, not 1 - np.log(f_out)", _SECOND_LOG, "(1 - np.log(f_out))"),
    slip("product_vs_sum", "the two terms are added, not multiplied", f" - {_LOG2}", f" * {_LOG2}"),
    slip("product_vs_sum", "the second term is subtracted from the first, not multiplied with it",
         f" - {_LOG2}", f" * -{_LOG2}"),
)

_OUTER = "-y / f_out + (1 - y) / (1 - f_out)"
_BOTH_TANH = ("1 - z1_out**2", "1 - z2_out**2")


def _tanh_rule(sentence, first, mistake="wrong_activation"):
    """Slips in both derivatives of tanh, in the first alone, in the second alone."""
    one, two = (_BOTH_TANH[0], first), (_BOTH_TANH[1], first.replace("1_", "2_"))
    return slip(mistake, sentence, *one, *two), slip(mistake, sentence, *one), slip(mistake, sentence, *two)


GRADIENT_SLIPS = (
    *_MEAN_SLIPS,
    slip("sign", "the sign is reversed", _OUTER, "y / f_out - (1 - y) / (1 - f_out)"),
    slip("term_sign", "the second term of dL/df_out is added, not subtracted",
         _OUTER, "-y / f_out - (1 - y) / (1 - f_out)"),
    slip("term_sign", "the first term of dL/df_out has a minus", _OUTER, "y / f_out + (1 - y) / (1 - f_out)"),
    slip("drop_term", "the second term of dL/df_out, for y = 0, is missing", _OUTER, "-y / f_out"),
    slip("drop_term", "the first term of dL/df_out, for y = 1, is missing", _OUTER, "(1 - y) / (1 - f_out)"),
    slip("other_loss", "that is the derivative of another loss, the squared error", _OUTER, "2 * (f_out - y)"),
    slip("extra_factor", "f_out - y is already dL/df_in: the derivative of the sigmoid is in it", _OUTER, "f_out - y"),
    slip("label_swap", "y and 1 - y are exchanged", _OUTER, "-(1 - y) / f_out + y / (1 - f_out)"),
    slip("wrong_activation", "that is tanh's derivative; the sigmoid's is needed",
         "f_out * (1 - f_out)", "1 - f_out**2"),
    slip("drop_term", "the derivative of the sigmoid is missing", "dL_dfout * dfout_dfin", "dL_dfout"),
    slip("brackets", "the sigmoid's derivative is f_out * (1 - f_out)", "f_out * (1 - f_out)", "f_out * 1 - f_out"),
    *_tanh_rule("that is the sigmoid's derivative; tanh's is needed", "z1_out * (1 - z1_out)"),
    *_tanh_rule("the derivative of tanh is 1 - tanh^2: the square is missing", "1 - z1_out", "power"),
    *_tanh_rule("the derivative of tanh is 1 - tanh^2: 2 is the exponent, not a factor", "1 - z1_out * 2", "power"),
    *_tanh_rule("z_out is already the tanh: 1 - z_out**2", "1 - np.tanh(z1_out)**2", "extra_factor"),
    *_tanh_rule("the sign of 1 - tanh^2 is reversed", "z1_out**2 - 1", "sign"),
    slip("drop_term", "the derivative of tanh is missing", " * dz1out_dz1in", "", " * dz2out_dz2in", ""),
    slip("drop_term", "the weights u1 and u2 on the way back are missing",
         "dL_dc * u1", "dL_dc", "dL_dc * u2", "dL_dc"),
    slip("index_swap", "u1 and u2 are exchanged on the way back",
         "dL_dc * u1", "dL_dc * u0", "dL_dc * u2", "dL_dc * u1", "u0", "u2"),
    slip("index_swap", "z1_out and z2_out are exchanged in dL/du",
         "dL_dc * z1_out, dL_dc * z2_out", "dL_dc * z2_out, dL_dc * z1_out"),
    slip("index_swap", _SWAPPED,
         "dL_db1 * x1, dL_db2 * x1", "dL_db1 * x1, dL_db1 * x2",
         "dL_db1 * x2, dL_db2 * x2", "dL_db2 * x1, dL_db2 * x2"),
    slip("index_swap", "x1 and x2 are exchanged",
         "dL_db1 * x1, dL_db2 * x1", "dL_db1 * x0, dL_db2 * x0",
         "dL_db1 * x2, dL_db2 * x2", "dL_db1 * x1, dL_db2 * x1", "x0", "x2"),
    slip("order", "the order of the parameters is b1 b2 w11 w12 w21 w22 c u1 u2",
         "steps = (dL_db1, dL_db2, dL_dw11, dL_dw12, dL_dw21, dL_dw22, dL_dc, dL_du1, dL_du2)",
         "steps = (dL_dc, dL_du1, dL_du2, dL_db1, dL_db2, dL_dw11, dL_dw12, dL_dw21, dL_dw22)"),
    slip("order", "the order of the parameters is b1 b2 w11 w12 w21 w22: w12 comes before w21",
         "dL_dw12, dL_dw21, dL_dw22, dL_dc", "dL_dw21, dL_dw12, dL_dw22, dL_dc"),
    # A forward pass of one's own may be wrong as well.
    *(Slip(known.mistake, f"in the forward pass {known.sentence}",
           (("f_out = network.predict(params, x)", f"f_in = c + {_SUM}\n    f_out = {_SIGMOID}"), *known.edits))
      for known in PREDICT_SLIPS),
)

_UP, _DOWN, _OVER = "func(params + step)", "func(params - step)", " / (2 * eps)"
_SMALL = ("1e-4", "1e-5", "1e-6", "1e-7", "1e-8", "1e-9")

DIFFERENCE_SLIPS = (
    slip("one_sided", "that is a forward difference, the step goes to one side only; change the parameter both ways",
         f"{_DOWN}){_OVER}", "func(params)) / eps"),
    slip("one_sided", "that is a backward difference, the step goes to one side only; change the parameter both ways",
         f"({_UP} - {_DOWN}){_OVER}", "(func(params) - func(params - step)) / eps"),
    slip("one_sided", "the step goes to one side only; change the parameter both ways", _DOWN, "func(params)"),
    slip("half_divisor", "divide by 2 eps, the whole distance between the two points", _OVER, " / eps"),
    slip("division_order", "/ 2 * eps multiplies by eps; write / (2 * eps)", _OVER, " / 2 * eps"),
    slip("vector_divisor", "it is divided by step, a whole vector: divide by the number 2 * eps",
         _OVER, " / (2 * step)"),
    slip("vector_divisor", "/ 2 * step multiplies by a whole vector: divide by the number (2 * eps)",
         _OVER, " / 2 * step"),
    slip("drop_term", "the division by 2 eps is missing", _OVER, ""),
    slip("drop_term", "it is divided by 2 only; divide by 2 eps", _OVER, " / 2"),
    slip("sign", "the sign is reversed: the value at params + step comes first",
         f"{_UP} - {_DOWN}", f"{_DOWN} - {_UP}"),
    slip("term_sign", "the two values are subtracted, not added", f"{_UP} - {_DOWN}", f"{_UP} + {_DOWN}"),
    slip("all_at_once", "change one parameter at a time, not all at once", "step[i] = eps", "step[:] = eps"),
    slip("all_at_once", "the step of the parameter before is still there: make a new one for each i",
         "    for i in range(len(params)):\n        step = np.zeros(len(params))",
         "    step = np.zeros(len(params))\n    for i in range(len(params)):"),
    slip("index_swap", "always the first parameter is changed: step[i], with the i of the loop", "step[i]", "step[0]"),
    slip("step_size", "the parameter is changed by 2 eps, not by eps",
         "step[i] = eps", "step[i] = 2 * eps", _OVER, " / (4 * eps)"),
    slip("step_size", "the parameter is changed by eps / 2, not by eps",
         "step[i] = eps", "step[i] = eps / 2", _OVER, " / eps"),
    slip("step_size", "the parameter is changed by 1, not by eps", "step[i] = eps", "step[i] = 1"),
    *slips(("1e-3", *_SMALL), "step_size", "the step is a small number of its own, whatever eps is handed in",
           "step[i] = eps", "step[i] = {}", "2 * eps", "2 * {}"),
    *slips(_SMALL, "step_size", "it is always divided by 2 * {}, whatever eps is handed in", "2 * eps", "2 * {}"),
)
