"""Notebooks that nbgrader grades: checks that cannot be edited, and for every question one cell that counts."""

import re
import tomllib

from lab3_helpers.desk.notebook import tags

# nbgrader takes the lines between the two comments out of what students get, and puts them back to grade.
_COUNTS = """\
# Question {question}, {points:g} point{s}: counted if the last check of {question} above says "right".
### BEGIN HIDDEN TESTS
from lab3_helpers import results
assert results().get("{question}"), "Question {question} is not right yet."
### END HIDDEN TESTS"""


def graded(notebook, points):
    """A notebook for nbgrader's folder ``source``.

    Answers stay ordinary cells, which nbgrader leaves alone: it would replace the lines of a solution cell. A cell
    with the tag ``check`` is locked. Behind the last cell that checks a question stands the one that counts it.

    Parameters
    ----------
    notebook : dict
    points : dict of str to float
        By the question's number; 1 for a question that is not in it.

    Returns
    -------
    dict
    """
    last = {_question(cell): cell["id"] for cell in notebook["cells"] if _question(cell)}
    cells = []
    for cell in notebook["cells"]:
        question = _question(cell)
        if "check" in tags(cell):
            cell = _with(cell, nbgrader=_role(cell["id"], locked=True))
        elif "answer" in tags(cell):
            cell = _with(cell, deletable=False)
        cells.append(cell)
        if question and last[question] == cell["id"]:
            cells.append(_counting(question, points.get(question, 1)))
    return notebook | {"cells": cells}


def read_points(text, questions):
    """The table of points.

    Parameters
    ----------
    text : str
        TOML: a line such as ``"2.8" = 2`` for every question that does not count 1.
    questions : collection of str
        The numbers that there are.

    Returns
    -------
    dict of str to float

    Raises
    ------
    ValueError
        If it is no such table; one sentence says what was expected and what came.
    """
    try:
        points = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f'The points are expected in lines like  "2.8" = 2 , but: {error}.') from None
    for question, value in points.items():
        if question not in questions:
            raise ValueError(f"The points name a question {question}; the questions are {', '.join(questions)}. "
                             'Their numbers stand in quotes, as in  "2.8" = 2 .')
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e6:
            raise ValueError(f"The points of {question} must be a number of 0 or more, but {value} came.")
    return points


def questions(notebook):
    """The numbers of the questions that a notebook checks, in their order.

    Parameters
    ----------
    notebook : dict

    Returns
    -------
    list of str
    """
    return list(dict.fromkeys(filter(None, map(_question, notebook["cells"]))))


def _question(cell):
    """The number of the question that a cell checks, or None."""
    asked = re.match(r'check\("([\d.]+)"', cell["source"]) if {"answer", "check"} & tags(cell) else None
    return asked and asked[1]


def _counting(question, points):
    id = f"points-{question.replace('.', '-')}"
    source = _COUNTS.format(question=question, points=points, s="" if points == 1 else "s")
    return {"cell_type": "code", "execution_count": None, "id": id, "outputs": [], "source": source,
            "metadata": {"nbgrader": _role(id, locked=True, grade=True, points=points)}}


def _role(id, **more):
    role = {"schema_version": 3, "grade_id": id, "cell_type": "code", "grade": False, "solution": False, "task": False}
    return role | more


def _with(cell, **metadata):
    return cell | {"metadata": cell["metadata"] | metadata}
