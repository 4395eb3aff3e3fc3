// TensorFlow tells of its processor and of each graph on stderr. Only warnings from here on, unless the program's
// environment says otherwise; TensorFlow reads it once, as it is loaded.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';

// A module for the notebooks' compiler, which would leave it out as a script.
export {};
