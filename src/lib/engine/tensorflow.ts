// Every file of the library imports `tf` from here, never from @tensorflow/tfjs-node. That way two
// things always happen before tfjs-node loads: Node 23 and later get the util functions that it
// needs, and TensorFlow's log level is set. And where it does not load, the error says what to do.
import './native/legacy-util';
import './native/log-level';
import './native/try-tensorflow';

export * as tf from '@tensorflow/tfjs-node';
