"""How many processors a program may use."""
import os


def processors():
    """Those that this process may run on, as TensorFlow counts them."""
    if hasattr(os, 'sched_getaffinity'):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
