"""The course's notebooks and what a returned one makes of them: which exercise it is, what was changed, what is run."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property

from lab3_helpers.desk.notebook import question, read, tags


@dataclass(frozen=True)
class Exercise:
    """One notebook of the course.

    Attributes
    ----------
    name : str
        Its file's name without the ending.
    cells : list of dict
        Its code cells.
    """

    name: str
    cells: list

    @cached_property
    def by_id(self):
        """The cells by their ids."""
        return {cell["id"]: cell for cell in self.cells}

    @cached_property
    def questions(self):
        """The number of the question that a cell's check asks, by the cell's id, in the order of the notebook."""
        return {cell["id"]: asked for cell in self.cells if (asked := question(cell))}

    @cached_property
    def answers(self):
        """The id of the cell in which a student answers, by the id of the cell that checks it."""
        answer, of = None, {}
        for cell in self.cells:
            answer = cell["id"] if "answer" in tags(cell) else answer
            if {"answer", "check"} & tags(cell):
                of[cell["id"]] = answer
        return of


def code_cells(path):
    """The code cells of a notebook file; errors as in `read`."""
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def read_course(paths):
    """The course's own notebooks, those that ask a question; errors as in `read`."""
    exercises = [Exercise(path.stem, code_cells(path)) for path in paths]
    return [exercise for exercise in exercises if exercise.questions]


def recognised(cells, exercises):
    """The exercise whose answers and checks a notebook holds, whatever its name, or None."""
    ids = {cell["id"] for cell in cells}
    best = max(exercises, key=lambda exercise: len(ids & set(exercise.answers)))
    return best if ids & set(best.answers) else None


def changes(exercise, cells):
    """What was done to the course's code cells outside of the answers.

    Parameters
    ----------
    exercise : Exercise
    cells : list of dict
        The returned notebook's.

    Returns
    -------
    tuple of (list of str, list of str)
        The ids of the cells that were edited, and of those that were deleted.
    """
    returned = {cell["id"]: cell["source"] for cell in cells}
    edited = [id for id, cell in exercise.by_id.items()
              if "answer" not in tags(cell) and returned.get(id, cell["source"]).strip() != cell["source"].strip()]
    deleted = [id for id, cell in exercise.by_id.items() if id not in returned and "solution" not in tags(cell)]
    return edited, deleted  # a cell with a solution may have been held back


def to_run(exercise, cells):
    """The cells that decide what a returned notebook has solved.

    The student's cells in the student's order; the course's checks in place of edited ones; deleted cells put back. The
    course's own cells that are as they were, and make no name that a later one uses, are left out: they only show.

    Parameters
    ----------
    exercise : Exercise
    cells : list of dict
        The returned notebook's.

    Returns
    -------
    list of dict
    """
    course = exercise.by_id
    checks = {id: cell for id, cell in course.items() if "check" in tags(cell)}
    whole = [checks.get(cell["id"], cell) for cell in cells]
    for before, cell in zip((None, *exercise.cells), exercise.cells):
        ids = [one["id"] for one in whole]
        if cell["id"] not in ids:
            whole.insert(ids.index(before["id"]) + 1 if before else 0, cell)
    used, chosen = set(), []
    for cell in reversed(whole):
        own = course.get(cell["id"], {}).get("source") != cell["source"] or cell["id"] in exercise.answers
        if own or _makes(cell["source"]) is None or _makes(cell["source"]) & used:
            used |= set(re.findall(r"\w+", cell["source"]))
            chosen.append(cell)
    return chosen[::-1]


def _makes(source):
    """The names that a cell assigns, or None if that cannot be told: it imports, or is not plain Python."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return None
    if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in nodes):
        return None
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} | {
        node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
