"""What Python does before its memory is stored (pack.mjs); in a browser that cannot use that memory, when it starts."""

import gc
import importlib
import sys

depth = sys.getrecursionlimit()
gc.disable()

import numpy.random  # noqa: E402, F401
import piplite.piplite  # noqa: E402, F401
import pyodide_kernel  # noqa: E402
import sympy.codegen.ast  # noqa: E402, F401

import lab3_helpers.chain_rule.drawing  # noqa: E402
import lab3_helpers.chain_rule.own  # noqa: E402
import lab3_helpers.descent.own  # noqa: E402
import lab3_helpers.descent.questions  # noqa: E402
import lab3_helpers.network.own  # noqa: E402
import lab3_helpers.network.students_network  # noqa: E402, F401
from lab3_helpers import *  # noqa: E402, F403
from lab3_helpers import ChainRulePanel, SlopePanel, UnitPanel, hint, solution  # noqa: E402
from lab3_helpers.chain_rule.symbols import QUESTIONS  # noqa: E402

pyodide_kernel.ipython_shell.send_comm = lambda *_: None  # there is no page yet
for panel in SlopePanel(), ChainRulePanel(), UnitPanel():  # fonts are found, formulas compiled: the next one is drawn faster
    panel.close()
for question in QUESTIONS:  # what is folded under its check
    hint(question)._repr_html_(), solution(question)._repr_html_()
del pyodide_kernel.ipython_shell.send_comm, panel

importlib.invalidate_caches()  # closes the library's archive
gc.collect()
gc.freeze()  # what is there by now stays; no later collection looks through it
gc.enable()
sys.setrecursionlimit(depth)  # jedi trebles it; a browser's stack is too small for that, and Python would end without a word
