"""The tasks of a library that runs the shipped model one batch or one image at a time."""
from noise import noise
from timing import time_batches, time_calls

SIDE = 48


def image_tasks(run):
    """`predict` and `single`, with `run(x, way)` for images `[n, 1, 48, 48]`."""

    def predict(batch, batches, way, **_):
        return time_batches(lambda x: run(x, way), noise(batch * batches, 1, SIDE, SIDE), batch)

    def single(calls, way, **_):
        x = noise(1, 1, SIDE, SIDE)
        return time_calls(lambda: run(x, way), calls)

    return predict, single
