"""The forms in which a notebook is handed out: without solutions or hints, as a talk, as a sheet to work on."""

import re

from lab3_helpers.desk.notebook import tags, without_output, without_verdicts

_LINE = r"\_" * 60  # a paragraph of it is a line in HTML and in LaTeX
_FOLDED = re.compile(r"<details[^>]*><summary[^>]*>(.*?)</summary>.*?</details>", re.DOTALL)
# Where a block begins: at a heading, or at a word of the notebooks' grammar.
_BLOCK = re.compile(r"^(?=#+ |\*\*(?:Predict|Work|Check|Explore|What you saw)\.\*\*)", re.MULTILINE)
_ON_A_SCREEN = ("**Check.**", "**Explore.**", "**What you saw.**", "## What we learned", "## What you can do now")
_HINT = re.compile(r"\n*<details[^>]*><summary[^>]*>Hint</summary>.*?</details>", re.DOTALL)
_KINDS = {"# ": "slide", "## ": "slide", "### ": "subslide", "**What you saw": "fragment"}  # by how a text begins


def without_solutions(notebook):
    """A notebook that holds no worked solution.

    The cells with the tag ``solution`` go; a panel with that tag stays and loses its stored picture. Stored verdicts
    go, because the solution is folded under them.
    """
    cells = [without_output(cell) if "solution" in tags(cell) else cell for cell in without_verdicts(notebook)["cells"]
             if "solution" not in tags(cell) or "panel" in tags(cell)]
    return notebook | {"cells": cells}


def without_hints(notebook):
    """A notebook that holds no hint: folded ones go from its text, and stored verdicts, under which they are folded."""
    cells = [cell | {"source": _HINT.sub("", cell["source"])} if cell["cell_type"] == "markdown" else cell
             for cell in without_verdicts(notebook)["cells"]]
    return notebook | {"cells": cells}


def slides(notebook):
    """A notebook that ``nbconvert --to slides`` turns into a talk.

    *What you saw* comes with a click of its own. Code cells that show nothing are left out, but for functions that are
    to be written.
    """
    return notebook | {"cells": [cell | {"metadata": cell["metadata"] | {"slideshow": {"slide_type": _kind(cell)}}}
                                 for cell in notebook["cells"]]}


def _kind(cell):
    if cell["cell_type"] == "code":
        return "-" if cell["outputs"] or cell["source"].startswith("def ") else "skip"
    return next((kind for beginning, kind in _KINDS.items() if cell["source"].startswith(beginning)), "-")


def sheet(notebook):
    """A notebook for paper.

    Of its text *Check*, *Explore*, *What you saw*, *What we learned* and *What you can do now* go, with everything that
    is folded; in place of a folded answer there are lines to write on. So there are in place of a cell that is filled
    in, and below a function that is to be written. All other code goes, but for cells with the tag ``given``, and the
    words that lead up to it.
    """
    cells = []
    for cell, following in zip(notebook["cells"], (*notebook["cells"][1:], None)):
        if "solution" in tags(cell):
            continue
        if cell["cell_type"] == "markdown":
            cells.append(cell | {"source": _text(cell["source"], following)})
        elif "given" in tags(cell):
            cells.append(_as_picture(cell))
        elif "answer" in tags(cell):
            if cell["source"].startswith("def "):
                cells.append(without_output(cell))
            cells.append({"cell_type": "markdown", "id": f"room-{cell['id']}", "metadata": {}, "source": _room(4)})
    return notebook | {"cells": [cell for cell in cells if cell["source"]]}


def _room(lines):
    return "\n\n".join([_LINE] * lines)


def _text(source, following):
    """What stays of a text cell before the cell `following`."""
    unfolded = _FOLDED.sub(lambda fold: _room(2) if fold[1] == "Answer" else "", source)
    text = "".join(block for block in _BLOCK.split(unfolded) if not block.startswith(_ON_A_SCREEN)).strip()
    gone = following and following["cell_type"] == "code" and not {"given", "answer"} & tags(following)
    return text.rpartition("\n\n")[0] if gone and text.endswith(":") else text


def _as_picture(cell):
    """A cell whose outputs have no widget, so that its picture is printed."""
    def still(data):
        return {kind: content for kind, content in data.items() if kind != "application/vnd.jupyter.widget-view+json"}

    return cell | {"outputs": [output | {"data": still(output["data"])} if "data" in output else output
                               for output in cell["outputs"]]}
