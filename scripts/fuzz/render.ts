import { snippetsFor } from './snippets';
import type { CompilePlan, LayerPlan, Network, Plan, StepPlan, TargetKind, Value } from './plan';

/**
 * Renders a plan as the body of an async function of `tf`, `createRandom`, `see` and the other
 * names of a program.
 */
export function renderBody(plan: Plan): string {
  const statements = new Renderer(plan).statements();
  return [...snippetsFor(statements.join('\n')), ...statements].join('\n');
}

/**
 * Renders a plan as a stand-alone program that runs in stock tfjs-node and with the engine, and
 * prints the observations of both.
 *
 * @example writeFileSync('fault.ts', renderProgram(plan)); // then: node --import tsx fault.ts
 */
export function renderProgram(plan: Plan, { from = './src/lib/index' } = {}): string {
  const statements = new Renderer(plan).statements();
  const body = statements.join('\n');
  const snippets = snippetsFor(body).join('\n');
  const used = ['AdamW', 'Muon', 'createRandom'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(`${snippets}${body}`),
  );
  const indented = statements.flatMap((statement) => statement.split('\n')).map((line) => `  ${line}`);
  return `// @ts-nocheck
import { ${[...used, 'tf', 'useFastTraining'].join(', ')} } from '${from}';

const layers = tf.layers;
${snippets}${snippets ? '\n' : ''}
async function run(see, turn = (_on) => {}) {
${indented.join('\n')}
  model.optimizer?.dispose();
  model.dispose();
}

async function main() {
  const seen = [];
  const see = (name, value) => {
    const tensors = [value?.history ? Object.values(value.history) : value].flat();
    const text = tensors.map((part) => \`\${part instanceof tf.Tensor ? part.dataSync() : part}\`).join(' | ');
    seen.push(\`\${name}: \${text}\`);
  };
  const before = tf.memory().numTensors;
  await run(see);
  see('tensors left', tf.memory().numTensors - before);
  const stock = seen.splice(0);
  let off = useFastTraining({ precision: 'float32' });
  const between = tf.memory().numTensors;
  await run(see, (on) => (on ? (off = useFastTraining({ precision: 'float32' })) : off()));
  off();
  see('tensors left', tf.memory().numTensors - between);
  for (let i = 0; i < Math.max(stock.length, seen.length); i++) console.log(\`stock  \${stock[i]}\\nengine \${seen[i]}\\n\`);
}
void main();
`;
}

/** Writes a plan as statements. */
class Renderer {
  private readonly lines: string[] = [];
  private readonly data = new Set<number>();

  constructor(private readonly plan: Plan) {}

  statements(): string[] {
    const { network, compile, steps, seed } = this.plan;
    this.network(network, 'model');
    this.lines.push(`setWeights(model, ${seed});`);
    this.compile(compile);
    const beforeSteps = this.lines.length;
    for (const step of steps) this.step(step);
    const dataLines = [...this.data].flatMap((rows) => this.dataLines(rows));
    this.lines.splice(beforeSteps, 0, ...dataLines);
    if (this.data.size > 0)
      this.lines.push(`tf.dispose([${[...this.data].map((rows) => `x${rows}, y${rows}`).join(', ')}]);`);
    return this.lines;
  }

  private network({ inputs, layers, nodes, outputs, isSequential }: Network, name: string): void {
    const prefix = name === 'model' ? '' : `${name}_`;
    const uses = (id: string) => nodes.filter(({ layer }) => layer === id).length;
    const changed = new Set(this.plan.steps.flatMap((step) => ('layer' in step ? (step.layer ?? []) : [])));
    const expressions = new Map<string, string>();
    for (const layer of layers) {
      const isNamed = layer.then?.length || changed.has(layer.id) || (uses(layer.id) > 1 && !isSequential);
      let config = layer.config;
      if (isSequential && layer.id === nodes[0].layer && layer.make !== 'model')
        config = {
          ...config,
          ...(inputs[0].batch
            ? { batchInputShape: [inputs[0].batch, ...inputs[0].shape] }
            : { inputShape: inputs[0].shape }),
        };
      if (layer.make === 'model') {
        this.network(layer.network!, layer.id);
        expressions.set(layer.id, layer.id);
        for (const line of layer.then ?? []) this.lines.push(line.replaceAll('$', layer.id));
        continue;
      }
      const expression = renderLayer({ ...layer, config });
      if (!isNamed) {
        expressions.set(layer.id, expression);
        continue;
      }
      this.lines.push(`const ${layer.id} = ${expression};`);
      for (const line of layer.then ?? []) this.lines.push(line.replaceAll('$', layer.id));
      expressions.set(layer.id, layer.id);
    }
    if (isSequential) {
      const list = nodes.map(({ layer }) => `  ${expressions.get(layer)},\n`).join('');
      this.lines.push(`const ${name} = tf.sequential({ layers: [\n${list}] });`);
      return;
    }
    const value = (i: number) => `${prefix}${i < inputs.length ? 'input' : 'h'}${i}`;
    inputs.forEach(({ shape, batch }, i) => {
      const option = batch ? `batchShape: [${[batch, ...shape].join(', ')}]` : `shape: [${shape.join(', ')}]`;
      this.lines.push(`const ${value(i)} = tf.input({ ${option} });`);
    });
    nodes.forEach(({ layer, from, take, states }, i) => {
      const values = from.map(value);
      const state = states ? `, { initialState: [${states.map(value).join(', ')}] }` : '';
      const argument = values.length > 1 ? `[${values.join(', ')}]` : values[0];
      this.lines.push(
        `const ${value(inputs.length + i)} = ${expressions.get(layer)}.apply(${argument}${state})${take === undefined ? '' : `[${take}]`};`,
      );
    });
    const list = (values: readonly number[]) =>
      values.length > 1 ? `[${values.map(value).join(', ')}]` : value(values[0]);
    this.lines.push(
      `const ${name} = tf.model({ inputs: ${list(inputs.map((_, i) => i))}, outputs: ${list(outputs)} });`,
    );
  }

  private compile({ optimizer, loss, metrics }: CompilePlan): void {
    const args = { optimizer, loss, ...(metrics === undefined ? {} : { metrics }) };
    this.lines.push(`model.compile(${renderValue(args)});`);
  }

  private dataLines(rows: number): string[] {
    const { network, targets, seed } = this.plan;
    const x = network.inputs.map(({ shape, kind, below }, i) => {
      const args = [`[${[rows, ...shape].join(', ')}]`, dataSeed(seed, rows, i)];
      return `${kind}(${args.join(', ')}${kind === 'integers' ? `, ${below}` : ''})`;
    });
    const y = targets.map((kind, i) => {
      const shape = `[${rows}, ...model.outputs[${i}].shape.slice(1)]`;
      return `${kind satisfies TargetKind}(${shape}, ${dataSeed(seed, rows, 20 + i)})`;
    });
    const list = (parts: string[]) => (parts.length > 1 ? `[${parts.join(', ')}]` : parts[0]);
    return [`const x${rows} = ${list(x)};`, `const y${rows} = ${list(y)};`];
  }

  private step(step: StepPlan): void {
    if ('rows' in step) this.data.add(step.rows);
    const repeated = (times: number, line: string) =>
      this.lines.push(times > 1 ? `for (let i = 0; i < ${times}; i++) ${line}` : line);
    const options = (config: object) =>
      Object.keys(config).length ? `, ${renderValue(config as Value)}` : '';
    switch (step.do) {
      case 'trainOnBatch':
        return void repeated(
          step.times,
          `see('trainOnBatch', await model.trainOnBatch(x${step.rows}, y${step.rows}));`,
        );
      case 'fit':
        return void this.lines.push(
          `see('fit', await model.fit(x${step.rows}, y${step.rows}, ${this.fitOptions(step.options, step.rows)}));`,
        );
      case 'fitDataset': {
        const { batchSize = 32, ...rest } = step.options;
        const data = `dataset(model, x${step.rows}, y${step.rows}, ${renderValue(batchSize)})`;
        return void this.lines.push(
          `see('fitDataset', await model.fitDataset(${data}, ${this.fitOptions(rest, step.rows)}));`,
        );
      }
      case 'evaluate':
        return void this.lines.push(
          `tf.tidy(() => see('evaluate', model.evaluate(x${step.rows}, y${step.rows}${options(step.options)})));`,
        );
      case 'evaluateDataset': {
        const { batchSize = 32 } = step.options;
        return void this.lines.push(
          `const evaluation${this.lines.length} = await model.evaluateDataset(dataset(model, x${step.rows}, y${step.rows}, ${renderValue(batchSize)}), {});`,
          `see('evaluateDataset', evaluation${this.lines.length});`,
          `tf.dispose(evaluation${this.lines.length});`,
        );
      }
      case 'predict':
        return void repeated(
          step.times,
          `tf.tidy(() => see('predict', model.predict(x${step.rows}${options(step.options)})));`,
        );
      case 'gradients': {
        const ofInputs = this.plan.network.inputs.every(({ kind }) => kind === 'normal');
        return void this.lines.push(
          `gradients(model, x${step.rows}, { seed: ${this.plan.seed}, ofInputs: ${ofInputs}, see });`,
        );
      }
      case 'secondGradients':
        return void this.lines.push(`secondGradients(model, x${step.rows}, see);`);
      case 'slope':
        return void this.lines.push(
          `see('gradient against finite differences', slopeFault(model, x${step.rows}, ${this.plan.seed}));`,
        );
      case 'growth':
        return void this.lines.push(`see('growth', await growth(model, x${step.rows}, y${step.rows}));`);
      case 'statistics': {
        const losses = `losses${this.lines.length}`;
        return void this.lines.push(
          `const ${losses} = [];`,
          `for (let i = 0; i < ${step.times}; i++) ${losses}.push(await model.trainOnBatch(x${step.rows}, y${step.rows}));`,
          `see('statistics', [statistics(${losses})]);`,
        );
      }
      case 'weights':
        return void this.lines.push(`see('weights', model.weights.map((weight) => weight.read()));`);
      case 'change':
        return void this.lines.push(step.code.replaceAll('$', step.layer ?? '$'));
      case 'compile':
        return void this.compile(step.compile);
      case 'switch':
        return void this.lines.push(`turn(${step.on});`);
    }
  }

  private fitOptions({ validate, ...options }: Record<string, Value>, rows: number): string {
    const text = renderValue({ ...options, verbose: 0 });
    if (!validate) return text;
    const data = options.epochs !== undefined && `validationData: [x${rows}, y${rows}]`;
    return text.replace(/ }$/, `, ${data} }`);
  }
}

/** A seed for each piece of data, small enough to be readable. */
function dataSeed(seed: number, rows: number, i: number): number {
  return (seed % 10_000) * 1000 + rows * 40 + i;
}

function renderLayer({ make, config }: LayerPlan): string {
  const text = Object.keys(config).length ? renderValue(config) : '';
  // batchNormalization() can be called without arguments; some others require an object.
  return /^[A-Z]/.test(make) ? `new ${make}(${text || '{}'})` : `layers.${make}(${text || '{}'})`;
}

function isLayer(value: object): value is LayerPlan {
  return 'make' in value;
}

/** A value as source. */
export function renderValue(value: Value): string {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string' ? `'${value}'` : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(renderValue).join(', ')}]`;
  if (isLayer(value)) return renderLayer(value);
  if (typeof (value as { code?: unknown }).code === 'string') return (value as { code: string }).code;
  const entries = Object.entries(value as Record<string, Value>).map(
    ([key, part]) => `${key}: ${renderValue(part)}`,
  );
  return `{ ${entries.join(', ')} }`;
}
