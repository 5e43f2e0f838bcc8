"""The kernel in which a returned notebook runs: without network, without other programs, with bounded memory.

Started as ``python -m lab3_helpers.desk.kernel -f CONNECTION_FILE``. Python asks an audit hook before it connects or
starts a program, and no Python code can take the hook away again. That stops ordinary code, pip and shell commands. It
is no sandbox: code written to do harm can call the system's own functions (ctypes) and is not asked.
"""

import contextlib
import sys

from lab3_helpers.check import check, results

MEMORY = 2 * 1024**3
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
             "os.startfile", "os.startfile/2"}
# Where in its arguments an event says what is to be reached.
_REACHED = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0,
            "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


def verdicts():
    """What the checks of this kernel have said.

    Returns
    -------
    tuple of (dict of str to tuple, bool)
        For each question correct, mistake and message of the last verdict that could judge; and whether `check` is
        something else than the course's in the notebook.
    """
    said = {name: (verdict.correct, verdict.mistake, verdict.message) for name, verdict in results().items()}
    variables = sys.modules["IPython"].get_ipython().user_ns
    return said, variables.get("check", check) is not check


def _refuse(event, arguments):
    """An audit hook: an `OSError` from here ends what was about to happen; libraries know it as a failed connection."""
    if event in _PROGRAMS:
        raise PermissionError("a notebook that is being judged starts no other programs")
    if event in _REACHED and not _is_this_machine(arguments[_REACHED[event]]):
        raise PermissionError("a notebook that is being judged has no network")


def _is_this_machine(address):
    """Whether a host, or an address of host and port, is this machine; a socket that is a file counts as another."""
    host = address[0] if isinstance(address, tuple) else address
    return host is None or host in ("localhost", "::1") or isinstance(host, str) and host.startswith("127.")


def _bound_memory():
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit, macOS ignores it
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    _bound_memory()
    sys.addaudithook(_refuse)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance()
