"""Runs a student's function so that it always comes back, and leaves everything as it was.

Signals, threads and processes are missing in a browser's Python. A trace function is there everywhere: it counts the
lines that the student's code goes through and raises `Endless` when they are too many. What runs inside of one call
(``sum(itertools.count())``, ``10**10**9``, ``time.sleep``) is out of its reach.
"""

import ast
import contextlib
import dis
import inspect
import io
import random
import sys
import textwrap
import warnings
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import RLock, get_ident
from time import perf_counter

import numpy as np

LINES, SECONDS = 300_000, 4.0
_PRINTING = RLock()
# Where code stands that is not the student's: this package, Python's own, and what is installed.
_LIBRARIES = (str(Path(__file__).parents[1]), str(Path(contextlib.__file__).parent), str(Path(np.__file__).parents[1]),
              "<frozen", "<__array_function__")


class Endless(BaseException):
    """The lines or the time are used up. Not an `Exception`, so that ``except Exception`` lets it pass."""

    def __init__(self, guard, frame):
        super().__init__()
        self.guard, self.code, self.line = guard, frame.f_code, frame.f_lineno

    def __del__(self):
        # Python ends a trace function that raises. A bare except that swallows this drops it: then the tracing goes on.
        self.guard._trace_again(sys._getframe(1))


@dataclass
class Run:
    """What a call did.

    Attributes
    ----------
    value : object
        What it returned.
    error : BaseException or None
        What it raised; a `KeyboardInterrupt` is not caught.
    printed : str
    names : dict
        The local variables of the function when it ended.
    called : collections.Counter
        How often which function ran meanwhile, by name.
    """

    value: object = None
    error: BaseException | None = None
    printed: str = ""
    names: dict = field(default_factory=dict)
    called: Counter = field(default_factory=Counter)


class Guard:
    """Calls functions within a budget; as a context manager it restores what they change.

    Parameters
    ----------
    lines : int, default 300,000
        Most lines of the student's code in one call.
    seconds : float, default 4
        Longest time of all calls together.
    """

    def __init__(self, lines=LINES, seconds=SECONDS):
        self.lines, self.seconds = lines, seconds
        self._running = False

    def __enter__(self):
        self._left = contextlib.ExitStack()
        self._left.enter_context(_as_before())
        self._deadline = perf_counter() + self.seconds
        return self

    def __exit__(self, *error):
        return self._left.__exit__(*error)

    def call(self, function, *arguments):
        """Call a function.

        Parameters
        ----------
        function : callable
        *arguments

        Returns
        -------
        Run
        """
        run = self._run = Run()
        self._code, self._budget = getattr(function, "__code__", None), self.lines
        with _own_prints() as printed:
            previous, profile = sys.gettrace(), sys.getprofile()
            self._running = True
            try:
                sys.settrace(self._enter)
                run.value = function(*arguments)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                run.error = error.with_traceback(error.__traceback__.tb_next)  # without our own frame
            finally:
                self._running = False
                sys.settrace(previous)
                if sys.getprofile() != profile:  # a profiler in C, as %prun's, cannot be given back
                    sys.setprofile(profile if callable(profile) else None)
        run.printed = printed.getvalue()
        return run

    def _enter(self, frame, _event, _arg):
        code = frame.f_code
        self._run.called[code.co_name] += 1
        if code.co_filename.startswith(_LIBRARIES) and code is not self._code:
            self._budget -= 1  # nothing is raised here: what runs may be on its way to clean up
            return None
        self._spend(frame)
        frame.f_trace_opcodes = _jumps_to_itself(code)
        return self._line

    def _line(self, frame, event, _arg):
        if event == "return" and frame.f_code is self._code:
            self._run.names = dict(frame.f_locals)
        elif event != "exception":
            self._spend(frame)
        return self._line

    def _spend(self, frame):
        self._budget -= 1
        if self._budget < 0 or perf_counter() > self._deadline:
            sys.setprofile(self._notice)  # where an except keeps what it caught, the next call is noticed by this one
            raise Endless(self, frame)

    def _notice(self, frame, event, _arg):
        if event in ("call", "c_call"):
            self._trace_again(frame)

    def _trace_again(self, frame):
        if self._running:
            if not frame.f_code.co_filename.startswith(_LIBRARIES):
                frame.f_trace = self._line
            sys.settrace(self._enter)


@lru_cache(64)
def _jumps_to_itself(code):
    """Whether a code holds ``while True: pass`` in one line, which some Pythons run without any trace of a line."""
    return any("JUMP" in step.opname and step.argval == step.offset for step in dis.get_instructions(code))


def what_ended(error):
    """One sentence, without its subject, for what ends a call and is no mistake in one line, such as an endless loop.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str or None
        None for an exception that speaks for itself.
    """
    if isinstance(error, Endless):
        return f"does not come to an end: {_loop(error)}"
    if isinstance(error, RecursionError):
        return "calls itself again and again: which call is to be the last one?"
    if isinstance(error, MemoryError):
        return "asks for more memory than there is: is one of its arrays or lists much larger than it should be?"
    if isinstance(error, SystemExit):
        return "ends the program: use return, not exit"
    return None


def latest(function):
    """The function that now goes by this one's name where it was defined: its cell may have been run again."""
    name = getattr(function, "__name__", None)
    if getattr(function, "__qualname__", None) != name:
        return function
    found = getattr(function, "__globals__", {}).get(name, function)
    return found if inspect.isfunction(found) else function


def _loop(error):
    """What to look for in the loop that did not end."""
    code = error.code
    with contextlib.suppress(OSError, SyntaxError, TypeError):
        lines, first = inspect.getsourcelines(code)
        line = error.line - max(first, 1) + 1
        loops = [node for node in ast.walk(ast.parse(textwrap.dedent("".join(lines))))
                 if isinstance(node, ast.While) and node.lineno <= line <= node.end_lineno]
        if loops:
            said = f"while {ast.unparse(loops[-1].test)} goes on for ever"
            names = dict.fromkeys(node.id for node in ast.walk(loops[-1].test) if isinstance(node, ast.Name))
            if not names:
                return f"{said}; does your loop reach a break or a return?"
            own = [name for name in names if name in code.co_varnames[code.co_argcount:]]
            changed = any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in names
                          for node in ast.walk(loops[-1]))
            if own and not changed:
                return f"{said}; does your loop change {' or '.join(own)}?"
            return f"{said}; does its condition ever become false?"
    return "does its loop stop?"


@contextlib.contextmanager
def _as_before():
    """Leave all as it was: error state, random numbers, options, warnings, recursion limit, rcParams, streams."""
    numbers, chance, limit = np.random.get_state(), random.getstate(), sys.getrecursionlimit()
    shown, streams = np.get_printoptions(), (sys.stdout, sys.stderr)
    settings = getattr(sys.modules.get("matplotlib"), "rcParams", None)
    as_set = dict(dict.items(settings)) if settings is not None else None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            np.random.set_state(numbers)
            random.setstate(chance)
            if sys.getrecursionlimit() != limit:
                sys.setrecursionlimit(limit)
            np.set_printoptions(**shown)
            sys.stdout, sys.stderr = streams
            if settings is not None and dict(dict.items(settings)) != as_set:
                dict.update(settings, as_set)


class _Prints(io.TextIOBase):
    """A stream that collects what one thread prints, and hands on what others do."""

    def __init__(self, stream):
        self.printed, self.stream, self.thread = io.StringIO(), stream, get_ident()

    def write(self, text):
        return (self.printed if get_ident() == self.thread else self.stream).write(text)

    def flush(self):
        self.stream.flush()


@contextlib.contextmanager
def _own_prints():
    """Collect what this thread prints (a slider's callback prints to nowhere); what else runs prints on."""
    with _PRINTING, contextlib.redirect_stdout(_Prints(sys.stdout)) as stream:
        yield stream.printed
