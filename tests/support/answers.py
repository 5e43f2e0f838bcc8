"""What a student could write into the blanks of the notebooks: for each cell the right source and a wrong one.

The right source of a function is its worked solution.
"""

from lab3_helpers import on_your_own
from lab3_helpers.descent.questions import QUESTIONS as DESCENT
from lab3_helpers.network.questions import QUESTIONS as NETWORK

RIGHT = {f"work-{id.replace('.', '-')}": asked.answer for id, asked in (DESCENT | NETWORK).items() if hasattr(asked, "tasks")} | {
    "answer-1-1": 'check("1.1", [2*(x1 - 6) - x2, 2*x2 - x1])',
    "answer-1-2": 'check("1.2", [(9, 3), (8, 4), (8, 4)])',
    "answer-1-3": 'check("1.3", [1, 3], 1/2, 2/3)',
    "answer-2-1": 'check("2.1", -y/f_out + (1 - y)/(1 - f_out))',
    "answer-2-2": 'check("2.2", exp(-f_in)/(1 + exp(-f_in))**2)',
    "answer-2-3": """\
check(
    "2.3",
    exp(-x) / (1 + exp(-x))**2,
    1 / (1 + exp(-x)) * (1 - 1 / (1 + exp(-x))),
    sigma(x) * (1 - sigma(x)),
)""",
    "answer-2-4": """\
check(
    "2.4",
    ((exp(x) + exp(-x))**2 - (exp(x) - exp(-x))**2) / (exp(x) + exp(-x))**2,
    1 - (exp(x) - exp(-x))**2 / (exp(x) + exp(-x))**2,
    1 - tanh(x)**2,
)""",
    "answer-2-5": 'check("2.5", 1)',
    "answer-2-6": 'check("2.6", z1_out)',
    "answer-2-7": 'check("2.7", (-y/f_out + (1 - y)/(1 - f_out)) * exp(-f_in)/(1 + exp(-f_in))**2)',
    "answer-2-8": 'check("2.8", (f_out - y) * z1_out)',
    "answer-2-7-short": 'check("2.7", f_out - y)',
    "answer-2-9": 'check("2.9", u2)',
    "answer-2-10": 'check("2.10", 1 - tanh(z2_in)**2)',
    "answer-2-11": 'check("2.11", 1)',
    "answer-2-12": 'check("2.12", x1)',
    "answer-2-13": 'check("2.13", w12)',
    "answer-2-14": 'check("2.14", (f_out - y) * u2 * (1 - z2_out**2))',
    "answer-2-15": 'check("2.15", (f_out - y) * u2 * (1 - tanh(z2_in)**2) * x1)',
    "answer-2-16": 'check("2.16", (f_out - y) * (u2*(1 - z2_out**2)*w12 + u1*(1 - z1_out**2)*w11))',
    "answer-3-5": 'check("3.5", 2, 0, 5)',
    "answer-3-6": 'check("3.6", 1 - (1 - success)**10)',
    "answer-3-7": 'check("3.7", 90 * success)',
    "answer-practice": "practice_panel.task.check((f_in - y) * u1 * (1 - z1_out**2) * w11)",
}

# One slip in each right source: what stands there, and what a student may write instead.
SLIPS = {
    "answer-1-1": ("2*(x1 - 6) - x2", "2*(x1 - 6) + x2"),
    "answer-1-2": ("(9, 3)", "(3, 9)"),
    "answer-1-3": ("1/2, 2/3", "2/3, 1/2"),
    "work-1-4": ("- x[0] * x[1]", "+ x[0] * x[1]"),
    "work-1-5": ("x - alpha", "x + alpha"),
    "answer-2-1": ("-y/f_out", "y/f_out"),
    "answer-2-2": ("))**2", "))"),
    "answer-2-3": ("(1 - 1 / (1 + exp(-x)))", "(1 + 1 / (1 + exp(-x)))"),
    "answer-2-4": ("1 - (exp(x)", "1 + (exp(x)"),
    "answer-2-5": ("1)", "c)"),
    "answer-2-6": ("z1_out", "z1_in"),
    "answer-2-7": ("-y/f_out", "y/f_out"),
    "answer-2-8": ("z1_out", "z2_out"),
    "answer-2-7-short": ("f_out - y", "y - f_out"),
    "answer-2-9": ("u2", "u1"),
    "answer-2-10": ("1 - tanh(z2_in)**2", "sigma(z2_in)*(1 - sigma(z2_in))"),
    "answer-2-11": ("1)", "b2)"),
    "answer-2-12": ("x1", "x2"),
    "answer-2-13": ("w12", "w21"),
    "answer-2-14": (" * u2", ""),
    "answer-2-15": (" * x1", ""),
    "answer-2-16": (" + u1*(1 - z1_out**2)*w11", ""),
    "answer-practice": (" * w11", ""),
    "answer-3-5": ("2, 0", "0, 2"),
    "answer-3-6": ("1 - (1 - success)**10", "(1 - success)**10"),
    "answer-3-7": ("90 * success", "10 * success"),
    "work-3-1": ("w21 * x2", "w12 * x2"),
    "work-3-2": ("np.mean", "np.sum"),
    "work-3-3": ("dL_db2 * x1", "dL_db2 * x2"),
    "work-3-4": ("(2 * eps)", "2 * eps"),
}

WRONG = {cell: RIGHT[cell].replace(*slip, 1) for cell, slip in SLIPS.items()}


def _own(exercise, number, wrong):
    """The cells of the five drawn questions, filled in, with the number that draws them."""
    own = on_your_own(exercise, number)
    cells = {f"own-{exercise}-number": f"number = {number}"}
    for n in range(1, 6):
        if exercise == 2:
            formula = str(own[n].solution()).splitlines()[-1].split(" = ")[1]
            answer = f"-({formula})" if wrong else formula
        else:
            answer = ", ".join(map(repr, own[n].known[0][1] if wrong else own[n].truth))
        cells[f"own-{exercise}-{n}"] = f"check(own[{n}], {answer})"
    return cells


for _exercise in (1, 2, 3):
    RIGHT |= _own(_exercise, 7, wrong=False)
    WRONG |= _own(_exercise, 8, wrong=True)
