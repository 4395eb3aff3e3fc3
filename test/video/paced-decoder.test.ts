import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pacedDecoder } from '../../src/lib/video/paced-decoder';

/** A decoder that gives its frames when it is told to, and forgets its packets at once. */
class Holding {
  static last: Holding;
  get decodeQueueSize() {
    return 0;
  }
  constructor(readonly init: { output: (frame: { timestamp: number }) => void }) {
    Holding.last = this;
  }
  decode(): void {}
  flush(): Promise<void> {
    return Promise.resolve();
  }
  reset(): void {}
}

describe('pacedDecoder()', () => {
  it('counts what waits beyond what a decoder may hold back, until its frame has come', async () => {
    const seen: number[] = [];
    const Paced = pacedDecoder(Holding);
    const decoder = new Paced({ output: ({ timestamp }) => seen.push(timestamp), error: () => {} });
    const give = (timestamp: number) => Holding.last.init.output({ timestamp });
    // H.264 may reorder 16 frames: so many packets never make anybody wait.
    for (let i = 0; i < 16; i++) decoder.decode({ timestamp: i });
    assert.equal(decoder.decodeQueueSize, 0);
    for (let i = 16; i < 200; i++) decoder.decode({ timestamp: i });
    const before = decoder.decodeQueueSize;
    assert.ok(before > 100 && before < 200);
    give(0);
    assert.equal(decoder.decodeQueueSize, before - 1);
    // Those of 1 to 9 are never shown.
    give(10);
    assert.equal(decoder.decodeQueueSize, before - 11);
    assert.deepEqual(seen, [0, 10]);
    await decoder.flush();
    assert.equal(decoder.decodeQueueSize, 0);
  });

  it('waits at a flush for the frames that are on their way', async () => {
    const seen: number[] = [];
    const Paced = pacedDecoder(Holding);
    const decoder = new Paced({ output: ({ timestamp }) => seen.push(timestamp), error: () => {} });
    for (const timestamp of [0, 1, 2]) decoder.decode({ timestamp });
    const { output } = Holding.last.init;
    setImmediate(() => {
      output({ timestamp: 0 });
      setImmediate(() => {
        output({ timestamp: 1 });
        setImmediate(() => output({ timestamp: 2 }));
      });
    });
    await decoder.flush();
    assert.deepEqual(seen, [0, 1, 2]);
  });
});
