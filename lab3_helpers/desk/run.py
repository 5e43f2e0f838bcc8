"""Executes a returned notebook in a kernel of its own and asks, after every cell, what the course's checks said."""

import ast
import asyncio
import os
import shutil
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from lab3_helpers.desk.course import to_run
from lab3_helpers.requirements import import_matplotlib

CELL, NOTEBOOK = 20, 120  # the longest that they may take, in seconds
STARTING, GRACE = 60, 5  # seconds for a kernel to start; for a cell to end once it is interrupted
_VERDICTS = '__import__("lab3_helpers.desk.kernel", fromlist=["verdicts"]).verdicts()'


class _Ended(Exception):
    """The kernel is of no more use; the text says what happened."""


class _OurKernel(KernelSpecManager):
    """Whatever kernel a notebook names, and whatever is installed: this Python, guarded."""

    def get_kernel_spec(self, kernel_name):
        argv = [sys.executable, "-m", "lab3_helpers.desk.kernel", "-f", "{connection_file}",
                "--HistoryManager.enabled=False"]
        return KernelSpec(argv=argv, display_name=kernel_name, language="python")


class _Kernel(NamedTuple):
    manager: AsyncKernelManager
    client: object
    death: asyncio.Future

    async def ask(self, source, seconds, **more):
        """The reply to a request, and whether it had to be interrupted."""
        reply = asyncio.ensure_future(
            self.client.execute(source, reply=True, allow_stdin=False, stop_on_error=False, **more))
        try:
            for late in (False, True):
                await asyncio.wait({reply, self.death}, timeout=GRACE if late else seconds,
                                   return_when=asyncio.FIRST_COMPLETED)
                if reply.done():
                    return reply.result()["content"], late
                if self.death.done():
                    raise _Ended("ended the kernel")
                await self.manager.interrupt_kernel()
            raise _Ended(f"did not end within {seconds:.0f} s and could not be interrupted")
        finally:
            reply.cancel()

    async def verdicts(self):
        """What the checks have said up to now, and whether the notebook has a check of its own."""
        reply, _ = await self.ask("", GRACE, silent=True, user_expressions={"said": _VERDICTS})
        said = reply.get("user_expressions", {}).get("said", {})
        if said.get("status") != "ok":
            raise _Ended("left a kernel that does not answer")
        verdicts, own_check = ast.literal_eval(said["data"]["text/plain"])
        # Their code has run in the same process: take nothing but what a verdict of ours can be.
        told = {question: (correct, mistake and str(mistake), str(message))
                for question, (correct, mistake, message) in verdicts.items() if isinstance(correct, bool)}
        return told, own_check is True


async def execute_all(submissions, cell_limit, limit, jobs, tell):
    """Run and judge many notebooks, several at once.

    Every cell runs, as with Run All, also after one that failed. A cell that takes too long is interrupted.

    Parameters
    ----------
    submissions : list of Submission
    cell_limit, limit : float
        The longest that a cell, and a whole notebook, may take, in seconds.
    jobs : int
        How many run at once.
    tell : callable
        Called without arguments after each.
    """
    seats = asyncio.Semaphore(jobs)

    async def one(submission):
        async with seats:
            await _execute(submission, cell_limit, limit)
        tell()

    await asyncio.gather(*map(one, submissions))


async def _execute(submission, cell_limit, limit):
    exercise, began = submission.exercise, perf_counter()
    asked = set(exercise.questions.values())
    seen, where, own_check = {}, "The kernel's start", False
    try:
        async with _started() as kernel:
            for cell in to_run(exercise, submission.cells):
                where = cell["id"] if cell["id"] in exercise.by_id else "A cell of the student's own"
                left = began + limit - perf_counter()
                if left <= 0:
                    raise _Ended(f"was not reached within the {limit:g} s for a notebook")
                patience = min(cell_limit, left)
                reply, late = await kernel.ask(cell["source"], patience)
                if late:
                    submission.notes.append(f"{where} was stopped after {patience:.0f} s")
                elif reply["status"] == "error":
                    submission.notes.append(f"{where} raised {' '.join(reply['ename'].split())[:60]}")
                elif cell["id"] in exercise.questions:
                    submission.add(cell, exercise.questions[cell["id"]], None)
                now, own = await kernel.verdicts()
                own_check = own_check or own
                for question, verdict in now.items():
                    if question in asked and seen.get(question) != verdict:
                        submission.add(cell, question, *verdict)
                seen = now
    except _Ended as ended:
        submission.notes.append(f"{where} {ended}; what follows was not run")
    except Exception as error:  # whatever a stranger's notebook manages to break costs one line, never the run
        submission.notes.append(f"{where} broke off ({type(error).__name__}: {error})")
    if own_check:
        submission.notes.append("the notebook has a check of its own in place of the course's")
    submission.seconds = perf_counter() - began


@asynccontextmanager
async def _started():
    """A kernel in an empty folder with a home of its own, both gone with it."""
    with TemporaryDirectory(prefix="lab3-", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder, "home"), Path(folder, "work")
        home.mkdir()
        work.mkdir()
        manager = AsyncKernelManager(kernel_spec_manager=_OurKernel(), connection_file=str(Path(folder, "kernel.json")))
        if os.name != "nt":
            manager.transport = "ipc"  # kernels that start in the same moment cannot take each other's port
        death = client = None
        try:
            with open(os.devnull, "wb") as nowhere:
                await manager.start_kernel(cwd=str(work), env=_environment(home), stdout=nowhere, stderr=nowhere)
            death = asyncio.ensure_future(_death(manager))
            client = manager.client()
            # What a notebook shows is not read: a cell that prints without end costs nothing.
            client.start_channels(iopub=False, stdin=False, hb=False, control=False)
            kernel = _Kernel(manager, client, death)
            await kernel.ask("", STARTING, silent=True)
            yield kernel
        finally:
            if death:
                death.cancel()
            if client:
                client.stop_channels()
            await manager.shutdown_kernel(now=True)


async def _death(manager):
    while await manager.is_alive():
        await asyncio.sleep(0.2)


def _environment(home):
    """This process's environment, with another home; with the modules that are found here."""
    import_matplotlib()
    import matplotlib

    settings = home / ".matplotlib"
    settings.mkdir()
    for fonts in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):  # searching for them takes seconds
        shutil.copy(fonts, settings)
    return os.environ | {
        "HOME": str(home), "USERPROFILE": str(home), "IPYTHONDIR": str(home / ".ipython"),
        "MPLCONFIGDIR": str(settings),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",  # several notebooks share the processors
    }
