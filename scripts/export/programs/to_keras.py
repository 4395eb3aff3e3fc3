"""From a saved model of TensorFlow.js, a folder with model.json, to the same network in Keras 3."""
import json
import os
from collections import defaultdict

import keras
import numpy as np

MODELS = ('Model', 'Functional', 'Sequential')

# What only matters before the weights are there; Keras 3 spells some of it otherwise.
DROPPED = ('_initializer', '_regularizer', '_constraint', 'input_shape', 'batch_shape', 'input_dtype')

# What Keras 3 calls by another name than TensorFlow.js, by the layers' classes.
RENAMED = {'LeakyReLU': {'alpha': 'negative_slope'}}


def to_keras(folder):
    """The Keras model of a folder, with the names of its layers and its weights."""
    with open(os.path.join(folder, 'model.json'), encoding='utf-8') as file:
        saved = json.load(file)
    topology = saved['modelTopology']
    model = _model(topology.get('model_config') or topology)
    weights = _read_weights(folder, saved['weightsManifest'])
    for layer in _leaves(model):
        layer.set_weights(weights.pop(layer.name, []))
    if weights:
        raise ValueError(f'Keras has no layers for the weights of {", ".join(weights)}')
    return model


def _leaves(model):
    """The layers of a model and of those in it."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _leaves(layer)
        else:
            yield layer


def _model(saved):
    config = saved['config']
    if saved['class_name'] == 'Sequential':
        return _sequential(config if isinstance(config, list) else config['layers'])
    layers, outputs, waiting = {}, {}, []
    for layer in config['layers']:
        name, kind = layer['name'], layer['class_name']
        if kind == 'InputLayer':
            outputs[name] = [keras.Input(batch_shape=layer['config']['batch_input_shape'], name=name)]
            continue
        layers[name] = _layer(layer)
        # TensorFlow.js counts the making of a model as its first call.
        outputs[name] = [None] if kind in MODELS else []
        waiting += [(name, node) for node in layer['inbound_nodes']]
    # The layers are in any order: those whose inputs are there are called, round after round.
    while waiting:
        later = []
        for name, node in waiting:
            if any(call >= len(outputs[source]) for source, call, *_ in node):
                later.append((name, node))
                continue
            inputs = [outputs[source][call] for source, call, *_ in node]
            outputs[name].append(layers[name](inputs[0] if len(inputs) == 1 else inputs))
        waiting = later
    [(first, *_)], [(last, call, *_)] = config['input_layers'], config['output_layers']
    return keras.Model(outputs[first][0], outputs[last][call], name=config['name'])


def _sequential(layers):
    shape = layers[0]['config'].get('batch_input_shape')
    start = [] if shape is None else [keras.Input(batch_shape=shape)]
    return keras.Sequential(start + [_layer(layer) for layer in layers if layer['class_name'] != 'InputLayer'])


def _layer(saved):
    kind = saved['class_name']
    if kind in MODELS:
        return _model(saved)
    if not hasattr(keras.layers, kind):
        raise ValueError(f'Keras {keras.__version__} has no layer {kind}')
    renamed = RENAMED.get(kind, {})
    config = {
        renamed.get(key, key): value for key, value in saved['config'].items() if not key.endswith(DROPPED)
    }
    return getattr(keras.layers, kind).from_config(config)


def _read_weights(folder, manifest):
    """By the layers' names; what is stored in 16 bits becomes float32."""
    weights = defaultdict(list)
    for group in manifest:
        stored = b''
        for path in group['paths']:
            with open(os.path.join(folder, path), 'rb') as file:
                stored += file.read()
        offset = 0
        for spec in group['weights']:
            kind = np.dtype(spec.get('quantization', spec)['dtype']).newbyteorder('<')
            values = np.frombuffer(stored, kind, int(np.prod(spec['shape'])), offset)
            offset += values.nbytes
            layer, _, _ = spec['name'].rpartition('/')
            weights[layer].append(values.astype(spec['dtype']).reshape(spec['shape']))
    return weights
