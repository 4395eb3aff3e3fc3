"""PyPI's fer on photographs: `photographs.py <the folder of the unpacked package> <that of OpenCV and setuptools>`.

One JSON line on stdin, the answer on stdout. The package runs as it is, with its own defaults: the Haar cascade looks for
faces, the quantized TensorFlow Lite model judges them.
"""
import sys
import time

# Before the environment's own: its setuptools no longer has the pkg_resources that fer imports.
sys.path[:0] = [sys.argv[2], sys.argv[1]]

from answer import answer
from versions import versions


def face_of(found):
    x, y, width, height = (int(value) for value in found['box'])
    emotions = found['emotions']
    # As the package's own top_emotion.
    return {'box': {'x': x, 'y': y, 'width': width, 'height': height}, 'emotion': max(emotions, key=emotions.get)}


def detect(tell, files, warmUp):
    try:
        import cv2
        from fer.fer import FER
    except ImportError as error:
        # OpenCV's wheel with windows takes libraries of the system, such as libGL.
        return {'absent': f'it cannot be imported here: {error}'}
    detector = FER()
    for file in warmUp:
        detector.detect_emotions(file)
    faces, seconds = [], []
    for file in files:
        began = time.perf_counter()
        found = detector.detect_emotions(file)
        seconds.append(time.perf_counter() - began)
        faces.append([face_of(face) for face in found])
        tell({'progress': [len(faces), len(files)]})
    return {'faces': faces, 'seconds': seconds, 'versions': {**versions(), 'opencv': cv2.__version__}}


answer(detect)
