import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { turnImage } from '../../src/lib/video/turn-image';

describe('turnImage()', () => {
  it('turns and mirrors as sharp does', async () => {
    const [width, height] = [5, 3];
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => i * 5);
    for (const rotation of [0, 90, 180, 270] as const)
      for (const flip of [false, true]) {
        const turned = turnImage({ data, width, height }, { rotation, flip });
        const upright = await sharp(data, { raw: { width, height, channels: 3 } })
          .rotate(rotation)
          .png()
          .toBuffer();
        const expected = await sharp(upright).flop(flip).raw().toBuffer({ resolveWithObject: true });
        assert.deepEqual(
          [turned.width, turned.height, ...turned.data],
          [expected.info.width, expected.info.height, ...expected.data],
          `${rotation} ${flip}`,
        );
      }
  });
});
