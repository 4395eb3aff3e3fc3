"""Makes Keras models and TFLite files of saved models, and runs Keras models."""
import keras
import numpy as np
import tensorflow as tf
from json_lines import answer
from to_keras import to_keras


def make_keras(folder, file):
    to_keras(folder).save(file)
    return {}


def make_tflite(folder, file):
    content = tf.lite.TFLiteConverter.from_keras_model(to_keras(folder)).convert()
    with open(file, 'wb') as tflite:
        tflite.write(content)
    return {}


def run_keras(file, pixels, shape):
    images = np.asarray(pixels, 'float32').reshape(shape)
    probabilities = keras.saving.load_model(file).predict(images, verbose=0)
    return {'version': keras.__version__, 'probabilities': probabilities.tolist()}


answer(make_keras, make_tflite, run_keras)
