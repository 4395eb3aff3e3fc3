"""The versions that a contender in Python ran on."""
import platform

import keras
import numpy as np
import tensorflow as tf


def versions():
    return {
        'python': platform.python_version(),
        'keras': keras.__version__,
        'tensorflow': tf.__version__,
        'numpy': np.__version__,
    }
