"""What docs/lecturers.md promises to those who use the checker in a notebook of their own."""

import re
from pathlib import Path

from lab3_helpers import check
from lab3_helpers.chain_rule.symbols import *

PAGE = (Path(__file__).parents[1] / "docs" / "lecturers.md").read_text(encoding="utf-8")
PROGRAM = re.search(r"## The checker in your own notebook.*?```python\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_program_of_the_page_does_what_its_comments_say():
    names = {}
    exec(PROGRAM, names)
    first, a, y, x = (names[name] for name in "first a y x".split())
    promised = re.findall(r"first\.check\((.+?)\) +# (\w+)", PROGRAM)
    assert [comment for _, comment in promised] == ["right", "constant_factor"]
    for formula, comment in promised:
        verdict = first.check(eval(formula, names))
        assert verdict.mistake == comment if comment != "right" else verdict.correct is True
    assert first.check(2 * (a - y) * a * (1 - a)).mistake == "missing_link"
    assert first.check(names["z"] * x).correct is False and first.check(w11).correct is None
    assert "E" in str(first.solution())


def test_the_course_s_loss_is_no_part_of_an_answer():
    from sympy import Symbol

    assert check("2.7", Symbol("L")).correct is None
