"""ONNX Runtime as a contender of the benchmark: JSON lines on stdin, answers on stdout. A task's `way` is how its
threads wait for work."""
import numpy as np
import onnxruntime
from image_tasks import SIDE, image_tasks
from json_lines import answer
from processors import processors

# `spinning` is ONNX Runtime's default.
SPINNING = {'spinning': '1', 'blocking': '0'}

sessions = {}


def hello():
    return {'versions': {'ONNX Runtime': onnxruntime.__version__}}


def classify(file, pixels, way, **_):
    """Opens the model, which stays open, and has it classify images of gray values."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = processors()
    options.add_session_config_entry('session.intra_op.allow_spinning', SPINNING[way])
    sessions[way] = onnxruntime.InferenceSession(file, options, providers=['CPUExecutionProvider'])
    return {'probabilities': run(np.asarray(pixels, 'float32').reshape(-1, 1, SIDE, SIDE), way).tolist()}


def run(x, way):
    return sessions[way].run(['probabilities'], {'pixels': x})[0]


answer(hello, classify, *image_tasks(run))
