"""A slip that stops Python gets one sentence on what was meant; what is no such slip gets none."""

import linecache
import random

import pytest

from answers import RIGHT
from lab3_helpers.chain_rule.typos import explain

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")  # of the cells
IMPORTS = "from lab3_helpers import check, hint, solution\nfrom lab3_helpers.chain_rule.symbols import *"
AGAIN = "run the notebook's first code cell"

TYPOS = {
    # a * left out
    'check("2.8", z1_out(f_out-y))': "A * is missing between z1_out and (f_out-y).",
    'check("2.8", (f_out-y)(z1_out))': "A * is missing between (f_out-y) and (z1_out).",
    'check("2.2", sigma(f_in)(1-sigma(f_in)))': "A * is missing between sigma(f_in) and (1-sigma(f_in)).",
    'check("2.15", (f_out-y)*u2(1-z2_out**2)*x1)': "A * is missing between u2 and (1-z2_out**2).",
    'check("2.14", (f_out-y) u2 (1-z2_out**2))': "A * is missing between (f_out-y) and u2.",
    'check("2.14", (f_out-y)u2(1-z2_out**2))': "A * is missing between (f_out-y) and u2.",
    'check("2.12", w12 x1)': "A * is missing between w12 and x1.",
    'check("2.12", w12x1)': "A * is missing between w12 and x1.",
    'check("2.12", 2x1)': "A * is missing between 2 and x1.",
    'check("2.7", 2(f_out - y))': "A * is missing between 2 and (f_out - y).",
    'check("2.1", -yf_out**-1)': "A * is missing between y and f_out.",
    'check("2.7", y.f_out)': "Write * for a product: y*f_out.",
    'check("2.2", f_out.(1-f_out))': "Write * in place of the point behind f_out.",
    'check("2.7", (f_out - y.))': "Delete the point behind y.",
    'check("2.8", (f_out - y) X z1_out)': "Write * for a product, not X.",
    'check("2.10", 1 - z2_out**2 x1)': "A * is missing between z2_out**2 and x1.",
    'check("2.10", 1 - tanh(z2_in)2)': "A * or a comma is missing between tanh(z2_in) and 2.",
    'a = f_out - y\ncheck("2.8", a z1_out)': "A * is missing between a and z1_out.",
    'assert check("2.2", f_out(1-f_out))': "A * is missing between f_out and (1-f_out).",
    'print(check("2.2", f_out(1-f_out)))': "A * is missing between f_out and (1-f_out).",
    'dL_db2 = (f_out-y) u2': "A * is missing between (f_out-y) and u2.",
    'check("1.1", [2(x1-6)-x2, 2*x2-x1])': "A * is missing between 2 and (x1-6).",
    'check("1.1", [2*(x1-6)-x2 2*x2-x1])': "A * or a comma is missing between x2 and 2.",
    'from lab3_helpers import practice\npractice(7).check(f_out(1-y))': "A * is missing between f_out and (1-y).",
    # the call
    'check("2.2", exp(-f_in)/(1+exp(-f_in)))**2': "The brackets of check close too early: **2 is left outside.",
    'check("2.1", (f_out - y)\\(f_out*(1 - f_out)))': "Write / for a division, not \\.",
    '∂L/∂u1 = (f_out - y)*z1_out': "Type only what stands behind =.",
    'dL_du1 == (f_out - y)*z1_out\ncheck("2.8", dL_du1)': "Write = to give dL_du1 a value",
    'dL_dc = f_out - y\ncheck("2.8", dL_dC*z1_out)': "did you mean dL_dc?",
    'check("2.7", f_out - у)': "A letter in у only looks like the one on the keyboard: type y again.",
    # names
    'check("2.8", (f_out-y)*z1out)': "did you mean z1_out?",
    'check("2.8", (f_out-y)*z_1_out)': "did you mean z1_out?",
    'check("2.8", (f_out-y)*zout1)': "did you mean z1_out?",
    'check("2.8", (f_out-y)*z1_outt)': "did you mean z1_out?",
    'check("2.8", (f_out-y)*z1.out)': "did you mean z1_out?",
    'check("2.8", (f_out-y)*z1 out)': "did you mean z1_out?",
    'check("2.8", (f_out-y)*z_{1,out})': "did you mean z1_out?",
    'check("2.8", (f_out-y)*z_out)': "did you mean z1_out or z2_out?",
    'check("2.10", 1 - tanh(z2 in)**2)': "z2 in is unknown: did you mean z2_in?",
    'check("2.7", f_out - Y)': "Y is unknown: did you mean y?",
    'check("2.10", 1 - tnh^2(z2_in))': "tnh is unknown: did you mean tanh?",
    'check("2.8", (f_out - y)*u1[z1_out)': "A ] is missing before ).",
    'check("2.7"", f_out - y)': 'This " has no partner',
    "check('2.7', (1' - y))": "This ' has no partner",
    'check("2,7, f_out - y)': 'Write "2.7", with a quote before it',
    'check("2.7", f_Out - y)': "did you mean f_out?",
    'check("2.12", W_12)': "did you mean w12?",
    'check("2.12", w[1,2])': "w[1,2] is unknown: did you mean w12?",
    'check("2.12", x[1])': "x[1] is unknown: did you mean x1?",
    'check("2.12", x₁)': "x₁ is unknown: did you mean x1?",
    'check("2.6", u)': "did you mean u1 or u2?",
    'check("2.2", σ(f_in)*(1-σ(f_in)))': "did you mean sigma?",
    'check("2.4", 1 - thanh(x)**2)': "did you mean tanh?",
    'check("2.7", f_out - t)': "t is unknown: the symbols are x1, x2, y, b1,",
    'check("2.7", sin(f_out))': "sin is unknown: the functions are sigma, tanh,",
    'check("2.1", -y*ln(f_out))': "Write log in place of ln.",
    'check("2.1", -y*log10(f_out))': "the logarithm of this lab is the natural one",
    'check("2.2", sigmoid(f_in)*(1-sigmoid(f_in)))': "Write sigma in place of sigmoid.",
    'check("2.2", e**(-f_in)/(1+e**(-f_in))**2)': "Write exp(-f_in) in place of e**(-f_in).",
    'check("2.2", 1/(1+E^-f_in))': "Write exp(-f_in) in place of E^-f_in.",
    'check("2.2", 1/(1+e(-f_in)))': "Write exp(-f_in) in place of e(-f_in).",
    'check("2.2", np.e**(-f_in))': "Write exp(-f_in) in place of np.e**(-f_in).",
    'check("2.10", 1 - math.tanh(z2_in)**2)': "Write tanh in place of math.tanh.",
    'check("2.2", torch.nn.functional.sigmoid(f_in))': "Write sigma in place of torch.nn.functional.sigmoid.",
    'import math\ncheck("2.10", 1 - math.tanh(z2_in)**2)': "math.tanh only knows numbers.",
    'import numpy as np\ncheck("2.1", -y*np.log(f_out))': "np.log only knows numbers.",
    'import numpy as np\ncheck("2.2", np.sigmoid(f_in))': "Write sigma in place of np.sigmoid.",
    'check("2.2", diff(sigma(f_in), f_in))': "differentiate on paper",
    'check("2.2", sp.diff(sigma(f_in), f_in))': "differentiate on paper",
    'check("2.8", dL/df_out * z1_out)': "dL/df_out only names a derivative",
    'check("2.8", dL_dc*z1_out)': "dL_dc only names a derivative",
    'check("2.7", L)': "L has no symbol here",
    'check("2.7", lambda*y)': "lambda is a word of Python",
    'Check("2.7", f_out - y)': "did you mean check?",
    'hints("2.7")': "did you mean hint?",
    'practice(7)': "from lab3_helpers import practice",
    # powers and functions
    'check("2.3", (1+exp(-x))^(-2)*exp(-x))': "Write ** for a power: (1+exp(-x))**(-2).",
    'check("2.10", z2_out^2)': "Write ** for a power: z2_out**2.",
    'check("2.10", cosh(z2_in)^-2)': "Write ** for a power: cosh(z2_in)**-2.",
    'check("2.10", z2_out* *2)': "Write ** for a power, without a blank in it.",
    'check("2.10", 1 - power(z2_out, 2))': "Write ** for a power, not power.",
    'check("2.10", 1 - z2_out²)': "Write **2 in place of ².",
    'check("2.10", 1 - tanh^2(z2_in))': "Write tanh(z2_in)**2 in place of tanh^2",
    'check("2.10", 1 - tanh**2 z2_in)': "Write tanh(z2_in)**2 in place of tanh**2",
    'check("2.10", 1 - tanh²(z2_in))': "Write tanh(z2_in)**2 in place of tanh²",
    'check("2.10", 1 - tanh2(z2_in))': "Write tanh(z2_in)**2 in place of tanh2",
    'check("2.10", 1 - tanh z2_in**2)': "tanh needs round brackets around its argument: tanh(z2_in).",
    'check("2.2", 1/(1+exp-f_in))': "exp needs round brackets around its argument: exp(-f_in).",
    'check("2.2", exp^(-f_in))': "Write exp(-f_in) in place of exp^(-f_in).",
    'check("2.2", expf_in)': "exp needs round brackets around its argument: exp(f_in).",
    'check("2.2", sigma*(f_in))': "Delete the * behind sigma: sigma(f_in).",
    'check("2.2", sigma*(1 - sigma))': "sigma needs round brackets around its argument: sigma(...).",
    'check("2.2", sigma[f_in])': "Write round brackets behind sigma",
    "check('2.2', sigma'(f_in))": "type the formula of the derivative",
    # brackets, quotes, commas
    'check("2.2", f_out*(1-f_out)))': "One ) too many",
    'check("2.1", -y/f_out + 1-y)/(1-f_out))': "One ) too many",
    'check("2.2", f_out*(1-f_out)\n)\n)': "One ) too many",
    'check("2.10", 1 - tanh(z2_in)': "A ) is missing: there are 2 ( and 1 ).",
    'check("2.7", f_out - y\ncheck("2.8", z1_out)': "A ) is missing: there are 1 ( and 0 ).",
    'check("2.2", f_out*(1-f_out]': "Write ) in place of ].",
    'check("1.1", [2*(x1-6)-x2, 2*x2-x1)': "A ] is missing before ).",
    'check("2.14", (f_out-y)*u2*[1-z2_out**2])': "Write round brackets: (1-z2_out**2).",
    'check("2.14", (f_out-y)*u2*{1-z2_out**2})': "Write round brackets: (1-z2_out**2).",
    'check("2.7" f_out - y)': 'A comma is missing behind "2.7".',
    'check("2.7" - y)': 'A comma is missing behind "2.7".',
    'check("2.7"; f_out - y)': 'A comma is missing behind "2.7".',
    'check(2.7 f_out - y)': 'Write the number in quotes, and a comma behind it: check("2.7", ...).',
    'check(2.7, f_out y)': 'Write the number in quotes: check("2.7", ...).',
    'check("2.7, f_out - y)': 'Write "2.7", with a quote before it and a quote behind it.',
    'check(2.7", f_out - y)': 'Write "2.7", with a quote before it and a quote behind it.',
    'check(""2.7"", f_out - y)': 'Write "2.7", with one quote before it',
    'check("2.7", f_out - y")': 'This " has no partner',
    'check("2.7", "f_out" - y)': "Write the formula without quotes: f_out.",
    'check "2.7", f_out - y': 'check needs round brackets: check("2.7", ...).',
    'check["2.7", f_out - y]': 'check needs round brackets: check("2.7", ...).',
    'check("2.7") = f_out - y': "The answer belongs inside the brackets",
    'check("2.7") f_out - y': "The answer belongs inside the brackets",
    'hint 2.7': 'hint needs round brackets: hint("2.7").',
    'hint("2.7)': 'Write "2.7", with a quote before it',
    'solution("2.7"': "A ) is missing",
    'check("3.1" len)': 'A comma is missing behind "3.1".',
    # lines and equations
    'check("2.7", dL/dc = f_out - y)': "Type only what stands behind =.",
    'check("2.7", ∂L/∂c = f_out - y)': "Type only what stands behind =.",
    'check("2.7", dL_dc == f_out - y)': "Type only what stands behind ==.",
    'check("2.2", f_out*1 = f_out*(1-f_out))': "Separate the lines of a derivation by commas, not by =.",
    'check("2.3", exp(-x),\n      = sigma(x))': "Delete the =: a line of a derivation begins without it.",
    'check("2.3", exp(-x)\n      sigma(x))': "A comma is missing at the end of the line, behind exp(-x).",
    'check("2.3", exp(-x);\n      sigma(x))': "by commas, not by semicolons",
    'check("2.3", exp(-x),, sigma(x))': "One comma too many.",
    'dL/dc = f_out - y': "write dL_dc",
    'check("2.7", ... f_out - y)': "Delete the three dots",
    'check("2.7", f_out * ...)': "Delete the three dots",
    'check("2.7", f_out - y*)': "Something is missing behind *.",
    'check("2.7", *f_out)': "Something is missing before *.",
    'check("2.7", f_out */ y)': "One operator too many: */.",
    'check("2.7", (1-y):(1-f_out))': "Write / for a division",
    ' check("2.7", f_out)\nx': "Delete the blanks at the beginning of the line.",
    # characters
    'check("2.8", (f_out-y)·z1_out)': "Write * in place of ·.",
    'check("2.7", f_out − y)': "Write - in place of −",
    'check("2.7", f_out － y)': "Write - in place of －",
    'check(“2.7”, f_out - y)': 'Write " in place of “',
    'check("2.4", 1 - tanh（x）**2)': "Write ( in place of （.",
    'check("2.7", f_out\u00a0- y)': "cannot be seen",
    'check("2.7", $f_out - y$)': "This is LaTeX",
    'check("2.2", \\sigma(f_in))': "write sigma in place of \\sigma",
    'check("2.16", tanh(0,5*x1))': "Write 0.5 in place of 0,5",
    'check("2.8", z1_out*(f_out - 0,5*y))': "Write 0.5 in place of 0,5",
    # words with another value
    'from math import *\ncheck("2.2", exp(-f_in))': f"exp was given another meaning: {AGAIN}",
    'tanh = 0.5\ncheck("2.10", 1 - tanh(z2_in)**2)': f"tanh was given another value, 0.5: {AGAIN}",
    'y = None\ncheck("2.7", f_out - y)': f"y was given another value, None: {AGAIN}",
    'del z1_out\ncheck("2.6", z1_out)': f"z1_out is not there any more: {AGAIN}",
}

SILENT = [
    'check("2.7", 1/0)', 'check("2.7", f_out minus y)', 'check("2.7", f_out - y if)', "print(f_out y)", "z1_out(f_out)",
    "import numpy as np\nr = np.sin(f_out)", "r = max(f_out, y)", "def g(t):\n    return t + '1'\nr = g(f_out)",
    "def g(t):\n    return t z1_out", "for t in (1, 2):\n    r = f_out(1 - t)", "g = lambda t: f_out t", "z1out", "open('nowhere')",
    'check("1.4", lambda x: x + "1", lambda x: x)', 'check("1.2", [4.5 3])', 'check("1.5", missing)', "raise NameError('z1out')",
    "def predict(params, x):\n    return params['b1']\ncheck('3.1', predict)", "eval('f_out y')", "t = count * 2", "x = [1, 2]\nt = x[5](y)",
]


def fresh():
    names = {"__name__": "__main__"}
    exec(IMPORTS, names)
    return names


def run(cell, names):
    """What a cell raises, as a notebook runs it: all statements or, where Python cannot read it, none."""
    file = f"<cell {hash(cell)}>"
    linecache.cache[file] = len(cell), None, cell.splitlines(keepends=True), file
    try:
        exec(compile(cell, file, "exec"), names)
    except Exception as error:
        return error


@pytest.mark.parametrize("cell, part", TYPOS.items(), ids=TYPOS)
def test_what_was_meant(cell, part):
    names = fresh()
    sentence = explain(cell, run(cell, names), names)
    assert sentence and part in sentence, sentence
    assert "\n" not in sentence and sentence.endswith((".", "?"))


@pytest.mark.parametrize("cell", SILENT)
def test_nothing_is_said_of_anything_else(cell):
    names = fresh()
    error = run(cell, names)
    assert error is not None and explain(cell, error, names) is None


def test_only_what_the_notebook_has_imported_is_meant():
    names = {"__name__": "__main__"}
    exec("from lab3_helpers import check\nfrom lab3_helpers.chain_rule.symbols import x1, x2", names)
    for cell, part in {'check("1.1", [2*X1, x2])': "did you mean x1?", 'check("1.1", [y, x2])': None, "v = gradient(x1)": None,
                       'v = x1 x2': None, 'check("1.1", [x3, x2])': None}.items():
        sentence = explain(cell, run(cell, names), names)
        assert sentence is part is None or part in sentence, sentence


def test_every_answer_that_lost_or_won_a_character_gets_a_sentence_or_none():
    draw, names = random.Random(0), fresh() | {"check": lambda *lines: None}
    cells = [cell for id, cell in RIGHT.items() if id.startswith("answer-2")]
    said = 0
    for _ in range(1500):
        cell = draw.choice(cells)
        for _ in range(draw.choice((1, 1, 1, 2, 4))):
            n = draw.randrange(len(cell))
            cell = cell[:n] + draw.choice(("", "", *"()[]{}*-^=,.:;'\" \n\\$²·−∂σx1y_#0")) + cell[n + draw.choice((0, 1)):]
        error = run(cell, {**names})
        sentence = error and explain(cell, error, names)
        assert sentence is None or sentence.endswith((".", "?")) and "\n" not in sentence, cell
        said += bool(sentence)
    assert said > 700


def verdict(cell, before=""):
    names = fresh()
    assert run(before, names) is None and run(f"said = {cell}", names) is None
    return names["said"]


@pytest.mark.parametrize("before, cell, name, value", [
    ("y = 1", 'check("2.7", f_out - y)', "y", "value, 1"), ("x1 = 2", 'check("2.12", x1)', "x1", "value, 2"),
    ("c = f_out - y", 'check("2.8", c*z2_out)', "c", "value, f_out - y"), ("import sympy\nc = sympy.floor(y)", 'check("2.7", c)', "c", "value, floor(y)"),
    ("x1, x2 = 6, 6", 'check("1.1", [2*(x1-6)-x2, 2*x2-x1])', "x1", "value, 6"),
    ("import numpy as np\ny = np.array([0, 1])", 'check("2.7", f_out - y)', "y", "value, [0, 1]"),
    ("def sigma(x):\n    return 1/(1+exp(-x))", 'check("2.3", exp(-x)/(1+exp(-x))**2, 1/(1+exp(-x))*(1-1/(1+exp(-x))), sigma(x)*(1-sigma(x)))',
     "sigma", "meaning"),
])
def test_a_word_with_another_value_is_named_and_not_judged(before, cell, name, value):
    said = verdict(cell, before)
    assert (said.correct, said.mistake, said.lines) == (None, "overwritten", ())
    assert said.message.startswith(f"{name} was given another {value}: {AGAIN}"), said.message


@pytest.mark.parametrize("before, cell, correct", [
    ("c = f_out - y", 'check("2.8", c*z1_out)', True), ("y = 1", 'check("2.12", x1)', True), ("y = 1", 'check("2.12", x2)', False),
    ("z1_out = tanh(z1_in)", 'check("2.8", (f_out + y)*z1_out)', False), ("f_out = 1/(1 + exp(-f_in))", 'check("2.7", f_out - y)', True),
    ("", 'check("2.10", 1-tanh(z2_in)**2,1+z2_out**2)', False), ("", 'check("1.1", [2*x1-12,2*x2-x1])', False),
    ("", 'check("1.1", (-6,6))', False), ("", 'check("1.1", -6,6)', False),  # two numbers are no decimal
])
def test_what_keeps_its_meaning_is_judged(before, cell, correct):
    said = verdict(cell, before)
    assert (said.correct, said.mistake == "overwritten") == (correct, False)


@pytest.mark.parametrize("answer, right", [
    ("0,5*f_out", "0.5"), ("1 - 0,25*tanh(z2_in)", "0.25"), ("1,0*(f_out - y)", "1.0"), ("f_out*1,5", "1.5"), ("f_out,\n 0,5*y", "0.5"),
])
def test_a_decimal_comma_is_no_second_line(answer, right):
    said = verdict(f'check("2.8", {answer})')
    assert said.correct is None and said.message.startswith(f"Write {right} in place of {right.replace('.', ',')}:")


def test_a_power_that_python_reads_as_either_or_is_named():
    said = verdict('check("2.2", f_out - f_out^2)')
    assert (said.correct, said.message) == (None, "Write ** for a power: f_out**2.")
    assert verdict('check("2.10", f_out^y)').message == "Write ** for a power: f_out**y."


@pytest.mark.parametrize("cell, sentence", [
    ('check("2.1", (f_out - y)//(f_out*(1 - f_out)))', "Write / for a division: // rounds down."),
    ('check("2.15", 2.14*x1)', "2.14 is a number here: put in your answer to question 2.14."),
])
def test_what_python_reads_as_something_else_is_not_judged(cell, sentence):
    said = verdict(cell)
    assert (said.correct, said.message) == (None, sentence)


def test_a_symbol_of_another_question_and_a_blank_in_between():
    assert verdict('check("2.4", 1-tanh(z2_in)**2)').message == "This question is about a function of x: write x in place of z2_in."
    assert "delete the three dots" in verdict('check("2.3", exp(-x)/(1+exp(-x))**2, ..., sigma(x))').message
