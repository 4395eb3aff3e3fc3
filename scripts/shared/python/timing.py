"""How long predictions take, as scripts/bench/summarize-samples.ts takes them."""
import time


def time_batches(run, images, batch):
    """Runs images batch by batch. The batch before them is not counted, as in the node contender."""
    run(images[:batch])
    began = time.perf_counter()
    for first in range(0, len(images), batch):
        run(images[first : first + batch])
    return {'images': len(images), 'seconds': time.perf_counter() - began}


def time_calls(run, calls):
    """The milliseconds of each call but the first."""
    milliseconds = []
    run()
    for _ in range(calls):
        began = time.perf_counter()
        run()
        milliseconds.append((time.perf_counter() - began) * 1000)
    return {'milliseconds': milliseconds}
