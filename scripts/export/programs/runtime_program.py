"""Runs exported models in their formats' own runtimes, without TensorFlow."""
from importlib.metadata import version

import numpy as np
from json_lines import answer


def run_onnxruntime(file, pixels, shape):
    import onnxruntime

    session = onnxruntime.InferenceSession(file, providers=['CPUExecutionProvider'])
    images = np.asarray(pixels, 'float32').reshape(shape).transpose(0, 3, 1, 2)
    [probabilities] = session.run(['probabilities'], {'pixels': images})
    return {'version': onnxruntime.__version__, 'probabilities': probabilities.tolist()}


def run_opencv(file, pixels, shape):
    import cv2

    network = cv2.dnn.readNetFromONNX(file)
    network.setInput(cv2.dnn.blobFromImages(list(np.asarray(pixels, 'uint8').reshape(shape))))
    return {'version': cv2.__version__, 'probabilities': network.forward().tolist()}


def run_litert(file, pixels, shape):
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=file)
    [given], [result] = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.resize_tensor_input(given['index'], shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given['index'], np.asarray(pixels, 'float32').reshape(shape))
    interpreter.invoke()
    probabilities = interpreter.get_tensor(result['index'])
    return {'version': version('ai-edge-litert'), 'probabilities': probabilities.tolist()}


answer(run_onnxruntime, run_opencv, run_litert)
