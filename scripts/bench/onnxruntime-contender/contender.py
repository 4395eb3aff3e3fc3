"""ONNX Runtime as a contender of the benchmark: JSON lines on stdin, answers on stdout."""
import numpy as np
import onnxruntime
from json_lines import answer
from noise import noise
from processors import processors
from timing import time_batches, time_calls

SIDE = 48

session = None


def hello():
    return {'versions': {'ONNX Runtime': onnxruntime.__version__}}


def classify(file, pixels, **_):
    """Opens the model, which stays open, and has it classify images of gray values."""
    global session
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = processors()
    session = onnxruntime.InferenceSession(file, options, providers=['CPUExecutionProvider'])
    return {'probabilities': run(np.asarray(pixels, 'float32').reshape(-1, 1, SIDE, SIDE)).tolist()}


def predict(batch, batches, **_):
    return time_batches(run, noise(batch * batches, 1, SIDE, SIDE), batch)


def single(calls, **_):
    x = noise(1, 1, SIDE, SIDE)
    return time_calls(lambda: run(x), calls)


def run(x):
    return session.run(['probabilities'], {'pixels': x})[0]


answer(hello, classify, predict, single)
