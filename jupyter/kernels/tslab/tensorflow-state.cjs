'use strict';

/**
 * Notes how deep in scopes and gradients TensorFlow.js is, where a cell has loaded it, and returns a function that
 * brings it back there: for a terminated cell, which leaves a tf.tidy or a gradient without its end, after which every
 * operation would be recorded for a gradient and its memory kept.
 */
function keepTensorFlow() {
  const before = globalThis._tfengine?.state;
  const noted = before && {
    gradientDepth: before.gradientDepth,
    kernelDepth: before.kernelDepth,
    scopes: before.scopeStack.length,
  };
  return () => {
    const engine = globalThis._tfengine;
    if (!engine?.state) return;
    const { state } = engine;
    const { gradientDepth, kernelDepth, scopes } = noted ?? { gradientDepth: 0, kernelDepth: 0, scopes: 0 };
    while (state.scopeStack.length > scopes) engine.endScope();
    if (state.gradientDepth > gradientDepth) {
      state.gradientDepth = gradientDepth;
      if (gradientDepth === 0) state.activeTape = null;
    }
    state.kernelDepth = Math.min(state.kernelDepth, kernelDepth);
  };
}

module.exports = { keepTensorFlow };
