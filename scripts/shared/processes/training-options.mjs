/**
 * Node's options for a program that trains. By default the heap grows by more than half before its
 * garbage is collected, which is fast for programs whose heap is their memory. A training's memory is
 * TensorFlow's: its peak was 100 MB higher with the garbage, and its steps as fast.
 */
export const TRAINING_OPTIONS = ['--max-semi-space-size=2', '--heap-growing-percent=10'];
