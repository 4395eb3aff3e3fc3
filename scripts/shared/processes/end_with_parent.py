"""Runs a Python module or program, like `python -m module …` or `python program …`, and ends it when the
process that started it is gone, however that ended: first with SIGTERM, then for good."""

import os
import runpy
import signal
import sys
import threading
import time

# Seconds between two checks, and between SIGTERM and the end.
INTERVAL = 0.5
GRACE = 10


def end_with(parent):
    # An orphan gets another parent.
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(128 + signal.SIGTERM)


if os.name != "nt":
    # Programs that this one starts must not see it.
    parent = int(os.environ.pop("STARTED_BY", os.getppid()))
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()

# Imports must not find the files beside this one.
del sys.path[0]
del sys.argv[0]
if sys.argv[0] == "-m":
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
else:
    sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
    runpy.run_path(sys.argv[0], run_name="__main__")
