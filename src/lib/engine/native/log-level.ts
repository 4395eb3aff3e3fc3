// By default TensorFlow logs the processor and every graph to stderr. Show warnings only, unless
// the environment says otherwise. TensorFlow reads the variable once, when it is loaded.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';

// Makes this file a module: the notebooks' compiler leaves plain scripts out.
export {};
