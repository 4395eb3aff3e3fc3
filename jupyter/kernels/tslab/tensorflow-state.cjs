'use strict';

/**
 * The parts of TensorFlow.js's engine that a terminated cell may leave in the middle of something.
 *
 * @typedef {{ gradientDepth: number, kernelDepth: number, scopeStack: unknown[],
 *   activeTape: unknown }} State
 */

/** @returns {{ state?: State, endScope: () => void } | undefined} */
const findEngine = () =>
  /** @type {{ _tfengine?: { state?: State, endScope: () => void } }} */ (globalThis)._tfengine;

/**
 * Notes TensorFlow.js's current depth of scopes and gradients, if a cell has loaded it, and returns
 * a function that restores it. A terminated cell leaves a tf.tidy or a gradient unfinished; without
 * this, every later op would be recorded for that gradient and its memory kept.
 */
function saveTensorFlowState() {
  const before = findEngine()?.state;
  const {
    gradientDepth,
    kernelDepth,
    scopeStack: { length: scopes },
  } = before ?? { gradientDepth: 0, kernelDepth: 0, scopeStack: [] };
  return () => {
    const engine = findEngine();
    if (!engine?.state) return;
    const { state } = engine;
    while (state.scopeStack.length > scopes) engine.endScope();
    if (state.gradientDepth > gradientDepth) {
      state.gradientDepth = gradientDepth;
      if (gradientDepth === 0) state.activeTape = null;
    }
    state.kernelDepth = Math.min(state.kernelDepth, kernelDepth);
  };
}

module.exports = { saveTensorFlowState };
