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


def packed(start):
    """The packed files.

    Parameters
    ----------
    start : str
        What will be run when Python starts.

    Returns
    -------
    dict of str to bytes
        ``python_stdlib.zip``; ``start.bin`` with all that `start` imports; for every other package ``later/NAME.bin``,
        fetched when it is first imported. A ``.bin``, to be compressed, is the length of a list (4 bytes), the list, the
        files one after the other; the list has their names and sizes, that of ``start.bin`` also `start` and what is `later`.
    """
    exec(compile(start, "start.py", "exec"), {})
    started = {name.partition(".")[0] for name in sys.modules}
    packages = {}
    for file in sorted(SITE.rglob("*")):
        place = file.relative_to(SITE)
        if file.is_file() and not LEFT_OUT.search(place.as_posix()):
            top = place.parts[0].partition(".")[0]
            at_start = top in started or place.parts[0].endswith(".dist-info")
            packages.setdefault(None if at_start else top, []).append(place)
    rest = {f"later/{top}.bin": _archive(files) for top, files in packages.items() if top is not None}
    later = [name for name in packages if name is not None]
    return {"python_stdlib.zip": _standard_library(),
            "start.bin": _archive(packages[None], start=start, later=later)} | rest


def _archive(places, **more):
    files = dict(one for place in places for one in _compiled(place.as_posix(), (SITE / place).read_bytes(), SITE))
    head = json.dumps(more | {"files": [(name, len(data)) for name, data in files.items()]}).encode()
    return len(head).to_bytes(4, "little") + head + b"".join(files.values())


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
