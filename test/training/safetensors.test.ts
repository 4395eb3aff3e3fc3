import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../src/lib/files/sha256';
import { decodeSafetensors, encodeSafetensors } from '../../src/lib/training/index';

const STORED = {
  tensors: {
    kernel: { shape: [2, 3], data: Float32Array.of(1, -2.5, 3, 4, 5, 1e-20) },
    iter: { shape: [], data: Int32Array.of(-7) },
    empty: { shape: [0], data: new Float32Array(0) },
  },
  metadata: { epoch: '3', history: '[{"loss":1}]' },
};

describe('encodeSafetensors() and decodeSafetensors()', () => {
  it('give back the same tensors and texts', () => {
    assert.deepEqual(decodeSafetensors(encodeSafetensors(STORED), { file: 'x' }), STORED);
  });

  it('write the documented layout', () => {
    const bytes = encodeSafetensors(STORED);
    const headerLength = Number(bytes.readBigUInt64LE());
    assert.equal(headerLength % 8, 0);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<string, unknown>;
    assert.deepEqual(header.kernel, { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] });
    assert.deepEqual(header.iter, { dtype: 'I32', shape: [], data_offsets: [24, 28] });
    assert.equal(bytes.length, 8 + headerLength + 28);
    assert.equal(bytes.readFloatLE(8 + headerLength + 4), -2.5);
    assert.equal(bytes.readInt32LE(8 + headerLength + 24), -7);
  });

  it('notice every cut and every altered byte, and name the file', () => {
    const bytes = encodeSafetensors(STORED);
    for (let length = 0; length < bytes.length; length += 3) {
      assert.throws(
        () =>
          decodeSafetensors(bytes.subarray(0, length), { file: 'last.safetensors', advice: 'Delete it.' }),
        /Expected last\.safetensors to be an intact safetensors file but found .* Delete it\./,
      );
    }
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] ^= 1 << (bit & 7);
      assert.throws(
        () => decodeSafetensors(altered, { file: 'x' }),
        { name: 'ExpectationError', message: /\bx\b/ },
        `bit ${bit}`,
      );
    }
    assert.throws(
      () => decodeSafetensors(Buffer.concat([bytes, bytes]), { file: 'x' }),
      /altered bytes \(SHA-256 /,
    );
  });

  it('keep names that mean something to JavaScript, and refuse those of the format', () => {
    const data = Float32Array.of(1);
    const names = ['7', 'constructor', 'ü\n"', ''];
    const stored = {
      tensors: Object.fromEntries(names.map((name) => [name, { shape: [1], data }])),
      metadata: Object.fromEntries(names.map((name) => [name, 'text'])),
    };
    assert.deepEqual(decodeSafetensors(encodeSafetensors(stored), { file: 'x' }), stored);
    const { tensors, metadata } = STORED;
    assert.throws(
      () => encodeSafetensors({ tensors: { ...tensors, __metadata__: tensors.iter }, metadata }),
      /found __metadata__/,
    );
    assert.throws(
      () => encodeSafetensors({ tensors, metadata: { ...metadata, fileSha256: '' } }),
      /found fileSha256/,
    );
    assert.throws(
      () =>
        encodeSafetensors({ tensors: Object.fromEntries([['__proto__', { shape: [1], data }]]), metadata }),
      /found __proto__/,
    );
  });

  it('read what earlier versions wrote, whose checksum covers the tensors alone', () => {
    assert.deepEqual(decodeSafetensors(formerFile(), { file: 'x' }), STORED);
    const bytes = formerFile();
    bytes[bytes.length - 1] ^= 1;
    assert.throws(() => decodeSafetensors(bytes, { file: 'x' }), /altered bytes \(SHA-256 /);
  });

  const kernel = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };
  for (const [what, change, message] of [
    ['another type', { kernel: { ...kernel, dtype: 'F16' } }, /dtype in the tensor kernel in x to be "F32"/],
    ['a type of JavaScript', { kernel: { ...kernel, dtype: 'toString' } }, /dtype in the tensor kernel/],
    ['a shape of other size', { kernel: { ...kernel, shape: [2, 4] } }, /kernel of 24 bytes for the shape/],
    ['a giant shape', { kernel: { ...kernel, shape: [2 ** 53 - 1, 2 ** 53 - 1] } }, /for the shape/],
    [
      'a shape beyond numbers',
      { kernel: { ...kernel, shape: [2 ** 60] } },
      /shape\[0\] in the tensor kernel/,
    ],
    ['a negative side', { kernel: { ...kernel, shape: [-2, -3] } }, /shape\[0\] .* an integer of 0 or more/],
    ['half a side', { kernel: { ...kernel, shape: [1.5, 4] } }, /shape\[0\]/],
    ['no shape', { kernel: { ...kernel, shape: undefined } }, /shape .* a list .* but found nothing/],
    ['overlapping tensors', { iter: { dtype: 'I32', shape: [], data_offsets: [20, 24] } }, /iter at byte 20/],
    [
      'a gap',
      { iter: { dtype: 'I32', shape: [], data_offsets: [28, 32] } },
      /empty at byte 28 instead of 24/,
    ],
    [
      'turned offsets',
      { kernel: { ...kernel, data_offsets: [24, 0] } },
      /x to be an intact safetensors file/,
    ],
    ['an offset beyond the end', { kernel: { ...kernel, data_offsets: [0, 2400] } }, /for the shape/],
    [
      'a tensor less',
      { iter: undefined, empty: undefined },
      /28 bytes of tensors instead of the header's 24/,
    ],
    ['texts that are none', { __metadata__: { epoch: 3 } }, /epoch in x to be a text but found 3/],
    ['no texts', { __metadata__: [] }, /texts by name, an object but found a list/],
    ['a tensor that is a text', { kernel: 'kernel' }, /the tensor kernel in x to be .* but found "kernel"/],
  ] as const)
    it(`name ${what} in a header without a checksum`, () => {
      assert.throws(() => decodeSafetensors(formerFile(change), { file: 'x' }), {
        name: 'ExpectationError',
        message,
      });
    });

  it('name a header that is no header', () => {
    const texts = ['', '{', '[]', 'null', '{"a":1e999}', '[[[['.repeat(100_000)];
    for (const text of texts)
      assert.throws(() => decodeSafetensors(fileOf(text), { file: 'x' }), /header of x/);
    const twice = `{"__metadata__":{"sha256":"${sha256(BODY)}"},"a":{"dtype":"F32","shape":[7],"data_offsets":[0,28]},`;
    assert.throws(
      () =>
        decodeSafetensors(fileOf(`${twice}"a":{"dtype":"I32","shape":[7],"data_offsets":[0,28]}}`), {
          file: 'x',
        }),
      /each name once/,
    );
    const endless = Buffer.alloc(64, 0xff);
    assert.throws(() => decodeSafetensors(endless, { file: 'x' }), /a header of 18446744073709551615 bytes/);
  });
});

const BODY = encodeSafetensors(STORED).subarray(-28);

/** A header and the tensors' bytes, whatever the header says. */
function fileOf(json: string): Buffer {
  const header = Buffer.from(json);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, BODY]);
}

/** {@link STORED} as versions of before wrote it, with some fields of the header changed. */
function formerFile(changes: Record<string, unknown> = {}): Buffer {
  const tensors = {
    kernel: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    iter: { dtype: 'I32', shape: [], data_offsets: [24, 28] },
    empty: { dtype: 'F32', shape: [0], data_offsets: [28, 28] },
  };
  const texts = { ...STORED.metadata, sha256: sha256(BODY) };
  return fileOf(JSON.stringify({ ...tensors, __metadata__: texts, ...changes }));
}
