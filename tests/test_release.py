"""What a lecturer holds back, by the file lab3.toml beside a notebook: nothing without it, and never by mistake."""

import re
from datetime import date, timedelta

import pytest

from lab3_helpers import check, hint, practice, solution
from lab3_helpers.release import held_back

TODAY = date.today()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


@pytest.fixture
def say(tmp_path, monkeypatch):
    """Write the file; the notebook's kernel runs beside it."""
    monkeypatch.chdir(tmp_path)
    return lambda text: (tmp_path / "lab3.toml").write_text(text, "utf-8")


def folds(verdict):
    return re.findall("<summary[^>]*>(.*?)</summary>", verdict._repr_html_())


@pytest.mark.usefixtures("say")
def test_without_the_file_everything_is_shown():
    assert held_back("hints") is held_back("solutions") is None


@pytest.mark.parametrize("line", ['"always"', YESTERDAY, TODAY, f'"{TODAY}"', f"{TODAY}T00:00:00", f"{YESTERDAY}T00:00:00Z"])
def test_what_is_released_is_shown(say, line):
    say(f"solutions = {line}\nhints = {line}")
    assert held_back("hints") is held_back("solutions") is None
    assert solution("2.8").title == "Solution of 2.8"


@pytest.mark.parametrize("line, until", [
    ('"never"', ""), (TOMORROW, f" on {TOMORROW}"), (f'"{TOMORROW}"', f" on {TOMORROW}"),
    (f"{TOMORROW}T18:00:00", f" on {TOMORROW} 18:00:00"), (f'"{TOMORROW} 18:00"', f" on {TOMORROW} 18:00:00"),
])
def test_what_is_not_released_says_so(say, line, until):
    say(f"solutions = {line}")
    sentence = f"Your lecturer releases the solutions{until}."
    for question in ("1.1", "1.5", "2.8", "3.3"):
        assert str(solution(question)) == sentence
        for verdict in (check(question), check("2.12", "x1")):
            shown = verdict._repr_html_()
            assert shown.endswith(f"<strong>{sentence}</strong></div></div></details>") and "Solution of" not in shown
    assert folds(check("2.8")) == ["Hint", "A stronger hint", "Solution"] and hint("2.8").title == "Hint 1 of 2 for 2.8"


def test_hints_go_by_their_own_line(say):
    say('hints = "never"')
    assert str(hint("2.8")) == str(hint("2.8", 2)) == "Your lecturer releases the hints."
    assert folds(check("2.8")) == ["Solution"] and solution("2.8").title == "Solution of 2.8"


def test_it_counts_when_it_is_asked(say):
    say('solutions = "never"')
    verdict = check("2.8")
    assert "Solution of" not in verdict._repr_html_()
    say('solutions = "always"')
    assert "Solution of" in verdict._repr_html_()


def test_practice_keeps_its_solutions(say):
    say('solutions = "never"')
    assert "Solution of practice(1)" in practice(1).check(...)._repr_html_()


@pytest.mark.parametrize("text, came", [
    ("solutions = 5", "5 came"), ('solutions = "soon"', '"soon" came'), ("solutions = true", "True came"),
    ('solution = "never"', "solution came"), ('solutions = "never', "lab3.toml is expected to hold lines like"),
    ('[solutions]\nx = "never"', "{'x': 'never'} came"), ("solutions = [2026-11-30]", "came"),
    ('solutions: "never"', "lab3.toml is expected to hold lines like"),
])
def test_a_wrong_file_holds_back_and_says_what_is_wrong_in_one_sentence(say, text, came):
    say(text)
    for said in (str(solution("2.8")), str(hint("1.1"))):
        assert came in said and said.endswith(".") and "\n" not in said and "not shown" in said


def test_a_file_that_cannot_be_read_holds_back(say, tmp_path):
    (tmp_path / "lab3.toml").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in str(solution("2.8"))
    (tmp_path / "lab3.toml").unlink()
    (tmp_path / "lab3.toml").mkdir()
    assert "cannot be read" in str(hint("2.8"))


@pytest.mark.usefixtures("say")
def test_a_file_saved_by_windows_notepad_is_read(tmp_path):
    (tmp_path / "lab3.toml").write_bytes(b'\xef\xbb\xbfsolutions = "never"\r\n')
    assert held_back("solutions") == "Your lecturer releases the solutions."
