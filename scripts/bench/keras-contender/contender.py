"""Keras as a contender of the benchmark: `contender.py <float32 | mixed_bfloat16>`, JSON lines on stdin, answers on stdout."""
import os
import platform
import sys
import time

import keras
import numpy as np
import tensorflow as tf
from data import Share, flow, read_all
from json_lines import answer
from networks import EMOTIONS, SIDE, build
from noise import noise
from timing import time_calls

networks = {}
epoch_flow = None


def network(architecture):
    """The compiled network; the one before it is let go."""
    if architecture not in networks:
        networks.clear()
        keras.backend.clear_session()
        # Clearing the session also forgets the policy, and would quietly turn mixed_bfloat16 into float32.
        keras.config.set_dtype_policy(sys.argv[1])
        model = build(architecture)
        policies = {layer.dtype_policy.name for layer in model.layers if layer.__class__.__name__ == 'Conv2D'}
        if policies != {sys.argv[1]}:
            raise RuntimeError(f'Expected the convolutions to be {sys.argv[1]} but found {policies}.')
        optimizer = keras.optimizers.AdamW(learning_rate=0.001, weight_decay=0.05)
        # As the project's AdamW: only kernels decay.
        optimizer.exclude_from_weight_decay(var_names=['bias', 'beta', 'gamma'])
        model.compile(optimizer=optimizer, loss='categorical_crossentropy', metrics=['accuracy'])
        networks[architecture] = model
    return networks[architecture]


def pixels(count):
    return noise(count, SIDE, SIDE, 1)


def hello():
    return {
        'python': platform.python_version(),
        'keras': keras.__version__,
        'tensorflow': tf.__version__,
        'numpy': np.__version__,
        'precision': 'bfloat16' if 'bfloat16' in keras.config.dtype_policy().name else 'float32',
    }


def describe(architecture):
    return {'parameters': network(architecture).count_params()}


def train(architecture, batch, steps):
    model = network(architecture)
    x = tf.constant(pixels(batch))
    y = tf.one_hot([i % EMOTIONS for i in range(batch)], EMOTIONS)
    model.train_on_batch(x, y)
    began = time.perf_counter()
    for _ in range(steps):
        model.train_on_batch(x, y)
    return {'images': batch * steps, 'seconds': time.perf_counter() - began}


def epoch(architecture, batch, tree, begin, end, **_):
    """The batches from begin to end of an epoch; the first of them also look for the files."""
    global epoch_flow
    model = network(architecture)
    began = time.perf_counter()
    if begin == 0:
        epoch_flow = flow(os.path.join(tree, 'train'), batch, augment=True, shuffle=True)
    model.fit(Share(epoch_flow, begin, end), epochs=1, verbose=0)
    seconds = time.perf_counter() - began
    return {'images': min(end * batch, epoch_flow.samples) - begin * batch, 'seconds': seconds}


def predict(architecture, batch, batches):
    model = network(architecture)
    x = pixels(batch * batches)
    model.predict(x[:batch], batch_size=batch, verbose=0)
    began = time.perf_counter()
    model.predict(x, batch_size=batch, verbose=0)
    return {'images': batch * batches, 'seconds': time.perf_counter() - began}


def single(architecture, calls, way):
    model = network(architecture)
    x = pixels(1)
    by_way = {'call': lambda: model(x, training=False).numpy(), 'predict': lambda: model.predict(x, verbose=0)}
    return time_calls(by_way[way], calls)


def load(tree, way, **_):
    began = time.perf_counter()
    images = read_all(tree, way)
    return {'images': images, 'seconds': time.perf_counter() - began}


def peak(size, repeats):
    """The speed of a product of two square matrices, float32 and bfloat16, in billions of operations a second."""
    best = {}
    for name in ('float32', 'bfloat16'):
        matrix = tf.cast(tf.random.normal((size, size), seed=1), name)
        seconds = []
        for _ in range(repeats):
            began = time.perf_counter()
            tf.matmul(matrix, matrix).numpy()
            seconds.append(time.perf_counter() - began)
        best[name] = 2 * size**3 / min(seconds) / 1e9
    return best


def memory():
    """Bytes resident at the highest."""
    try:
        with open('/proc/self/status') as status:
            line = next(line for line in status if line.startswith('VmHWM'))
        return {'bytes': int(line.split()[1]) * 1024}
    except FileNotFoundError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {'bytes': most if sys.platform == 'darwin' else most * 1024}


keras.config.set_dtype_policy(sys.argv[1])
answer(hello, describe, train, epoch, predict, single, load, peak, memory)
