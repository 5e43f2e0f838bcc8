"""A newer course notebook with a student's work in it: nothing that was typed is ever lost."""

import json
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import RIGHT
from lab3_helpers.__main__ import main
from lab3_helpers.desk.merge import EARLIER, HEADING, NEWER, merged
from lab3_helpers.desk.notebook import marked, read, tags, without_output, write
from lab3_helpers.verdict import SUMMARY

COURSE = {path.stem[0]: read(path) for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))}


def cell(source, id="0c9e7a31", kind="markdown", **metadata):
    code = {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["7\n"]}]}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source} | (code if kind == "code" else {})


def changed(notebook, *, sources=(), drop=(), add=()):
    """A notebook with other sources by id, without some cells, and with others: (the id before, the cell)."""
    sources = dict(sources)
    cells = [one | {"source": sources.get(one["id"], one["source"])} for one in notebook["cells"] if one["id"] not in drop]
    for before, one in add:
        place = [other["id"] for other in cells].index(before) + 1 if before else 0
        cells.insert(place, one)
    return notebook | {"cells": cells}


def ids(notebook):
    return [one["id"] for one in notebook["cells"]]


def source(notebook, id):
    return next(one["source"] for one in notebook["cells"] if one["id"] == id)


def after(notebook, id):
    return notebook["cells"][ids(notebook).index(id) + 1]


def filled(number):
    """As it was handed out, with all answers in it; and these."""
    answers = {id: text for id, text in RIGHT.items() if id in ids(COURSE[number])}
    assert answers
    return changed(marked(COURSE[number]), sources=answers), answers


@pytest.mark.parametrize("number", COURSE)
def test_every_answer_comes_to_its_place_and_nothing_else_changes(number):
    old, answers = filled(number)
    new = changed(COURSE[number], sources={"title": "# A better title"})
    result = merged(old, new)
    assert ids(result) == ids(new)
    assert {id: source(result, id) for id in answers} == answers
    assert all(one["source"] == source(new, one["id"]) for one in result["cells"] if one["id"] not in answers)
    judged = [one for one in result["cells"] if {"answer", "check"} & tags(one)]
    assert all(one["outputs"] == [] for one in judged) and any(one.get("outputs") for one in result["cells"])


def test_an_open_notebook_becomes_the_newer_one():
    for notebook in COURSE.values():
        sources = {"check-1-4": 'check("1.4", value, value_gradient)  # new', "answer-2-4": 'check("2.4", ...)'}
        new = changed(notebook, sources=sources)
        result = merged(marked(notebook), new)
        assert ids(result) == ids(new)
        assert [one["source"] for one in result["cells"]] == [one["source"] for one in new["cells"]]


def test_more_or_fewer_blanks_are_no_answer():
    blanks = {"answer-2-4": 'check("2.4", ...)', "answer-2-1": 'check("2.1", [..., ...], ...)'}
    result = merged(COURSE["2"], changed(COURSE["2"], sources=blanks))
    assert {id: source(result, id) for id in blanks} == blanks


def test_a_half_filled_answer_is_one():
    half = 'check("2.4", (exp(x) + exp(-x)), ..., ...)'
    new = changed(COURSE["2"], sources={"answer-2-4": 'check("2.4", ...)'})
    result = merged(changed(COURSE["2"], sources={"answer-2-4": half}), new)
    assert source(result, "answer-2-4") == half and ids(result) == ids(COURSE["2"])


def test_an_answer_in_lines_of_its_own_fits_its_blank():
    old = changed(COURSE["2"], sources={id: text for id, text in RIGHT.items() if id in ids(COURSE["2"])})
    result = merged(old, COURSE["2"])
    assert ids(result) == ids(COURSE["2"]) and source(result, "answer-2-3") == RIGHT["answer-2-3"]


def test_where_the_stub_has_changed_the_answer_stays_and_the_new_stub_is_folded_beneath():
    old, answers = filled("1")
    stub = source(old, "work-1-5").replace("max_steps, alpha", "alpha, max_steps")
    result = merged(old, changed(COURSE["1"], sources={"work-1-5": stub.replace("x - alpha", "...")}))
    fold = after(result, "work-1-5")
    assert source(result, "work-1-5") == answers["work-1-5"]
    assert NEWER in fold["source"] and "alpha, max_steps" in fold["source"]


def test_added_cells_follow_the_neighbour_that_they_followed():
    one, top = cell("my *first* thought", "11aa22bb"), cell("# Mine", "55ee66ff")
    two = cell("x = 7\nprint(x)", "33cc44dd", "code")
    old = changed(COURSE["2"], add=[("answer-2-8", two), ("answer-2-8", one), (None, top)])
    result = merged(old, changed(COURSE["2"], add=[("answer-2-8", cell("a new question", "question-new"))]))
    n = ids(result).index("answer-2-8")
    assert result["cells"][0] == top and result["cells"][n + 1:n + 3] == [one, two]
    assert ids(result)[n + 3] == "question-new"


def test_deleted_cells_come_back_and_moved_ones_return():
    cells = COURSE["2"]["cells"]
    note = cell("a note", "11aa22bb")
    for old in (changed(COURSE["2"], drop=("answer-2-8", "end", "setup")), COURSE["2"] | {"cells": cells[::-1]}):
        assert ids(merged(old, COURSE["2"])) == ids(COURSE["2"])
    moved = [*cells[5:], note, *cells[:5]]
    result = merged(COURSE["2"] | {"cells": moved}, COURSE["2"])
    assert after(result, cells[-1]["id"]) == note


def test_an_answer_that_was_cut_and_pasted_under_a_new_id_finds_its_place():
    pasted = cell('check("2.7", f_out - y)', "9f3b2c1d", "code", tags=["answer"])
    old = changed(COURSE["2"], drop=("answer-2-7",), add=[("end", pasted)])
    result = merged(old, COURSE["2"])
    assert source(result, "answer-2-7") == 'check("2.7", f_out - y)' and ids(result) == ids(COURSE["2"])


def test_a_course_cell_that_differs_is_kept_folded_beneath_the_new_one():
    words = "My own words\n\n```\ncode\n```\n</details>"
    old = changed(COURSE["2"], sources={"part-hidden": words, "count-factors": "print('mine')"})
    result = merged(old, COURSE["2"])
    for id, language, mine in (("part-hidden", "````markdown", words), ("count-factors", "```python", "print('mine')")):
        assert source(result, id) == source(COURSE["2"], id)
        assert f">{EARLIER}</summary>\n\n{language}\n{mine}\n" in after(result, id)["source"]


def test_a_handed_out_notebook_knows_what_the_student_changed():
    """The course has changed everything; of what the student left as it was nothing is kept."""
    rewritten = {one["id"]: f"new: {one['source']}" for one in COURSE["2"]["cells"]}
    new = changed(COURSE["2"], sources=rewritten, drop=("note-2-1",))
    old = changed(marked(COURSE["2"]), sources={"part-path": "typed", "answer-2-8": 'check("2.8", x1)'})
    result = merged(old, new)
    folds = {one["source"].split("\n\n")[0].removeprefix(f"<details>{SUMMARY}").removesuffix("</summary>")
             for one in result["cells"] if one["id"] not in ids(new)}
    assert folds == {EARLIER, NEWER} and len(result["cells"]) == len(new["cells"]) + 2
    assert source(result, "answer-2-8") == 'check("2.8", x1)' and source(result, "answer-2-9").startswith("new: ")


def test_what_the_course_has_dropped_is_kept_at_the_end_if_something_was_typed():
    old, answers = filled("3")
    gone = ("part-check", "work-3-4", "check-3-4", "work-3-3", "check-3-3")
    new = changed(COURSE["3"], drop=gone)
    old = changed(old, sources={"work-3-3": source(COURSE["3"], "work-3-3")})
    result = merged(old, new)
    assert ids(result) == [*ids(new), HEADING["id"], "work-3-4"]  # 3.3 was still blank
    assert source(result, "work-3-4") == answers["work-3-4"]
    again = merged(result, new)
    assert again == result


def test_merging_twice_changes_nothing_more():
    old = changed(filled("1")[0], sources={"title": "# Mine", "work-1-5": "def gradient_descent_optimizer(): pass"},
                  add=[("end", cell("thanks", "11aa22bb")), ("title", cell("1 + 1", "33cc44dd", "code"))], drop=("setup",))
    new = changed(COURSE["1"], drop=("work-1-4", "part-play"))
    once = merged(old, new)
    assert merged(once, new) == once
    assert merged(new, new)["cells"] == merged(merged(new, new), new)["cells"]


def test_ids_are_made_where_there_are_none_or_two_of_one(tmp_path):
    old = changed(COURSE["2"], add=[("title", cell("twin", "title")), ("title", cell("nameless", None))])
    del old["cells"][1]["id"]
    for one in old["cells"][3:]:
        one["metadata"] = one["metadata"] | {"id": one.pop("id")}  # as Colab writes them
    write(tmp_path / "old.ipynb", old)
    result = merged(read(tmp_path / "old.ipynb"), COURSE["2"])
    assert len(set(ids(result))) == len(result["cells"]) == len(COURSE["2"]["cells"]) + 2
    assert [one["source"] for one in result["cells"][1:3]] == ["nameless", "twin"]


TEXT = st.text(min_size=1, max_size=30).filter(lambda text: text.strip())
STEPS = st.lists(st.tuples(st.sampled_from(["type", "add", "copy", "move", "delete", "paste"]), st.integers(0, 10_000),
                           st.integers(0, 10_000), TEXT), max_size=12)
BARE = {number: marked(notebook | {"cells": [without_output(one) for one in notebook["cells"]]})
        for number, notebook in COURSE.items()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(BARE)), STEPS, st.booleans(), st.sets(st.integers(0, 10_000), max_size=6))
def test_nothing_that_was_typed_is_lost(number, steps, handed_out, dropped):
    old, typed = deepcopy(BARE[number]), {}
    cells = old["cells"]
    for n, (what, where, to, text) in enumerate(steps):
        one, place = cells[where % len(cells)], to % len(cells)
        if what == "type":
            one["source"] = typed[one["id"]] = f"{text} {n}"
        elif what == "delete":
            typed.pop(one["id"], None)
            cells.remove(one)
        elif what in ("move", "paste"):
            cells.remove(one)
            moved = one | ({"id": f"{n:08x}"} if what == "paste" else {})
            if one["id"] in typed:
                typed[moved["id"]] = typed.pop(one["id"])
            cells.insert(place, moved)
        else:
            own = cell(f"{text} {n}", f"{n + 100:08x}", "code") if what == "add" else one | {"id": f"{n + 200:08x}"}
            typed[own["id"]] = own["source"]
            cells.insert(place, own)
    if not handed_out:
        old["metadata"] = {}
    gone = {BARE[number]["cells"][n % len(BARE[number]["cells"])]["id"] for n in dropped}
    rewritten = {"title": "# Another title", "work-1-4": "def value(x, y):\n    return ..."}
    new = changed(BARE[number], drop=gone, sources=rewritten)
    result = merged(old, new)
    nbformat.validate(result)
    everything = [one["source"] for one in result["cells"]]
    for text in typed.values():
        assert any(text in one for one in everything), text
    assert [id for id in ids(result) if id in ids(new)] == ids(new)
    twice = merged(result, new)
    assert [one["source"] for one in twice["cells"]] == everything


def test_two_different_notebooks(tmp_path, capsys):
    one, two = tmp_path / "1.ipynb", tmp_path / "2.ipynb"
    write(one, COURSE["1"]), write(two, COURSE["2"])
    assert main(["merge", str(one), str(two)]) == 1
    assert capsys.readouterr().err == (f"{one} has none of the cells that are filled in {two}: "
                                       "these are two different notebooks.\n")


def test_the_command_writes_a_third_file_and_never_over_another(tmp_path, capsys):
    old, new, third = (tmp_path / name for name in ("mine.ipynb", "new.ipynb", "mine_merged.ipynb"))
    notebook, answers = filled("1")
    write(old, changed(notebook, add=[("title", cell("half a smiley: \ud83d", "11aa22bb"))]))
    write(new, COURSE["1"])
    before = old.read_bytes(), new.read_bytes()
    assert main(["merge", str(old), str(new)]) == 0
    assert capsys.readouterr().out == f"{third}: answers carried over {len(answers)}, other cells kept 1. Open it and run all cells.\n"
    result = json.loads(third.read_text("utf-8"))
    nbformat.validate(nbformat.from_dict(result))
    assert "".join(result["cells"][1]["source"]) == "half a smiley: \ud83d"
    assert (old.read_bytes(), new.read_bytes()) == before
    written = third.read_bytes()
    assert main(["merge", str(old), str(new)]) == 1 and third.read_bytes() == written
    assert capsys.readouterr().err == f"{third} is there already: move it away, or name another file with --out.\n"
    assert main(["merge", str(old), str(new), "--out", str(tmp_path / "b.ipynb")]) == 0


@pytest.mark.parametrize("content, said", [
    (b"", "A notebook (format 4) was expected, but"), (b"[1]", "A notebook (format 4) was expected, but"),
    (b"\xff\xfe", "A notebook (format 4) was expected, but"),
    (b'{"nbformat": 3}', "A notebook (format 4) was expected, but"),
    (b'{"nbformat": 4, "metadata": {}, "cells": []}', "these are two different notebooks."), (None, "No such file"),
])
def test_what_cannot_be_merged_gets_one_sentence(tmp_path, capsys, content, said):
    old, new = tmp_path / "old.ipynb", tmp_path / "new.ipynb"
    write(new, COURSE["1"])
    if content is not None:
        old.write_bytes(content)
    assert main(["merge", str(old), str(new)]) == 1
    sentence, = capsys.readouterr().err.splitlines()
    assert said in sentence and str(old) in sentence
