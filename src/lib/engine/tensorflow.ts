// Every file of the library imports `tf` from here, never from @tensorflow/tfjs-node. That way two
// things always happen before tfjs-node loads: Node 23 and later get the util functions that it
// needs, and TensorFlow's log level is set.
import './native/legacy-util';
import './native/log-level';

export * as tf from '@tensorflow/tfjs-node';
