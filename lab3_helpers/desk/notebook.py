"""Notebook files, read and written without loss; a notebook is the dict that the file holds, each source one text."""

import json
from hashlib import sha256
from pathlib import Path

MARKS = "lab3_handed_out"  # in a notebook's metadata: what its cells said when they were handed out, as short hashes


def read(path):
    """Read a notebook.

    Parameters
    ----------
    path : Path

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If the file is no notebook of format 4; one sentence says so.
    OSError
        If it cannot be read.
    """
    try:
        notebook = json.loads(Path(path).read_text("utf-8-sig"))
        if notebook["nbformat"] != 4 or not isinstance(notebook["metadata"], dict):
            raise ValueError
        cells = [cell | {"source": "".join(cell["source"])} for cell in notebook["cells"]]
        if not all(isinstance(cell["cell_type"], str) and isinstance(cell["metadata"], dict) for cell in cells):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ValueError(f"A notebook (format 4) was expected, but {path} is none.") from None
    return notebook | {"cells": cells}


def write(path, notebook):
    """Write a notebook as Jupyter does, its lines ending alike on every system.

    Parameters
    ----------
    path : Path
    notebook : dict
    """
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps(notebook | {"cells": cells}, indent=1, ensure_ascii=False)
    # Half a character, as a broken paste leaves it, is no UTF-8; JSON has a way to write it.
    Path(path).write_text(text + "\n", "utf-8", errors="backslashreplace", newline="\n")


def tags(cell):
    """The tags of a cell.

    Parameters
    ----------
    cell : dict

    Returns
    -------
    set of str
    """
    return set(cell["metadata"].get("tags", ()))


def without_output(cell):
    """A cell as if it had not been run.

    Parameters
    ----------
    cell : dict

    Returns
    -------
    dict
    """
    return cell | {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else cell


def without_verdicts(notebook):
    """A notebook whose checks have not been run.

    Parameters
    ----------
    notebook : dict

    Returns
    -------
    dict
    """
    return notebook | {"cells": [without_output(cell) if {"answer", "check"} & tags(cell) else cell
                                 for cell in notebook["cells"]]}


def marked(notebook):
    """A notebook that remembers what its cells say now.

    Parameters
    ----------
    notebook : dict

    Returns
    -------
    dict
    """
    marks = {cell["id"]: mark(cell) for cell in notebook["cells"] if "id" in cell}
    return notebook | {"metadata": notebook["metadata"] | {MARKS: marks}}


def mark(cell):
    """What a notebook remembers of a cell: the same for the same kind and source.

    Parameters
    ----------
    cell : dict

    Returns
    -------
    str
    """
    return sha256(json.dumps([cell["cell_type"], cell["source"]]).encode()).hexdigest()[:12]
