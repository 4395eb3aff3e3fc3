import { tf } from '../engine/tensorflow';
import {
  checkJson,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  schema,
  text,
  violationError,
  type Place,
  type Schema,
  type ValueOf,
} from '../json/index';

/** The source of a topology, and what its errors say. */
export interface TopologyOptions {
  /** The file that contains the topology. */
  file: string;
  /** Path to the topology within the file; by default the whole file. */
  place?: Place;
  /** What to do about an invalid file, as a full sentence. */
  advice?: string;
}

/**
 * Maximum number of layers in a network, including nested ones; tfjs traverses them recursively.
 */
const MAX_LAYERS = 2000;

/** Maximum number of connections between layers. */
const MAX_CONNECTIONS = 20_000;

/** tfjs converts field names to camel case, so other spellings could name the same field twice. */
const FIELD = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** Classes with layers in their config. */
const CONTAINERS = ['Model', 'Functional', 'Sequential'];

const name: Schema<string> = schema(
  'a name',
  (value) => typeof value === 'string' && value !== '' && value.length <= 200 && !(value in Object.prototype),
);

/** A reference to an output: the layer's name, the index of its call, the index of the output. */
type Connection = [layer: string, call: number, output: number, ...rest: unknown[]];

const connection: Schema<Connection> = schema(
  "a list of a layer's name, the index of a call and the index of an output",
  (value) =>
    Array.isArray(value) &&
    (value.length === 3 || value.length === 4) &&
    typeof value[0] === 'string' &&
    [value[1], value[2]].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    (value[3] === undefined || value[3] === null || isObject(value[3])),
);

const LAYER = object({ class_name: text(), config: object({ name: optional(name) }) });

const GRAPH_LAYER = object({
  class_name: text(),
  name,
  config: object({ name: optional(name) }),
  inbound_nodes: list(list(connection, { from: 1 })),
});

const GRAPH = object({
  name: optional(name),
  layers: list(GRAPH_LAYER, { from: 1, to: MAX_LAYERS }),
  input_layers: list(connection, { from: 1, to: MAX_LAYERS }),
  output_layers: list(connection, { from: 1, to: MAX_LAYERS }),
});

const SEQUENCE = list(LAYER, { from: 1, to: MAX_LAYERS });

/** A shape; null stands for an unknown length. */
const SHAPE = list(nullable(integer({ from: 1, to: 2 ** 24 })), { from: 1, to: 8 });

const lengths = (length: Schema<number>): Schema<number | number[] | null> => {
  const wanted = list(length, { from: 1, to: 3 });
  return {
    check: (value, at) =>
      value === null ? undefined : (typeof value === 'number' ? length : wanted).check(value, at),
  };
};

const window = lengths(integer({ from: 1, to: 4096 }));

const maker = nullable(
  schema<unknown>(
    'an object with class_name and config',
    (value) => typeof value === 'string' || (isObject(value) && 'class_name' in value),
  ),
);

/** Fields that determine what a layer computes, in any class. */
const FIELDS: readonly [RegExp, Schema<unknown>][] = [
  [/^(kernel_size|strides|dilation_rate|pool_size)$/, window],
  [/^(filters|units)$/, integer({ from: 1, to: 2 ** 24 })],
  [/^(use_bias|trainable)$/, nullable(flag)],
  [/^(epsilon|momentum)$/, nullable(number({ from: 0 }))],
  [/^data_format$/, nullable(oneOf(['channels_first', 'channels_last']))],
  [/_(initializer|regularizer|constraint)$/, maker],
  [/(^|_)input_shape$|^batch_shape$/, nullable(SHAPE)],
];

/**
 * Checks that tfjs can build a network's topology (tfjs' JSON of a functional or sequential model,
 * possibly with nested models). Without this check, tfjs loops forever on an input that no layer
 * provides.
 *
 * @param topology parsed JSON
 * @param options
 * @throws ExpectationError that names the file, the position in it, the expectation and what was
 *   found
 * @example checkTopology(JSON.parse(text), { file: 'architecture.json' });
 */
export function checkTopology(topology: unknown, { file, place = [], advice }: TopologyOptions): void {
  const check = <Value>(value: unknown, schema: Schema<Value>, at: Place): Value =>
    checkJson(value, schema, { file, place: at, what: "a network's layers", advice });
  const fail = (at: Place, wanted: string, found: unknown): never => {
    throw violationError(
      { place: at, expectation: wanted, found },
      { file, what: "a network's layers", advice },
    );
  };
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  let layers = 0;
  let connections = 0;

  const outer = check(topology, object({}), place) as Record<string, unknown>;
  const isKeras = outer.model_config !== undefined && outer.model_config !== null;
  const modelPlace = isKeras ? [...place, 'model_config'] : place;
  const model = check(isKeras ? outer.model_config : outer, object({ class_name: text() }), modelPlace);
  if (!CONTAINERS.includes(model.class_name))
    fail([...modelPlace, 'class_name'], CONTAINERS.join(' or '), model.class_name);
  checkWithin(model, modelPlace);

  /** Checks all nested values that tfjs interprets. */
  function checkWithin(value: unknown, at: Place): void {
    if (Array.isArray(value)) return value.forEach((element, i) => checkWithin(element, [...at, i]));
    if (!isObject(value)) return;
    if ('class_name' in value) checkClass(value, at);
    for (const [key, inner] of Object.entries(value)) {
      if (!FIELD.test(key)) fail(at, 'an object with lower-case field names, such as batch_input_shape', key);
      for (const [field, wanted] of FIELDS) if (field.test(key)) check(inner, wanted, [...at, key]);
      checkWithin(inner, [...at, key]);
    }
  }

  /** Checks an object that tfjs instantiates: a layer, an initializer, a model. */
  function checkClass(value: Record<string, unknown>, at: Place): void {
    const { class_name: className } = check(value, object({ class_name: text() }), at);
    if (className !== 'Sequential') check(value, object({ config: object({}) }), at);
    if (!Object.hasOwn(classNameMap, className))
      fail([...at, 'class_name'], 'a class that TensorFlow.js knows', className);
    if (!CONTAINERS.includes(className)) return;
    if (className !== 'Sequential')
      return checkGraph(check(value.config, GRAPH, [...at, 'config']), [...at, 'config']);
    const isList = Array.isArray(value.config);
    const inner = isList ? [...at, 'config'] : [...at, 'config', 'layers'];
    const config = isList ? undefined : check(value.config, object({ layers: SEQUENCE }), [...at, 'config']);
    checkLayers(config?.layers ?? check(value.config, SEQUENCE, inner), inner);
  }

  function checkLayers(own: readonly ValueOf<typeof LAYER>[], at: Place): void {
    layers += own.length;
    if (layers > MAX_LAYERS) fail(at, `at most ${MAX_LAYERS} layers, including nested ones`, layers);
    const names = new Set<string>();
    own.forEach(({ class_name: className, config }, i) => {
      const [cls] = (Object.hasOwn(classNameMap, className) && classNameMap[className]) || [];
      if (!cls || !isLayerClass(cls))
        fail([...at, i, 'class_name'], 'a layer that TensorFlow.js knows', className);
      if (config.name === undefined) return;
      if (names.has(config.name)) fail([...at, i, 'config', 'name'], 'a unique name', config.name);
      names.add(config.name);
    });
  }

  function checkGraph(graph: ValueOf<typeof GRAPH>, at: Place): void {
    const own = graph.layers;
    checkLayers(own, [...at, 'layers']);
    const byName = new Map(own.map((layer) => [layer.name, layer]));
    own.forEach((layer, i) => {
      const layerPlace = [...at, 'layers', i];
      if (byName.get(layer.name) !== layer) fail([...layerPlace, 'name'], 'a unique name', layer.name);
      if (layer.config.name !== layer.name)
        fail(
          [...layerPlace, 'config', 'name'],
          `that of the layer, ${JSON.stringify(layer.name)}`,
          layer.config.name,
        );
      layer.inbound_nodes.forEach((node, k) =>
        node.forEach((input, n) => checkConnection(input, [...layerPlace, 'inbound_nodes', k, n])),
      );
    });
    graph.output_layers.forEach((output, i) => checkConnection(output, [...at, 'output_layers', i]));
    graph.input_layers.forEach((input, i) => {
      checkConnection(input, [...at, 'input_layers', i]);
      const { class_name: className } = byName.get(input[0])!;
      if (className !== 'InputLayer')
        fail([...at, 'input_layers', i, 0], 'the name of an InputLayer', input[0]);
    });
    const cyclic = findCyclic(own);
    if (cyclic)
      fail(
        [...at, 'layers', own.indexOf(cyclic), 'inbound_nodes'],
        'inputs that do not depend on the layer itself',
        cyclic.inbound_nodes.flatMap((node) => node.map(([layer]) => layer)).join(', '),
      );

    function checkConnection([layer, call]: Connection, connectionPlace: Place): void {
      if (++connections > MAX_CONNECTIONS) fail(at, `of at most ${MAX_CONNECTIONS} connections`, 'more');
      const source = byName.get(layer);
      if (!source) return fail([...connectionPlace, 0], 'the name of a layer', layer);
      const calls = ownCalls(source) + source.inbound_nodes.length;
      if (call >= calls) fail([...connectionPlace, 1], `the index of a call, below ${calls}`, call);
    }
  }
}

type GraphLayer = ValueOf<typeof GRAPH_LAYER>;

/** Creating an input layer or a model counts as its first call. */
function ownCalls({ class_name: className }: GraphLayer): number {
  return className === 'InputLayer' || CONTAINERS.includes(className) ? 1 : 0;
}

/**
 * Finds a layer that depends on its own output: calls layers as tfjs would until no more can be
 * called.
 */
function findCyclic(layers: readonly GraphLayer[]): GraphLayer | undefined {
  const calls = new Map(layers.map((layer) => [layer.name, ownCalls(layer)]));
  let open = layers.flatMap((layer) => layer.inbound_nodes.map((node) => ({ layer, node })));
  for (;;) {
    const left = open.filter(({ layer, node }) => {
      if (node.some(([source, call]) => call >= calls.get(source)!)) return true;
      calls.set(layer.name, calls.get(layer.name)! + 1);
      return false;
    });
    if (left.length === 0) return undefined;
    if (left.length === open.length) return left[0].layer;
    open = left;
  }
}

function isLayerClass({ prototype }: { prototype: unknown }): boolean {
  return prototype instanceof tf.layers.Layer;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
