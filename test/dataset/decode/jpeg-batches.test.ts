import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJpegs } from '../../../src/lib/dataset/decode/decode-jpegs';
import { JpegBatches } from '../../../src/lib/dataset/decode/jpeg-batches';
import { tf } from '../../../src/lib/engine/tensorflow';
import { jpegOf } from '../support/tiny-set';

const pictures = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, i) => ({ name: `${i}.jpg`, bytes: await jpegOf(i + 1) })),
  );

describe('JpegBatches', () => {
  it('decode as one picture after the other does, full batches and others, and leave nothing behind', async () => {
    const files = await pictures(5);
    const { numTensors } = tf.memory();
    const batches = new JpegBatches(4);
    for (const part of [files.slice(0, 4), files.slice(1, 5), files.slice(3)]) {
      assert.deepEqual(batches.decode(part), decodeJpegs(part));
    }
    assert.equal(tf.node.getNumOfSavedModels(), 1);
    batches.close();
    assert.equal(tf.node.getNumOfSavedModels(), 0);
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it('name the picture that does not decode', async () => {
    const files = await pictures(3);
    files[1] = { name: 'cut.jpg', bytes: files[1].bytes.subarray(0, files[1].bytes.length / 2) };
    const batches = new JpegBatches(3);
    try {
      assert.throws(() => batches.decode(files), /cut\.jpg to be a complete image/);
    } finally {
      batches.close();
    }
  });
});
