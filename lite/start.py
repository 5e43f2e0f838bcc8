"""What Python imports before its memory is stored (pack.mjs); in a browser that cannot use that memory, when it starts."""

import gc
import importlib
import sys

depth = sys.getrecursionlimit()
gc.disable()

import piplite.piplite  # noqa: E402
import pyodide_kernel  # noqa: E402

from lab3_helpers.chain_rule import panel as _  # noqa: E402, F401
from lab3_helpers.descent import panel  # noqa: E402
from lab3_helpers.network import gradient_check_panel, luck_panel, restarts_panel  # noqa: E402

importlib.invalidate_caches()  # closes the library's archive
gc.collect()
gc.freeze()  # what is there by now stays; no later collection looks through it
gc.enable()
sys.setrecursionlimit(depth)  # jedi trebles it; a browser's stack is too small for that, and Python would end without a word
