"""Runs a Python module or program, as `python -m module …` or `python program …` would, and ends it when the process that
started it is gone, whatever ended that: first by SIGTERM, then for good."""

import os
import runpy
import signal
import sys
import threading
import time

# Seconds between two looks, and from SIGTERM to the end.
LOOK = 0.5
GRACE = 10


def end_with(parent):
    # An orphan gets another parent.
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(128 + signal.SIGTERM)


if os.name != "nt":
    # Not meant for what this program starts itself.
    parent = int(os.environ.pop("STARTED_BY", os.getppid()))
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()

# Nothing beside this file is meant to be imported.
del sys.path[0]
del sys.argv[0]
if sys.argv[0] == "-m":
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
else:
    sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
    runpy.run_path(sys.argv[0], run_name="__main__")
