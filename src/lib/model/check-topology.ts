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

/** Which file a topology is of, and what its errors say. */
export interface TopologyOptions {
  /** The file that the topology is of. */
  file: string;
  /** Where in the file it is; the whole of it by default. */
  place?: Place;
  /** What to do about a file that is not as it should be, a whole sentence. */
  advice?: string;
}

/** Layers of a network, all those inside of others included; tfjs goes through them by recursion. */
const MOST_LAYERS = 2000;

/** Connections of a layer's inputs to outputs, in all. */
const MOST_CONNECTIONS = 20_000;

/** tfjs turns the names of fields into camel case: what is written otherwise could mean the same field twice. */
const FIELD = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** What tfjs builds from layers, with the layers in its config. */
const CONTAINERS = ['Model', 'Functional', 'Sequential'];

const name: Schema<string> = schema(
  'a name',
  (value) => typeof value === 'string' && value !== '' && value.length <= 200 && !(value in Object.prototype),
);

/** An output that something is connected to: the layer's name, which of its calls, which of the call's outputs. */
type Connection = [layer: string, call: number, output: number, ...rest: unknown[]];

const connection: Schema<Connection> = schema(
  'a list of a layer, the number of its call and the number of its output',
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
  layers: list(GRAPH_LAYER, { from: 1, to: MOST_LAYERS }),
  input_layers: list(connection, { from: 1, to: MOST_LAYERS }),
  output_layers: list(connection, { from: 1, to: MOST_LAYERS }),
});

const SEQUENCE = list(LAYER, { from: 1, to: MOST_LAYERS });

/** A shape, of which some lengths may be open. */
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

/** Fields whose values decide what a layer computes, whatever the layer. */
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
 * Makes sure that a network's topology (tfjs's JSON of a functional or sequential model, with models inside if it has
 * some) is one that tfjs comes to an end with: tfjs itself waits for ever for an input that no layer gives.
 *
 * @param topology parsed JSON
 * @throws ExpectationError that names the file, the place in it, what was expected and what was found
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

  /** Checks everything inside of a value that tfjs makes something of. */
  function checkWithin(value: unknown, at: Place): void {
    if (Array.isArray(value)) return value.forEach((element, i) => checkWithin(element, [...at, i]));
    if (!isObject(value)) return;
    if ('class_name' in value) checkClass(value, at);
    for (const [key, inner] of Object.entries(value)) {
      if (!FIELD.test(key)) fail(at, 'with fields in lower case, as batch_input_shape', key);
      for (const [field, wanted] of FIELDS) if (field.test(key)) check(inner, wanted, [...at, key]);
      checkWithin(inner, [...at, key]);
    }
  }

  /** What tfjs makes an instance of: a layer, an initializer, a model. */
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
    if (layers > MOST_LAYERS)
      fail(at, `at most ${MOST_LAYERS} layers, those inside of others included`, layers);
    const names = new Set<string>();
    own.forEach(({ class_name: className, config }, i) => {
      const [cls] = (Object.hasOwn(classNameMap, className) && classNameMap[className]) || [];
      if (!cls || !isLayerClass(cls))
        fail([...at, i, 'class_name'], 'a layer that TensorFlow.js knows', className);
      if (config.name === undefined) return;
      if (names.has(config.name))
        fail([...at, i, 'config', 'name'], 'a name that no other layer has', config.name);
      names.add(config.name);
    });
  }

  function checkGraph(graph: ValueOf<typeof GRAPH>, at: Place): void {
    const own = graph.layers;
    checkLayers(own, [...at, 'layers']);
    const byName = new Map(own.map((layer) => [layer.name, layer]));
    own.forEach((layer, i) => {
      const layerPlace = [...at, 'layers', i];
      if (byName.get(layer.name) !== layer)
        fail([...layerPlace, 'name'], 'a name that no other layer has', layer.name);
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
    const waiting = findWaiting(own);
    if (waiting)
      fail(
        [...at, 'layers', own.indexOf(waiting), 'inbound_nodes'],
        'inputs that do not depend on the layer itself',
        waiting.inbound_nodes.flatMap((node) => node.map(([layer]) => layer)).join(', '),
      );

    function checkConnection([layer, call]: Connection, connectionPlace: Place): void {
      if (++connections > MOST_CONNECTIONS) fail(at, `of at most ${MOST_CONNECTIONS} connections`, 'more');
      const source = byName.get(layer);
      if (!source) return fail([...connectionPlace, 0], 'the name of a layer', layer);
      const calls = ownCalls(source) + source.inbound_nodes.length;
      if (call >= calls) fail([...connectionPlace, 1], `the number of a call, below ${calls}`, call);
    }
  }
}

type GraphLayer = ValueOf<typeof GRAPH_LAYER>;

/** An input layer and a model are called once by being made. */
function ownCalls({ class_name: className }: GraphLayer): number {
  return className === 'InputLayer' || CONTAINERS.includes(className) ? 1 : 0;
}

/** A layer whose inputs wait for its own output: calls layers as tfjs does, until there is none left that can be called. */
function findWaiting(layers: readonly GraphLayer[]): GraphLayer | undefined {
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
