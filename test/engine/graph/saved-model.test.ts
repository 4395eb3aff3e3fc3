import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { encodeSavedModel, type GraphNode } from '../../../src/lib/engine/graph/saved-model';

/**
 * What a saved model says, as google-protobuf's generated reader gives it to tfjs-node, which has
 * no typings for it.
 */
interface Read {
  savedModelSchemaVersion: number;
  metaGraphsList: {
    metaInfoDef: { tagsList: string[] };
    graphDef: { nodeList: NodeRead[]; versions: { producer: number } };
  }[];
}

interface NodeRead {
  name: string;
  op: string;
  inputList: string[];
  attrMap: [string, Record<string, unknown>][];
}

interface SavedModelMessage {
  toObject(): Read;
  getMetaGraphsList(): { getGraphDef(): { getNodeList(): NodeMessage[] } }[];
}

interface NodeMessage {
  /** The number of the field that an attribute's value is in, 0 for none. */
  getAttrMap(): Map<string, { getValueCase(): number }>;
}

const { SavedModel } = createRequire(__filename)('@tensorflow/tfjs-node/dist/proto/api_pb') as {
  SavedModel: { deserializeBinary(bytes: Uint8Array): SavedModelMessage };
};

/** The nodes as TensorFlow's own messages have them, and the rest of the saved model in `model`. */
function readBack(nodes: readonly GraphNode[]) {
  const model = SavedModel.deserializeBinary(encodeSavedModel(nodes, { tag: 'serve' })).toObject();
  return { model, nodes: model.metaGraphsList[0].graphDef.nodeList };
}

/** The field of AttrValue that the value of an attribute came back in, and that value. */
function valueOf({ name, type, value }: GraphNode['attributes'][number]): [string, unknown] {
  const node = { name: 'n', op: 'Op', inputs: [], attributes: [{ name, type, value }] } as GraphNode;
  const [[key, found]] = readBack([node]).nodes[0].attrMap;
  assert.equal(key, name);
  // The messages that are not there, and lists that are empty, come as undefined and [].
  const set = Object.entries(found).filter(
    ([, held]) => held !== undefined && held !== '' && held !== 0 && held !== false,
  );
  assert.ok(set.length <= 1, JSON.stringify(set));
  return set[0] ?? ['nothing but a zero', found];
}

/** What a list attribute came back as: each list of ListValue that has an element. */
function listOf(attribute: GraphNode['attributes'][number]): Record<string, unknown> {
  const [field, lists] = valueOf(attribute);
  assert.equal(field, 'list');
  return Object.fromEntries(
    Object.entries(lists as Record<string, unknown[]>).filter(([, list]) => list.length > 0),
  );
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('encodeSavedModel()', () => {
  it('writes one graph under the tag', () => {
    const { model } = readBack([]);
    assert.equal(model.savedModelSchemaVersion, 1);
    assert.equal(model.metaGraphsList.length, 1);
    assert.deepEqual(model.metaGraphsList[0].metaInfoDef.tagsList, ['serve']);
    assert.deepEqual(model.metaGraphsList[0].graphDef.versions.producer, 1882);
  });

  it('writes names, ops and inputs in their order', () => {
    const nodes = [
      { name: 'x', op: 'Placeholder', inputs: [], attributes: [] },
      { name: 'größe/1', op: 'Neg', inputs: ['x', 'x:2', '^before'], attributes: [] },
    ];
    assert.deepEqual(
      readBack(nodes).nodes.map(({ name, op, inputList }) => ({
        name,
        op,
        inputs: inputList,
        attributes: [],
      })),
      nodes,
    );
  });

  it('writes strings', () => {
    for (const text of ['NHWC', 'größer 😀', ''.padEnd(100_000, 'long ')])
      assert.deepEqual(valueOf({ name: 'a', type: 0, value: text }), ['s', base64(Buffer.from(text))]);
  });

  it('writes whole numbers of 53 bits, and none that are not', () => {
    for (const value of [
      1,
      127,
      128,
      300,
      2 ** 31,
      2 ** 40 + 1,
      Number.MAX_SAFE_INTEGER,
      -1,
      -128,
      -(2 ** 40),
    ])
      assert.deepEqual(valueOf({ name: 'a', type: 1, value }), ['i', value]);
    const numbers = [3, -1, 0, 2 ** 33];
    assert.deepEqual(listOf({ name: 'a', type: 1, value: numbers }), { iList: numbers });
    // As tfjs-node's binding passes it on.
    assert.deepEqual(valueOf({ name: 'a', type: 1, value: -2.5 }), ['i', -2]);
    assert.throws(() => valueOf({ name: 'a', type: 1, value: 2 ** 53 }), /safe integer but found 9007/);
    assert.throws(() => valueOf({ name: 'a', type: 1, value: NaN }), /safe integer but found NaN/);
  });

  it('writes numbers of seven digits', () => {
    for (const value of [0.001, -1e30, Infinity])
      assert.deepEqual(valueOf({ name: 'a', type: 2, value }), ['f', Math.fround(value)]);
    assert.deepEqual(listOf({ name: 'a', type: 2, value: [0.5, -0.25] }), { fList: [0.5, -0.25] });
    const many = Array.from({ length: 20_000 }, (_, index) => index / 4);
    assert.deepEqual(listOf({ name: 'a', type: 2, value: many }), { fList: many });
  });

  it('writes truth values', () => {
    assert.deepEqual(valueOf({ name: 'a', type: 3, value: true }), ['b', true]);
    const value = [true, false, true] as unknown as number[];
    assert.deepEqual(listOf({ name: 'a', type: 3, value }), { bList: value });
  });

  it('writes zeros, which a reader must not take for nothing', () => {
    for (const [type, value, field] of [
      [1, 0, 3],
      [2, 0, 4],
      [3, false, 5],
    ] as const) {
      const node = { name: 'n', op: 'Op', inputs: [], attributes: [{ name: 'zero', type, value }] };
      const [graph] = SavedModel.deserializeBinary(
        encodeSavedModel([node], { tag: 'serve' }),
      ).getMetaGraphsList();
      const [read] = graph.getGraphDef().getNodeList();
      assert.equal(read.getAttrMap().get('zero')?.getValueCase(), field);
    }
  });

  it('writes element types and shapes', () => {
    assert.deepEqual(valueOf({ name: 'a', type: 4, value: 14 }), ['type', 14]);
    const shapeOf = (value: readonly number[] | undefined) => {
      const [field, shape] = valueOf({ name: 'a', type: 5, value });
      assert.equal(field, 'shape');
      const { dimList, unknownRank } = shape as { dimList: { size: number }[]; unknownRank: boolean };
      return unknownRank ? 'any' : dimList.map(({ size }) => size);
    };
    for (const shape of [[], [0], [64, 48, 48, 1], [-1, 300]]) assert.deepEqual(shapeOf(shape), shape);
    assert.equal(shapeOf(undefined), 'any');
  });

  it('writes tensors, whatever their size', () => {
    // Around the lengths that take one byte more, and the room that the encoder begins with.
    for (const size of [0, 1, 127, 128, 16_383, 16_384, 65_500, 65_536, 1_000_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7) % 251);
      const [field, tensor] = valueOf({
        name: 'value',
        type: 'tensor',
        value: { dtype: 4, shape: [size], bytes },
      });
      assert.equal(field, 'tensor');
      const { dtype, tensorShape, tensorContent } = tensor as Record<string, unknown>;
      assert.equal(dtype, 4);
      assert.deepEqual(tensorShape, { dimList: [{ size, name: '' }], unknownRank: false });
      assert.equal(tensorContent, base64(bytes));
    }
  });

  it('keeps apart the attributes of many nodes', () => {
    const nodes: GraphNode[] = Array.from({ length: 3000 }, (_, index) => ({
      name: `node${index}`,
      op: 'Op',
      inputs: index ? [`node${index - 1}`] : [],
      attributes: [
        { name: 'T', type: 4, value: 1 + (index % 3) },
        { name: 'size', type: 1, value: index + 1 },
        { name: 'text', type: 0, value: 'x'.repeat(1 + (index % 200)) },
      ],
    }));
    const found = readBack(nodes).nodes;
    assert.equal(found.length, nodes.length);
    found.forEach(({ name, inputList, attrMap }, index) => {
      assert.deepEqual({ name, inputs: inputList }, { name: nodes[index].name, inputs: nodes[index].inputs });
      const values = Object.fromEntries(attrMap);
      assert.equal(values.T.type, 1 + (index % 3));
      assert.equal(values.size.i, index + 1);
      assert.equal(values.text.s, base64(Buffer.from('x'.repeat(1 + (index % 200)))));
    });
  });

  it('rejects an attribute of a type that it does not know', () => {
    assert.throws(
      () => valueOf({ name: 'a', type: 6, value: 1 }),
      /type of attribute a to be from 0 to 5 but found 6/,
    );
  });
});
