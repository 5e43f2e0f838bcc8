"""What Python does in the browser before a notebook has it (start.js); pack.py runs it too, to see what it needs."""

import gc
import importlib
import sys

import lab3_site


class Later:
    """Fetches a package when it is first imported; to find it there is left to Python's own finders."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if lab3_site.fetch(name):
            importlib.invalidate_caches()


sys.meta_path.insert(0, Later)
depth = sys.getrecursionlimit()
gc.disable()

# Imported before the notebook's folder is there: from then on each import first looks for a file in that folder, which
# the page keeps, and a look takes as long as importing a compiled module.
import piplite.piplite  # noqa: E402
import pyodide_kernel  # noqa: E402

from lab3_helpers.descent import panel  # noqa: E402
from lab3_helpers.network import gradient_check_panel, luck_panel, restarts_panel  # noqa: E402

gc.enable()
sys.setrecursionlimit(depth)  # jedi trebles it; a browser's stack is too small for that, and Python would end without a word
