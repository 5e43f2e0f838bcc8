"""``python -m lab3_helpers merge OLD NEW``: a newer notebook of the course with what was typed into an older one.

The result is the newer notebook. Into its answers goes what the student wrote, behind its cells go the cells that the
student added. What stood where both differ, and in cells that are gone, is kept as well, folded or at the end: nothing
that was typed is lost.

What the older course said is known of a notebook that ``handout`` wrote, cell by cell. Of any other it is not, and
whatever differs from the newer course may have been typed.
"""

import re
import sys
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
    try:
        if out.exists():
            raise ValueError(f"{out} is there already: move it away, or name another file with --out.")
        old, new = read(arguments.old), read(arguments.new)
        if not has_its_answers(old, new):
            raise ValueError(f"{arguments.old} has none of the cells that are filled in {arguments.new}: "
                             "these are two different notebooks.")
        notebook = merged(old, new)
        write(out, notebook)
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    course = {cell["id"]: cell["source"] for cell in new["cells"]}
    answers = sum(cell["source"] != course.get(cell["id"], cell["source"]) for cell in notebook["cells"])
    others = sum(cell["id"] not in course for cell in notebook["cells"])
    print(f"{out}: answers carried over {answers}, other cells kept {others}. Open it and run all cells.")
    return 0


def has_its_answers(old, new):
    """Whether a notebook has a cell that is filled in another one.

    Parameters
    ----------
    old, new : dict

    Returns
    -------
    bool
        True as well if nothing is filled in `new`.
    """
    partners = _partners(_distinct(old["cells"]), _distinct(new["cells"]))
    # Answers to drawn questions read alike in every notebook of the course.
    answers = [n for n, cell in enumerate(new["cells"])
               if "answer" in tags(cell) and not cell["id"].startswith("own-")]
    return not answers or any(n in partners for n in answers)


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
    marks, theirs, ours = old["metadata"].get(MARKS, {}), _distinct(old["cells"]), _distinct(new["cells"])
    place = {m: n for n, m in _partners(theirs, ours).items()}
    behind = {n: [] for n in range(-1, len(ours))}  # what stands behind every cell of the newer course; -1: at the top
    gone, tail = [], []  # what was typed into cells that the course no longer has, now and in an earlier merge
    there = {cell["source"] for cell in theirs}  # what an earlier merge has folded is not folded again
    last = -1
    for m, cell in enumerate(theirs):
        typed = cell["source"].strip() and marks.get(cell["id"]) != mark(cell)
        if m in place:
            last = place[m]
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
    cells = behind[-1] + [cell for n, ours_here in enumerate(ours) for cell in (ours_here, *behind[n])]
    tail = tail or [HEADING] * bool(gone)
    return without_verdicts(marked(new) | {"cells": [*cells, *tail, *gone]})


def _distinct(cells):
    """The cells, each with an id of its own; Colab keeps them in the metadata."""
    named, taken = [], set()
    for cell in cells:
        name = cell.get("id") or cell["metadata"].get("id")
        name = name if name and name not in taken else uuid4().hex[:8]
        taken.add(name)
        named.append(cell | {"id": name})
    return named


def _of_the_course(cell, marks):
    """Whether a cell that the newer course does not have is one of the older course's; tools give ids with digits."""
    return cell["id"] in marks if marks else re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", cell["id"]) is not None


def _partners(theirs, ours):
    """For every cell of `ours` its place among `theirs`: found by its id, or, cut and pasted, by what it says."""
    places = {cell["id"]: m for m, cell in enumerate(theirs)}
    partners = {n: places[cell["id"]] for n, cell in enumerate(ours) if cell["id"] in places}
    free = [m for m in range(len(theirs)) if m not in partners.values()]
    for n, cell in enumerate(ours):
        if n not in partners:
            for m in free:
                if _says_the_same(theirs[m], cell):
                    partners[n] = m
                    free.remove(m)
                    break
    return partners


def _says_the_same(cell, course):
    if cell["cell_type"] != course["cell_type"]:
        return False
    if "answer" in tags(course):
        return _fits(cell["source"], course["source"])
    return cell["source"] == course["source"]


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
    source, stub = _blanked(source), _blanked(stub)
    first, *parts = stub.split("...")
    if not parts or not source.startswith(first) or not source.endswith(parts[-1]):
        return source == stub
    begin, end = len(first), len(source) - len(parts[-1])
    for part in parts[:-1]:
        found = source.find(part, begin, end)
        if found < 0:
            return False
        begin = found + len(part)
    return begin <= end


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
