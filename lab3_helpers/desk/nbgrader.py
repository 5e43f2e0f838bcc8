"""Notebooks that nbgrader grades: checks that cannot be edited, and for every question one cell that counts."""

import tomllib

from lab3_helpers.desk.notebook import question, tags

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
    last = {question(cell): cell["id"] for cell in notebook["cells"]}
    cells = []
    for cell in notebook["cells"]:
        asked = question(cell)
        if "check" in tags(cell):
            cell = _with(cell, nbgrader=_role(cell["id"], locked=True))
        elif "answer" in tags(cell):
            cell = _with(cell, deletable=False)
        cells.append(cell)
        if asked and last[asked] == cell["id"]:
            cells.append(_counting(asked, points.get(asked, 1)))
    return notebook | {"cells": cells}


def read_points(file, notebooks):
    """What the questions count that do not count 1.

    Parameters
    ----------
    file : Path
        TOML: a line such as ``"2.8" = 2`` for each of them.
    notebooks : collection of dict
        Those that ask.

    Returns
    -------
    dict of str to float

    Raises
    ------
    ValueError
        If it is no such table; one sentence says what was expected and what came.
    """
    try:
        points = tomllib.loads(file.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"The points were expected as text in UTF-8, but {file} is something else.") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f'The points are expected in lines like  "2.8" = 2 , but: {error}.') from None
    asked = dict.fromkeys(filter(None, (question(cell) for notebook in notebooks for cell in notebook["cells"])))
    for name, value in points.items():
        if name not in asked:
            raise ValueError(f"The points name a question {name}; the questions are {', '.join(asked)}. "
                             'Their numbers stand in quotes, as in  "2.8" = 2 .')
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e6:
            raise ValueError(f"The points of {name} must be a number of 0 or more, but {value} came.")
    return points


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
