// The one door to TensorFlow: every file of the library imports `tf` from here, so that Node 23 and later get
// their missing util functions back before tfjs-node is evaluated, and TensorFlow its log level before it is loaded.
import './native/legacy-util';
import './native/log-level';

export * as tf from '@tensorflow/tfjs-node';
