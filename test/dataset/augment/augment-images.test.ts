import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { augmentImages, STRONG_AUGMENTATION } from '../../../src/lib/dataset/augment/augment-images';
import { createRandom } from '../../../src/lib/random';

const SIZE = 48;

/** `n` images of whole gray values from 20 to 219, as a flat array. */
function noise(n: number): Float32Array {
  const random = createRandom(9);
  return Float32Array.from({ length: n * SIZE * SIZE }, () => 20 + random.integer(200));
}

const imageAt = (pixels: ArrayLike<number>, i: number) =>
  Array.from({ length: SIZE * SIZE }, (_, j) => pixels[i * SIZE * SIZE + j]);
const meanOf = (image: number[]) => image.reduce((sum, value) => sum + value, 0) / image.length;
const pixel = (pixels: ArrayLike<number>, [image, row, column]: number[]) =>
  pixels[(image * SIZE + row) * SIZE + column];

/** Keys' kernel: what a pixel counts at a distance from it. */
function keys(distance: number): number {
  const [d, slope] = [Math.abs(distance), -0.75];
  if (d >= 2) return 0;
  return d <= 1 ? (slope + 2) * d ** 3 - (slope + 3) * d ** 2 + 1 : slope * (d ** 3 - 5 * d ** 2 + 8 * d - 4);
}

/**
 * The root of the mean square of how far pixels are from the mean of their four neighbours, away
 * from the edges.
 */
function roughness(pixels: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < pixels.length; i++) {
    const [row, column] = [Math.floor(i / SIZE) % SIZE, i % SIZE];
    if (Math.min(row, column) < 10 || Math.max(row, column) > 37) continue;
    const around = (pixels[i - 1] + pixels[i + 1] + pixels[i - SIZE] + pixels[i + SIZE]) / 4;
    sum += (pixels[i] - around) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

describe('augmentImages()', () => {
  it('changes nothing when every amount is zero', () => {
    const pixels = noise(3);
    const nothing = { flip: 0, shift: 0, rotation: 0, zoom: 0, brightness: 0 };
    assert.deepEqual(augmentImages(pixels, { ...nothing, seed: 1 }), pixels);
    assert.deepEqual(augmentImages(Uint8Array.from(pixels), { seed: 1 }), pixels);
  });

  it('refuses a part of an image', () => {
    assert.throws(
      () => augmentImages(new Uint8Array(2305), { seed: 1 }),
      /Expected images to be whole images of 2304 values but found 2305 values/,
    );
  });

  it('mirrors exactly', () => {
    const pixels = noise(2);
    const flipped = augmentImages(pixels, { flip: 1, seed: 1 });
    for (let i = 0; i < pixels.length; i++) {
      const column = i % SIZE;
      assert.equal(flipped[i], pixels[i - column + SIZE - 1 - column]);
    }
  });

  it('mirrors about half of the images when asked to', () => {
    const pixels = noise(200);
    const changed = augmentImages(pixels, { flip: 0.5, seed: 3 });
    let mirrored = 0;
    for (let i = 0; i < 200; i++) {
      if (
        pixel(changed, [i, 0, 0]) === pixel(pixels, [i, 0, 47]) &&
        pixel(changed, [i, 5, 9]) === pixel(pixels, [i, 5, 38])
      ) {
        mirrored++;
      } else {
        assert.equal(pixel(changed, [i, 5, 9]), pixel(pixels, [i, 5, 9]));
      }
    }
    assert.ok(mirrored > 70 && mirrored < 130, `${mirrored}`);
  });

  it('shifts a ramp by as many pixels as its gray values say, and draws the edge out', () => {
    // Gray value 4 * column + row: where a value lands shows how far it went.
    const ramp = Float32Array.from({ length: SIZE * SIZE }, (_, i) => 4 * (i % SIZE) + Math.floor(i / SIZE));
    const changed = augmentImages(ramp, { shift: 0.25, seed: 5 });
    const random = createRandom(5);
    random.next();
    const right = (2 * random.next() - 1) * 12;
    const down = (2 * random.next() - 1) * 12;
    assert.ok(Math.abs(right) > 0.5 && Math.abs(down) > 0.5);
    for (let row = 0; row < SIZE; row++) {
      for (let column = 0; column < SIZE; column++) {
        const clamp = (place: number) => Math.min(47, Math.max(0, place));
        const expected = 4 * clamp(column - right) + clamp(row - down);
        // An eighth of a pixel: at the edges, where the ramp ends, a cubic swings a little.
        assert.ok(Math.abs(pixel(changed, [0, row, column]) - expected) < 0.5, `${row}, ${column}`);
      }
    }
  });

  it('turns and zooms as a rotation and scaling written out in plain JavaScript does', () => {
    const pixels = noise(1);
    const changed = augmentImages(pixels, { rotation: 90, zoom: 0.3, seed: 11 });
    const random = createRandom(11);
    for (let i = 0; i < 3; i++) random.next();
    const angle = ((2 * random.next() - 1) * 90 * Math.PI) / 180;
    const size = 1 + (2 * random.next() - 1) * 0.3;
    assert.ok(Math.abs(angle) > 0.1 && Math.abs(size - 1) > 0.01);
    for (let row = 0; row < SIZE; row++) {
      for (let column = 0; column < SIZE; column++) {
        // Undo the turn by `angle` (clockwise on a screen, where y points down), then the scaling.
        const [x, y] = [(column - 23.5) / size, (row - 23.5) / size];
        const fromColumn = x * Math.cos(angle) + y * Math.sin(angle) + 23.5;
        const fromRow = -x * Math.sin(angle) + y * Math.cos(angle) + 23.5;
        if (Math.min(fromColumn, fromRow) < 1 || Math.max(fromColumn, fromRow) > 46) continue;
        let expected = 0;
        for (let r = 0; r < SIZE; r++)
          for (let c = 0; c < SIZE; c++)
            expected += keys(fromRow - r) * keys(fromColumn - c) * pixel(pixels, [0, r, c]);
        expected = Math.min(255, Math.max(0, expected));
        assert.ok(Math.abs(pixel(changed, [0, row, column]) - expected) < 0.5, `${row}, ${column}`);
      }
    }
  });

  it('multiplies by one factor an image and stays within 0 to 255', () => {
    const changed = augmentImages(new Uint8Array(20 * SIZE * SIZE).fill(200), { brightness: 0.5, seed: 2 });
    const images = Array.from({ length: 20 }, (_, i) => imageAt(changed, i));
    const firsts = images.map(([first]) => first);
    assert.ok(new Set(firsts).size > 10);
    assert.ok(firsts.every((value) => value >= 100 - 1e-3 && value <= 255));
    assert.ok(firsts.includes(255));
    for (const image of images) assert.ok(image.every((value) => value === image[0]));
  });

  it('stretches the contrast around the mean of each image, by another factor each', () => {
    const pixels = noise(20).map((value) => 70 + value / 4);
    const changed = augmentImages(pixels, { contrast: 0.5, seed: 4 });
    const factors = Array.from({ length: 20 }, (_, i) => {
      const [before, after] = [imageAt(pixels, i), imageAt(changed, i)];
      const mean = meanOf(before);
      const at = before.findIndex((value) => Math.abs(value - mean) > 20);
      const factor = (after[at] - mean) / (before[at] - mean);
      before.forEach((value, j) => assert.ok(Math.abs(after[j] - (mean + factor * (value - mean))) < 0.01));
      return factor;
    });
    assert.ok(factors.every((factor) => factor > 0.5 && factor < 1.5));
    assert.ok(Math.min(...factors) < 0.8 && Math.max(...factors) > 1.2, factors.join());
  });

  it('paints one rectangle of 2 to 20 % of the image in its mean gray, in as many images as asked for', () => {
    const pixels = noise(200);
    const changed = augmentImages(pixels, { erase: 0.5, seed: 6 });
    let painted = 0;
    for (let i = 0; i < 200; i++) {
      const [before, after] = [imageAt(pixels, i), imageAt(changed, i)];
      const mean = meanOf(before);
      const counts = new Map<number, number>();
      for (const value of after) counts.set(value, (counts.get(value) ?? 0) + 1);
      const [gray, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
      // Of 200 grays drawn evenly none comes 40 times in 2,304 pixels.
      const places = count < 40 ? [] : Array.from(after.keys()).filter((j) => after[j] === gray);
      const isPlain = (value: number, j: number) => places.includes(j) || Math.abs(after[j] - value) < 0.01;
      assert.ok(before.every(isPlain));
      if (places.length === 0) continue;
      assert.ok(Math.abs(gray - mean) < 0.1, `${gray} ${mean}`);
      painted++;
      const [rows, columns] = [places.map((j) => Math.floor(j / SIZE)), places.map((j) => j % SIZE)];
      const extent = (at: number[]) => Math.max(...at) - Math.min(...at) + 1;
      assert.equal(places.length, extent(rows) * extent(columns));
      assert.ok(places.length > 0.015 * SIZE ** 2 && places.length < 0.22 * SIZE ** 2, `${places.length}`);
    }
    assert.ok(painted > 70 && painted < 130, `${painted}`);
  });

  it('moves and lights the images the same with and without contrast and erasing', () => {
    const x = noise(10);
    const { contrast, erase, ...others } = STRONG_AUGMENTATION;
    assert.ok(contrast > 0 && erase > 0);
    const plain = augmentImages(x, { ...others, seed: 3 });
    const withNone = augmentImages(x, { ...others, contrast: 0, erase: 0, seed: 3 });
    const withLittle = augmentImages(x, { ...others, contrast: 1e-6, erase: 0, seed: 3 });
    assert.deepEqual(withNone, plain);
    assert.ok(withLittle.every((value, i) => Math.abs(value - plain[i]) < 0.01));
  });

  it('is the same for the same seed, another for another', () => {
    const [a, b, c] = [7, 7, 8].map((seed) => augmentImages(noise(4), { ...STRONG_AUGMENTATION, seed }));
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, c);
  });

  it('leaves images nearly as rough as they are: a network must not learn from blurred ones', () => {
    // Of noise, the roughest there is, linear sampling leaves 0.52.
    const pixels = noise(20);
    const turned = augmentImages(pixels, { shift: 0.1, rotation: 12, zoom: 0.1, seed: 5 });
    const ratio = roughness(turned) / roughness(pixels);
    assert.ok(ratio > 0.7 && ratio < 1, `${ratio}`);
  });

  it('fills what the image left with its edge, its mirror image or black', () => {
    const pixels = noise(1);
    const random = createRandom(0);
    random.next();
    const right = (2 * random.next() - 1) * 12;
    assert.ok(right > 1, `${right}`);
    const [edge, mirror, black] = (['nearest', 'reflect', 'constant'] as const).map((fill) =>
      augmentImages(pixels, { shift: 0.25, fill, seed: 0 }),
    );
    const rows = Array.from({ length: 20 }, (_, i) => i + 14);
    assert.ok(rows.every((row) => pixel(edge, [0, row, 0]) === pixel(edge, [0, row, Math.floor(right)])));
    assert.ok(rows.some((row) => pixel(mirror, [0, row, 0]) !== pixel(edge, [0, row, 0])));
    assert.ok(rows.every((row) => pixel(black, [0, row, 0]) === 0));
    // Far inside nobody sees an edge.
    for (const other of [mirror, black])
      assert.deepEqual(
        imageAt(other, 0).slice(20 * SIZE + 20, 20 * SIZE + 30),
        imageAt(edge, 0).slice(20 * SIZE + 20, 20 * SIZE + 30),
      );
  });
});
