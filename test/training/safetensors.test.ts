import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
        /Expected last\.safetensors to be a whole safetensors file but found .* Delete it\./,
      );
    }
    const body = 8 + Number(bytes.readBigUInt64LE());
    for (let i = body; i < bytes.length; i++) {
      const altered = Buffer.from(bytes);
      altered[i] ^= 1;
      assert.throws(() => decodeSafetensors(altered, { file: 'x' }), /other bytes than were written/);
    }
  });
});
