"""Checks whether this Python's environment contains what requirements.txt pins. Prints a line for each package that is
missing or has another version, and exits with code 1 then. Imports what the project's commands run."""

import importlib
import re
import sys
from importlib import metadata
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]*?))?\s*\\?\s*$")
MODULES = ["jupyterlab", "nbconvert", "nbclient", "pytest", "nbmake"]


def applies(marker):
    if not marker:
        return True
    from packaging.markers import Marker

    return Marker(marker).evaluate()


def faults(requirements):
    for line in requirements.read_text(encoding="utf-8").splitlines():
        pin = PIN.match(line)
        if pin is None or not applies(pin[3]):
            continue
        try:
            found = metadata.distribution(pin[1])
        except metadata.PackageNotFoundError:
            yield f"{pin[1]} {pin[2]}: missing"
            continue
        if found.version != pin[2]:
            yield f"{pin[1]} {pin[2]}: found {found.version}"
        elif not Path(found.locate_file("")).resolve().is_relative_to(Path(sys.prefix).resolve()):
            yield f"{pin[1]} {pin[2]}: found in {found.locate_file('')}, outside of {sys.prefix}"
    for module in MODULES:
        try:
            importlib.import_module(module)
        except Exception as error:
            yield f"import {module}: {type(error).__name__}: {error}"


found = list(faults(Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
