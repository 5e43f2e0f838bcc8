"""Run by the site's own Python when the site is built (pack.mjs): its library compiled, in few files.

A browser's Python has no disk on which compiled modules could stay: it would compile, at every start, whatever it
imports. And it would unpack fifty archives before it imports anything.
"""

import io
import json
import marshal
import re
import sys
import zipfile
from importlib.util import MAGIC_NUMBER
from pathlib import Path

SITE = Path("/lib/python3.12/site-packages")
STANDARD = "/lib/python312.zip"
LEFT_OUT = re.compile(r"/(tests|sample_data|__pycache__)/|[.]data/|[.](h|c|a|pyx|pxd)$|/RECORD$")
UNCHECKED = bytes([1]) + bytes(11)  # the source is not looked at
READABLE = "lab3_helpers"  # the course's own source can be read by its students


def packed(start, wake):
    """The packed files.

    Parameters
    ----------
    start : str
        What Python runs before its memory is stored.
    wake : str
        What it runs when it wakes with that memory.

    Returns
    -------
    dict of str to bytes
        ``python_stdlib.zip``; for each package ``later/NAME.bin``, fetched when one of its modules is imported that the
        memory does not hold; ``start.bin`` with what such packages need beside their modules. A ``.bin``, to be
        compressed, is the length of a head (4 bytes), the head, the files one after the other. The head has the files'
        names and sizes; that of ``start.bin`` also `start` and `wake`, what comes `later`, and of that what `start` has
        `imported`.
    """
    exec(compile(start, "start.py", "exec"), {})
    started = {name.partition(".")[0] for name in sys.modules}
    at_start, packages = [], {}
    for file in sorted(SITE.rglob("*")):
        place = file.relative_to(SITE).as_posix()
        if file.is_file() and not LEFT_OUT.search(place):
            top = place.partition("/")[0].partition(".")[0]
            for name, data in _compiled(place, file.read_bytes(), SITE):
                waits = name.endswith(".pyc") if top in started else ".dist-info/" not in name
                (packages.setdefault(top, []) if waits else at_start).append((name, data))
    head = {"start": start, "wake": wake, "later": [*packages], "imported": [name for name in packages if name in started]}
    return {"python_stdlib.zip": _standard_library(), "start.bin": _archive(at_start, **head)} | {
        f"later/{top}.bin": _archive(files) for top, files in packages.items()}


def _archive(files, **more):
    head = json.dumps(more | {"files": [(name, len(data)) for name, data in files]}).encode()
    return len(head).to_bytes(4, "little") + head + b"".join(data for _, data in files)


def _standard_library():
    target = io.BytesIO()
    with zipfile.ZipFile(STANDARD) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as library:
        for name in source.namelist():
            for place, data in _compiled(name, source.read(name), STANDARD):
                library.writestr(zipfile.ZipInfo(place), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _compiled(name, data, root):
    """What stands for a file, names and contents: for a module its compiled form, for the course's also its source."""
    if not name.endswith(".py"):
        return [(name, data)]
    try:
        code = compile(data, f"{root}/{name}", "exec", dont_inherit=True)
    except SyntaxError:  # examples of what is wrong, of another version
        return [(name, data)]
    module = MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)
    if not name.startswith(f"{READABLE}/"):
        return [(f"{name}c", module)]
    folder, _, file = name.rpartition("/")
    return [(name, data), (f"{folder}/__pycache__/{file.removesuffix('py')}{sys.implementation.cache_tag}.pyc", module)]
