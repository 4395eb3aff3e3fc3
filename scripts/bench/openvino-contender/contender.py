"""OpenVINO as a contender of the benchmark: JSON lines on stdin, answers on stdout. A task's `way` is its precision."""
from importlib.metadata import version

import numpy as np
import openvino
from image_tasks import SIDE, image_tasks
from json_lines import answer
from processors import processors

HINTS = {'float32': 'f32', 'bfloat16': 'bf16'}

core = openvino.Core()
file = None
requests = {}


def hello():
    """Its version, and the precisions that the processor has instructions for."""
    has_bfloat16 = 'BF16' in core.get_property('CPU', 'OPTIMIZATION_CAPABILITIES')
    ways = [way for way in HINTS if way == 'float32' or has_bfloat16]
    without = [] if has_bfloat16 else ['this processor has no instructions for bfloat16']
    return {'versions': {'OpenVINO': version('openvino')}, 'ways': ways, 'notes': without}


def classify(pixels, way, **parameters):
    """Opens the model, which stays open, and has it classify images of gray values."""
    global file
    if file != parameters['file']:
        file = parameters['file']
        requests.clear()
    x = np.asarray(pixels, 'float32').reshape(-1, 1, SIDE, SIDE)
    return {'probabilities': run(x, way).tolist()}


def run(x, way):
    """The model is compiled for each number of images, which is faster than for any number."""
    key = (len(x), way)
    if key not in requests:
        model = core.read_model(file)
        model.reshape([len(x), 1, SIDE, SIDE])
        settings = {
            'PERFORMANCE_HINT': 'LATENCY',
            'INFERENCE_NUM_THREADS': processors(),
            'INFERENCE_PRECISION_HINT': HINTS[way],
        }
        requests[key] = core.compile_model(model, 'CPU', settings).create_infer_request()
    request = requests[key]
    request.infer({0: x})
    return request.get_output_tensor().data.copy()


answer(hello, classify, *image_tasks(run))
