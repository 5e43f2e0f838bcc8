"""What a verdict looks like: a word beside the icon, typeset, the same in every run and with every SymPy."""

import ast
import os
import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from sympy import Add, simplify

from lab3_helpers.chain_rule import reading, symbols, typeset
from lab3_helpers import check, hint, practice, solution
from lab3_helpers.chain_rule.symbols import *
from lab3_helpers.chain_rule.symbols import QUESTIONS


def test_every_verdict_has_an_icon_and_a_word():
    for answer, icon, word in ((x1, "✓", "right"), (x2, "✗", "not yet"), (..., "○", "open")):
        v = check("2.12", answer)
        assert str(v).startswith(f"{icon} 2.12 {word}: ") and repr(v) == str(v)
        assert icon in v._repr_html_() and f"2.12 {word}." in v._repr_html_()


def test_the_row_of_sixteen():
    check("2.12", x1), check("2.13", x1)
    v = check("2.5", ...)
    states = dict(v.progress)
    assert list(states) == list(QUESTIONS) and len(states) == 16
    assert states["2.12"] is True and states["2.13"] is False and states["2.5"] is None
    assert "1 right, 1 not yet, 14 open" in v._repr_html_()
    assert "2.12✓" in str(v) and "2.13✗" in str(v) and "2.16○" in str(v)
    check("2.13", w12)
    assert dict(check("2.5", 1).progress)["2.13"] is True
    assert dict(check("2.13", ...).progress)["2.13"] is True, "a blank undoes nothing"
    assert practice(1).check(1).progress == ()


def test_the_wrong_line_is_marked():
    v = check("2.12", x1, x2, x1)
    assert [("here" in row) for row in v._repr_html_().split(r"\\[4pt]")] == [False, True, False]
    assert [row.endswith("✗") for row in str(v).splitlines()[1:4]] == [False, True, False]


@pytest.mark.parametrize("typed, latex", [
    ("(f_out - y)*z1_out/2", r"\frac{\left(f_{\mathrm{out}} - y\right) \, z_{1,\mathrm{out}}}{2}"),
    ("1 - tanh(z2_in)**2", r"1 - \tanh^{2}\left(z_{2,\mathrm{in}}\right)"),
    ("exp(-f_in)*x1", r"\mathrm{e}^{-f_{\mathrm{in}}} \, x_{1}"),
    ("-(y - 1)*-x1", r"-\left(y - 1\right) \, \left(-x_{1}\right)"),
    ("x1 - (x2 - y)", r"x_{1} - \left(x_{2} - y\right)"),
    ("x1 - -y", r"x_{1} - \left(-y\right)"),
    ("2*3*x1", r"2 \cdot 3 \, x_{1}"),
    ("x1**2**2", r"x_{1}^{2^{2}}"),
    ("(x1**2)**3", r"\left(x_{1}^{2}\right)^{3}"),
    ("(-x1)**2", r"\left(-x_{1}\right)^{2}"),
    ("-x1**2", r"-x_{1}^{2}"),
    ("x1/x2/y", r"\frac{\frac{x_{1}}{x_{2}}}{y}"),
    ("1/x1*x2/y", r"\frac{1}{x_{1}} \cdot \frac{x_{2}}{y}"),
    ("sqrt(x1)*sigma(w12) + Rational(1, 3)", r"\sqrt{x_{1}} \, \sigma\left(w_{12}\right) + \frac{1}{3}"),
    ("2*Rational(1, 2)*3**2", r"2 \cdot \frac{1}{2} \cdot 3^{2}"),
    ("1e-06*x1", r"1 \cdot 10^{-6} \, x_{1}"),
    ("0.5*x1", r"0.5 \, x_{1}"),
    ("log(u1)*sech(u2)", r"\log\left(u_{1}\right) \, \operatorname{sech}\left(u_{2}\right)"),
    ("exp(x)**2", r"\left(\mathrm{e}^{x}\right)^{2}"),
])
def test_latex_keeps_the_meaning_of_what_was_typed(typed, latex):
    assert typeset.latex(ast.parse(typed, mode="eval").body) == latex


def test_a_call_is_cut_out_of_its_lines_as_python_cuts_it_out():
    source = 'ü = 1; print("ä", check("2.8",\n  "ö", x1), 3)\nx2'
    for node in ast.walk(ast.parse(source)):
        if hasattr(node, "lineno"):
            assert reading._text(node, source.split("\n")) == ast.get_source_segment(source, node)


@pytest.mark.parametrize("formula", [f for q in QUESTIONS.values() for f in (q.truth, q.graph.definitions[q.target])], ids=str)
def test_an_expression_is_written_as_text_with_the_same_value(formula):
    names = {name: getattr(symbols, name) for name in symbols.__all__}
    assert simplify(eval(typeset.text(formula), names) - formula) == 0


def test_formulas_too_long_to_read_are_only_counted():
    v = check("2.8", Add(*(x1 ** k for k in range(900))))
    assert v.correct is False and "parts" in v.lines[0].text and len(v._repr_html_().split("<details>")[0]) < 5000


def test_html_is_well_formed_and_speaks_no_colour_alone():
    class Balance(HTMLParser):
        stack = []

        def handle_starttag(self, tag, attributes):
            self.stack.append(tag)
            style = dict(attributes).get("style", "")
            assert "background" not in style and not re.search(r"color: *(black|white|#000|#fff)", style)

        def handle_endtag(self, tag):
            assert self.stack.pop() == tag

    for thing in (check("2.1", ...), check("2.1", -y / f_out), check("2.4", tanh(x)), hint("2.1"), solution("2.16"), solution("2.3"), practice(3)):
        html = thing._repr_html_()
        Balance().feed(html)
        assert not Balance.stack
        assert html.count("$") % 2 == 0 and "<script" not in html and "http" not in html


def test_outputs_do_not_depend_on_the_run(tmp_path, capsys):
    program = tmp_path / "program.py"
    program.write_text("from lab3_helpers import check, hint, solution, practice; from lab3_helpers.chain_rule.symbols import *\n"
               "for n in range(1, 17):\n q = f'2.{n}'\n print(hint(q)._repr_html_(), hint(q), solution(q)._repr_html_(), check(q, (f_out - y)*z1_out*u1)._repr_html_())\n"
               "for s in range(12): print(practice(s)._repr_html_(), practice(s).solution())")
    elsewhere = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True, encoding="utf-8",
                               env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}).stdout
    runpy.run_path(str(program))  # here the order of sets is another one
    assert capsys.readouterr().out == elsewhere and len(elsewhere) > 10_000
