/**
 * Functions and classes that programs use, as source, so that the fuzzer evaluates exactly what a
 * printed program contains. A program includes only those whose names occur in it.
 */
export const SNIPPETS: Readonly<Record<string, string>> = {
  normal: `const normal = (shape, seed) => {
  const random = createRandom(seed);
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()), shape);
};`,
  positive: `const positive = (shape, seed) => tf.tidy(() => tf.add(tf.abs(normal(shape, seed)), 0.1));`,
  binary: `const binary = (shape, seed) => tf.tidy(() => tf.cast(tf.greater(normal(shape, seed), 0), 'float32'));`,
  signs: `const signs = (shape, seed) => tf.tidy(() => tf.sub(tf.mul(binary(shape, seed), 2), 1));`,
  oneHot: `const oneHot = (shape, seed) =>
  tf.tidy(() => tf.cast(tf.oneHot(tf.argMax(normal(shape, seed), -1), shape[shape.length - 1]), 'float32'));`,
  integers: `const integers = (shape, seed, below) =>
  tf.tidy(() => tf.floor(tf.mul(tf.sigmoid(normal(shape, seed)), below)));`,
  index: `const index = (shape, seed) => integers([...shape.slice(0, -1), 1], seed, shape[shape.length - 1]);`,
  masked: `const masked = (shape, seed) =>
  tf.tidy(() => tf.mul(normal(shape, seed), binary([...shape.slice(0, -1), 1], seed + 1)));`,
  setWeights: `const setWeights = (model, seed) => {
  const random = createRandom(seed);
  const values = model.weights.map(({ originalName, shape }) => {
    const spread = Math.max(1, tf.util.sizeFromShape(shape.slice(0, -1))) ** -0.5;
    const number = () => {
      if (/variance/.test(originalName)) return 1 + 0.3 * Math.tanh(random.normal());
      if (/gamma/.test(originalName)) return 1 + 0.2 * random.normal();
      return random.normal() * (/bias|beta|mean/.test(originalName) ? 0.1 : spread);
    };
    return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, number), shape);
  });
  model.setWeights(values);
  tf.dispose(values);
};`,
  dataset: `const dataset = (model, x, y, batchSize) => {
  const rows = (names, data) =>
    Array.isArray(data)
      ? Object.fromEntries(names.map((name, i) => [name, tf.data.array(data[i].arraySync())]))
      : tf.data.array(data.arraySync());
  return tf.data.zip({ xs: rows(model.inputNames, x), ys: rows(model.outputNames, y) }).batch(batchSize);
};`,
  gradients: `const gradients = (model, x, { seed, ofInputs, see }) => {
  const inputs = [x].flat();
  const weights = model.trainableWeights.map((weight) => weight.read());
  const result = (...data) =>
    tf.tidy(() => {
      const outputs = [model.apply(data.length > 1 ? data : data[0], { training: true })].flat();
      return tf.addN(outputs.map((y, i) => tf.sum(tf.mul(y, normal(y.shape, seed + i)))));
    });
  if (weights.length > 0) {
    const { value, grads } = tf.variableGrads(() => result(...inputs), weights);
    see('weighted sum of the outputs', value);
    see('gradients', weights.map(({ name }) => grads[name] ?? tf.scalar(0)));
    tf.dispose([value, grads]);
  }
  if (ofInputs) tf.tidy(() => see('gradients of the inputs', tf.grads(result)(inputs)));
};`,
  secondGradients: `const secondGradients = (model, x, see) =>
  tf.tidy(() => {
    const size = (x) => tf.sum(tf.square([model.apply(x, { training: true })].flat()[0]));
    let gradient = [];
    try {
      gradient = [tf.grad((x) => tf.sum(tf.square(tf.grad(size)(x))))(x)];
    } catch {
      // Many of tfjs' gradients have no gradients themselves.
    }
    see('second gradients', gradient);
  });`,
  slopeFault: `// The difference between the slope along a random direction by gradient and by finite differences;
// 0 if it is small, or if the finite differences themselves disagree.
const slopeFault = (model, x, seed) =>
  tf.tidy(() => {
    const weights = model.trainableWeights.map((weight) => weight.read());
    if (weights.length === 0) return 0;
    const result = () => {
      const outputs = [model.apply(x, { training: true })].flat();
      return tf.addN(outputs.map((y, i) => tf.sum(tf.mul(y, normal(y.shape, seed + i)))));
    };
    const start = weights.map((weight) => weight.clone());
    const directions = weights.map((weight, i) => normal(weight.shape, seed + 50 + i));
    const { grads } = tf.variableGrads(result, weights);
    const slope = weights.reduce(
      (sum, { name }, i) => (grads[name] ? sum + tf.sum(tf.mul(grads[name], directions[i])).dataSync()[0] : sum),
      0,
    );
    const at = (step) => {
      weights.forEach((weight, i) => weight.assign(tf.add(start[i], tf.mul(directions[i], step))));
      return result().dataSync()[0];
    };
    const [wide, narrow] = [4e-3, 2e-3].map((step) => (at(step) - at(-step)) / 2 / step);
    weights.forEach((weight, i) => weight.assign(start[i]));
    const size = Math.abs(wide) + 0.1;
    if (!(Math.abs(wide - narrow) < 0.01 * size)) return 0;
    return Math.abs(slope - narrow) < 0.05 * size ? 0 : slope - narrow;
  });`,
  growth: `const growth = async (model, x, y) => {
  const counts = [];
  for (let i = 0; i < 4; i++) {
    await model.trainOnBatch(x, y);
    counts.push(tf.memory().numTensors);
  }
  return counts.slice(1).map((count, i) => count - counts[i]);
};`,
  statistics: `const statistics = (numbers) => {
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return [mean, Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length)];
};`,
  ScaledLayer: `class ScaledLayer extends tf.layers.Layer {
  static className = 'ScaledLayer';
  call(inputs) {
    return tf.tidy(() => tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, 1.5));
  }
}`,
  WeightedLayer: `class WeightedLayer extends tf.layers.Layer {
  static className = 'WeightedLayer';
  build(shape) {
    this.scale = this.addWeight('scale', [shape[shape.length - 1]], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  call(inputs) {
    return tf.tidy(() => tf.tanh(tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, this.scale.read())));
  }
}`,
  CountingLayer: `class CountingLayer extends tf.layers.Layer {
  static className = 'CountingLayer';
  calls = 0;
  call(inputs) {
    return tf.tidy(() => tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, 1 + 0.1 * (this.calls++ % 5)));
  }
}`,
  ReadingLayer: `class ReadingLayer extends tf.layers.Layer {
  static className = 'ReadingLayer';
  call(inputs) {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return tf.mul(x, tf.mean(x).dataSync()[0] > 0 ? 1 : 0.5);
    });
  }
}`,
  halfGradient: `const halfGradient = tf.customGrad((x) => ({ value: tf.mul(x, 1), gradFunc: (dy) => tf.mul(dy, 0.5) }));`,
  GradientLayer: `class GradientLayer extends tf.layers.Layer {
  static className = 'GradientLayer';
  call(inputs) {
    return tf.tidy(() => halfGradient(Array.isArray(inputs) ? inputs[0] : inputs));
  }
}`,
  DenseClass: `const DenseClass = tf.layers.dense({ units: 1 }).constructor;`,
  SquaredDense: `class SquaredDense extends DenseClass {
  static className = 'SquaredDense';
  call(inputs, kwargs) {
    return tf.tidy(() => tf.square(super.call(inputs, kwargs)));
  }
}`,
  PlainDense: `class PlainDense extends DenseClass {
  static className = 'PlainDense';
}`,
  ConvolutionClass: `const ConvolutionClass = tf.layers.conv2d({ filters: 1, kernelSize: 1 }).constructor;`,
  StandardizedConvolution: `class StandardizedConvolution extends ConvolutionClass {
  static className = 'StandardizedConvolution';
  call(inputs, kwargs) {
    return tf.tidy(() => tf.sub(super.call(inputs, kwargs), tf.mean(this.kernel.read())));
  }
}`,
  DropoutClass: `const DropoutClass = tf.layers.dropout({ rate: 0 }).constructor;`,
  DoublingDropout: `class DoublingDropout extends DropoutClass {
  static className = 'DoublingDropout';
  call(inputs, kwargs) {
    return tf.tidy(() => tf.mul([super.call(inputs, kwargs)].flat()[0], 2));
  }
}`,
  patchCall: `const patchCall = (layer, factor) => {
  const own = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => tf.tidy(() => tf.mul([own(inputs, kwargs)].flat()[0], factor));
};`,
  clip: `const clip = (gradients) =>
  Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => ({ name, tensor: tf.clipByValue(tensor, 0, 0.05) }))
    : Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [name, tf.clipByValue(tensor, 0, 0.05)]));`,
  ClippedAdam: `class ClippedAdam extends tf.AdamOptimizer {
  applyGradients(gradients) {
    tf.tidy(() => super.applyGradients(clip(gradients)));
  }
}`,
  ClippedSgd: `class ClippedSgd extends tf.SGDOptimizer {
  applyGradients(gradients) {
    tf.tidy(() => super.applyGradients(clip(gradients)));
  }
}`,
  patchApply: `const patchApply = (optimizer) => {
  const own = optimizer.applyGradients.bind(optimizer);
  optimizer.applyGradients = (gradients) => own(clip(gradients));
  return optimizer;
};`,
  patchCompute: `const patchCompute = (optimizer) => {
  const own = optimizer.computeGradients.bind(optimizer);
  let calls = 0;
  optimizer.computeGradients = (...args) => {
    const { value, grads } = own(...args);
    const factor = calls++ % 2 ? 0.5 : 1;
    return { value, grads: Object.fromEntries(Object.entries(grads).map(([k, g]) => [k, tf.mul(g, factor)])) };
  };
  return optimizer;
};`,
  rising: `const rising = () => {
  let calls = 0;
  return () => tf.scalar(0.1 * calls++);
};`,
  meanOfKernel: `const meanOfKernel = (layer) => () => tf.tidy(() => tf.mean(tf.square(layer.kernel.read())));`,
  patchMinimize: `const patchMinimize = (optimizer) => {
  const own = optimizer.minimize.bind(optimizer);
  optimizer.minimize = (f, returnCost, variables) => own(() => tf.mul(f(), 0.5), returnCost, variables);
  return optimizer;
};`,
};

/**
 * The snippets whose names occur in a text and their dependencies, in a valid order.
 */
export function snippetsFor(text: string): string[] {
  const order: string[] = [];
  const add = (source: string) => {
    for (const [name, snippet] of Object.entries(SNIPPETS)) {
      if (order.includes(snippet) || snippet === source || !new RegExp(`\\b${name}\\b`).test(source))
        continue;
      add(snippet);
      if (!order.includes(snippet)) order.push(snippet);
    }
  };
  add(text);
  return order;
}
