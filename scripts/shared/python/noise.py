"""Images of noise."""
import numpy as np


def noise(*shape):
    """Gray values from 0 to 255 as float32, the same on every call."""
    return np.random.default_rng(1).integers(0, 256, shape).astype('float32')
