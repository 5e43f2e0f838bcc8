"""``python -m lab3_helpers merge OLD NEW``: a newer notebook of the course with what was typed into an older one.

The result is the newer notebook. Into its answers goes what the student wrote, behind its cells go the cells that the
student added. What stood where both differ, and in cells that are gone, is kept as well, folded or at the end: nothing
that was typed is lost.

What the older course said is known of a notebook that ``handout`` wrote, cell by cell. Of any other it is not, and
whatever differs from the newer course may have been typed.
"""

import re
from pathlib import Path
from uuid import uuid4

from lab3_helpers.desk.notebook import MARKS, mark, marked, read, tags, without_verdicts, write
from lab3_helpers.verdict import SUMMARY

EARLIER = "Kept from your earlier notebook, where this cell was different"
NEWER = "The newer course has this here"
HEADING = {"cell_type": "markdown", "id": "kept-from-your-earlier-notebook", "metadata": {},
           "source": "## Kept from your earlier notebook\n\nThe newer course no longer has these cells."}


def add_arguments(parser):
    """Say what the command takes."""
    parser.description = "Write a third notebook: NEW with the answers, the added and the changed cells of OLD."
    parser.add_argument("old", type=Path, metavar="OLD", help="The notebook that was worked in. It stays as it is.")
    parser.add_argument("new", type=Path, metavar="NEW", help="The course's newer one.")
    parser.add_argument("--out", type=Path, metavar="FILE",
                        help="The third notebook, which must not exist yet (default: OLD_merged.ipynb, beside OLD).")


def run(arguments):
    """Do what was asked for; the exit code is 0 if the third notebook was written."""
    out = arguments.out or arguments.old.with_name(f"{arguments.old.stem}_merged.ipynb")
    if out.exists():
        raise ValueError(f"{out} is there already: move it away, or name another file with --out.")
    old, new = read(arguments.old), read(arguments.new)
    if not _has_its_answers(old, new):
        raise ValueError(f"{arguments.old} has none of the cells that are filled in {arguments.new}: "
                         "these are two different notebooks.")
    notebook = merged(old, new)
    write(out, notebook)
    course = {cell["id"]: cell["source"] for cell in new["cells"]}
    answers = sum(cell["source"] != course.get(cell["id"], cell["source"]) for cell in notebook["cells"])
    others = sum(cell["id"] not in course for cell in notebook["cells"])
    print(f"{out}: answers carried over {answers}, other cells kept {others}. Open it and run all cells.")
    return 0


def _has_its_answers(old, new):
    """Whether a notebook has a cell that is filled in another one, if any is."""
    # Answers to drawn questions read alike in every notebook of the course.
    answers = {cell["id"] for cell in new["cells"] if "answer" in tags(cell) and not cell["id"].startswith("own-")}
    return not answers or not answers.isdisjoint(_partners(old, new).values())


def merged(old, new):
    """The newer notebook with what was typed into the older one.

    Parameters
    ----------
    old, new : dict

    Returns
    -------
    dict
        Without the verdicts of its checks; the other outputs are those of `new`, and of the student's own cells.
    """
    marks, partners = old["metadata"].get(MARKS, {}), _partners(old, new)
    ours = {cell["id"]: cell for cell in new["cells"]}
    behind = {id: [] for id in (None, *ours)}  # what stands behind every cell of the newer course; None: at the top
    gone, tail = [], []  # what was typed into cells that the course no longer has, now and in an earlier merge
    there = {cell["source"] for cell in old["cells"]}  # what an earlier merge has folded is not folded again
    last = None
    for cell in old["cells"]:
        typed = cell["source"].strip() and marks.get(cell["id"]) != mark(cell)
        if cell["id"] in partners:
            last = partners[cell["id"]]
            if typed:
                same_stub = marks.get(cell["id"]) == mark(ours[last])
                ours[last], folded = _one_of_two(cell, ours[last], same_stub)
                behind[last] += [fold for fold in folded if fold["source"] not in there]
        elif cell["id"] == HEADING["id"] or tail:
            tail.append(cell)
        elif typed and _of_the_course(cell, marks):
            gone.append(cell if "answer" in tags(cell) else _fold(EARLIER, cell))
        elif typed:
            behind[last].append(cell)
    cells = behind[None] + [cell for id in ours for cell in (ours[id], *behind[id])]
    tail = tail or [HEADING] * bool(gone)
    return without_verdicts(marked(new) | {"cells": [*cells, *tail, *gone]})


def _of_the_course(cell, marks):
    """Whether a cell that the newer course does not have is one of the older course's; tools give ids with digits."""
    return cell["id"] in marks if marks else re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", cell["id"]) is not None


def _partners(old, new):
    """By the id of an old cell that of its new one: the same, or, cut and pasted, of a cell that says the same."""
    names = {cell["id"] for cell in new["cells"]}
    partners = {cell["id"]: cell["id"] for cell in old["cells"] if cell["id"] in names}
    for course in new["cells"]:
        if course["id"] not in partners:
            free = (cell for cell in old["cells"] if cell["id"] not in partners and _says_the_same(cell, course))
            if pasted := next(free, None):
                partners[pasted["id"]] = course["id"]
    return partners


def _says_the_same(cell, course):
    same = _fits if "answer" in tags(course) else str.__eq__
    return cell["cell_type"] == course["cell_type"] and same(cell["source"], course["source"])


def _one_of_two(cell, course, same_stub):
    """What stands in the place of a cell that is not as in the newer course, and what is folded behind it."""
    if (cell["cell_type"], _blanked(cell["source"])) == (course["cell_type"], _blanked(course["source"])):
        return course, []
    if "answer" not in tags(course) or cell["cell_type"] != course["cell_type"]:
        return course, [_fold(EARLIER, cell)]
    answered = course | {"source": cell["source"]}
    return answered, [] if same_stub or _fits(cell["source"], course["source"]) else [_fold(NEWER, course)]


def _fits(source, stub):
    """Whether `source` is `stub` with anything in place of its blanks, and other line breaks."""
    parts = map(re.escape, _blanked(stub).split("..."))
    return re.fullmatch(".*".join(parts), _blanked(source)) is not None


def _blanked(source):
    """A source without white space, neighbouring blanks as one: two with the same differ in nothing that was typed."""
    source, before = re.sub(r"\s", "", source), None
    while source != before:
        source, before = re.sub(r"\[\.\.\.\]|\.\.\.(,\.\.\.)+", "...", source), source
    return source


def _fold(title, cell):
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", cell["source"])), default=0))
    language = "python" if cell["cell_type"] == "code" else "markdown"
    text = f"<details>{SUMMARY}{title}</summary>\n\n{fence}{language}\n{cell['source']}\n{fence}\n\n</details>"
    pasted = {"attachments": cell["attachments"]} if "attachments" in cell else {}
    return {"cell_type": "markdown", "id": uuid4().hex[:8], "metadata": {}, "source": text} | pasted
