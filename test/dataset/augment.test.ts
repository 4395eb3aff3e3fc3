import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { augmentImages, STRONG_AUGMENTATION } from '../../src/lib/dataset/augment';
import { tf } from '../../src/lib/engine/tensorflow';
import { createRandom } from '../../src/lib/random';

const SIZE = 48;

/** `n` images of whole gray values from 20 to 219, as a flat array. */
function noise(n: number): Float32Array {
  const random = createRandom(9);
  return Float32Array.from({ length: n * SIZE * SIZE }, () => 20 + random.integer(200));
}

const asTensor = (pixels: Float32Array) => tf.tensor4d(pixels, [pixels.length / SIZE ** 2, SIZE, SIZE, 1]);
const imageOf = (pixels: ArrayLike<number>, i: number) =>
  Array.from({ length: SIZE * SIZE }, (_, j) => pixels[i * SIZE * SIZE + j]);
const meanOf = (image: number[]) => image.reduce((sum, value) => sum + value, 0) / image.length;
const pixel = (pixels: ArrayLike<number>, [image, row, column]: number[]) =>
  pixels[(image * SIZE + row) * SIZE + column];

describe('augmentImages()', () => {
  it('changes nothing when every amount is zero', () => {
    const pixels = noise(3);
    const x = asTensor(pixels);
    const nothing = { flip: 0, shift: 0, rotation: 0, zoom: 0, brightness: 0 };
    assert.deepEqual(augmentImages(x, { ...nothing, seed: 1 }).dataSync(), pixels);
    assert.deepEqual(augmentImages(x, { seed: 1 }).dataSync(), pixels);
  });

  it('mirrors exactly', () => {
    const pixels = noise(2);
    const flipped = augmentImages(asTensor(pixels), { flip: 1, seed: 1 });
    assert.deepEqual(flipped.dataSync(), tf.reverse(asTensor(pixels), 2).dataSync());
  });

  it('mirrors about half of the images when asked to', () => {
    const pixels = noise(200);
    const changed = augmentImages(asTensor(pixels), { flip: 0.5, seed: 3 }).dataSync();
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
    // Gray value 4 * column + row: where a value lands shows how far it went; bilinear sampling keeps a ramp exact.
    const ramp = Float32Array.from({ length: SIZE * SIZE }, (_, i) => 4 * (i % SIZE) + Math.floor(i / SIZE));
    const changed = augmentImages(asTensor(ramp), { shift: 0.25, seed: 5 }).dataSync();
    const random = createRandom(5);
    random.next();
    const right = (2 * random.next() - 1) * 12;
    const down = (2 * random.next() - 1) * 12;
    assert.ok(Math.abs(right) > 0.5 && Math.abs(down) > 0.5);
    for (let row = 0; row < SIZE; row++) {
      for (let column = 0; column < SIZE; column++) {
        const clamp = (place: number) => Math.min(47, Math.max(0, place));
        const expected = 4 * clamp(column - right) + clamp(row - down);
        assert.ok(Math.abs(pixel(changed, [0, row, column]) - expected) < 0.01, `${row}, ${column}`);
      }
    }
  });

  it('turns and zooms as a rotation and scaling written out in plain JavaScript does', () => {
    const pixels = noise(1);
    const changed = augmentImages(asTensor(pixels), { rotation: 90, zoom: 0.3, seed: 11 }).dataSync();
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
        if (fromColumn < 0 || fromColumn > 47 || fromRow < 0 || fromRow > 47) continue;
        const [c, r] = [Math.min(46, Math.floor(fromColumn)), Math.min(46, Math.floor(fromRow))];
        const [p, q] = [fromColumn - c, fromRow - r];
        const expected =
          (1 - q) * ((1 - p) * pixel(pixels, [0, r, c]) + p * pixel(pixels, [0, r, c + 1])) +
          q * ((1 - p) * pixel(pixels, [0, r + 1, c]) + p * pixel(pixels, [0, r + 1, c + 1]));
        assert.ok(Math.abs(pixel(changed, [0, row, column]) - expected) < 0.05, `${row}, ${column}`);
      }
    }
  });

  it('multiplies by one factor an image and stays within 0 to 255', () => {
    const changed = augmentImages(tf.fill([20, SIZE, SIZE, 1], 200), { brightness: 0.5, seed: 2 });
    const values = changed.arraySync();
    const firsts = values.map((image) => image[0][0][0]);
    assert.ok(new Set(firsts).size > 10);
    assert.ok(firsts.every((value) => value >= 100 - 1e-3 && value <= 255));
    assert.ok(firsts.includes(255));
    for (const image of values) assert.ok(image.flat(2).every((value) => value === image[0][0][0]));
  });

  it('stretches the contrast around the mean of each image, by another factor each', () => {
    const pixels = noise(20).map((value) => 70 + value / 4);
    const changed = augmentImages(asTensor(pixels), { contrast: 0.5, seed: 4 }).dataSync();
    const factors = Array.from({ length: 20 }, (_, i) => {
      const [before, after] = [imageOf(pixels, i), imageOf(changed, i)];
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
    const changed = augmentImages(asTensor(pixels), { erase: 0.5, seed: 6 }).dataSync();
    let painted = 0;
    for (let i = 0; i < 200; i++) {
      const [before, after] = [imageOf(pixels, i), imageOf(changed, i)];
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
    const x = asTensor(noise(10));
    const { contrast, erase, ...others } = STRONG_AUGMENTATION;
    assert.ok(contrast > 0 && erase > 0);
    const plain = augmentImages(x, { ...others, seed: 3 });
    const withNone = augmentImages(x, { ...others, contrast: 0, erase: 0, seed: 3 });
    const withLittle = augmentImages(x, { ...others, contrast: 1e-6, erase: 0, seed: 3 });
    assert.deepEqual(withNone.dataSync(), plain.dataSync());
    const [a, b] = [withLittle.dataSync(), plain.dataSync()];
    assert.ok(a.every((value, i) => Math.abs(value - b[i]) < 0.01));
  });

  it('is the same for the same seed, another for another, and leaves no tensor behind', () => {
    const x = asTensor(noise(4));
    const before = tf.memory().numTensors;
    const [a, b, c] = [7, 7, 8].map((seed) => augmentImages(x, { ...STRONG_AUGMENTATION, seed }));
    assert.equal(tf.memory().numTensors, before + 3);
    assert.deepEqual(a.dataSync(), b.dataSync());
    assert.notDeepEqual(a.dataSync(), c.dataSync());
  });
});
