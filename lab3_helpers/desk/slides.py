"""A notebook as a talk: every part is a slide, what has a heading of its own in it one below."""

_KINDS = {"# ": "slide", "## ": "slide", "### ": "subslide", "**What you saw": "fragment"}  # by how a text begins


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
