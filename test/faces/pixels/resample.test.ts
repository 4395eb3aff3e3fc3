import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resample, type ResampleOptions } from '../../../src/lib/faces/pixels/resample';

/** A gray image without any symmetry. */
const [width, height] = [40, 30];
const gray = {
  data: Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (x * 37 + y * 53 + ((x * y) % 7) * 11) % 256;
  }),
  ...{ width, height, channels: 1 as const },
};

const near = (found: ArrayLike<number>, expected: ArrayLike<number>, within: number) => {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++)
    assert.ok(Math.abs(found[i] - expected[i]) <= within, `${i}: ${found[i]} instead of ${expected[i]}`);
};

/**
 * Values of Pillow 13.0.0: `image.resize(size, filter, box)`. The kernel reaches no edge, since
 * Pillow leaves out what is beyond, and the nearest pixel is repeated here.
 */
const PILLOW: [string, Omit<ResampleOptions, 'channels'>, number[]][] = [
  [
    'cubic, smaller',
    { region: { x: 18, y: 15, width: 12, height: 12 }, width: 4, height: 3, kernel: 'cubic' },
    [
      ...[131.195, 147.242, 147.814, 135.531, 118.882, 110.51],
      ...[122.632, 113.988, 147.391, 113.321, 154.125, 121.587],
    ],
  ],
  [
    'cubic, larger',
    { region: { x: 15, y: 13.5, width: 3, height: 3 }, width: 5, height: 4, kernel: 'cubic' },
    [
      ...[111.116, 118.403, 174.845, 231.162, 237.694, 150.486, 164.374, 131.632, 98.906, 113.028],
      ...[197.949, 220.439, 111.589, 2.101, 22.296, 206.564, 227.348, 120.816, 15.499, 40.546],
    ],
  ],
  [
    'linear, smaller',
    { region: { x: 15, y: 11.25, width: 6, height: 4.5 }, width: 4, height: 3, kernel: 'linear' },
    [
      ...[180.951, 149.654, 92.642, 131.593, 113.284, 73.432],
      ...[144.123, 201.37, 112.975, 136.975, 155.691, 176.556],
    ],
  ],
];

for (const [name, options, expected] of PILLOW)
  test(`resamples as Pillow does: ${name}`, () => {
    near(resample(gray, { channels: 1, ...options }), expected, 2e-3);
  });

test('a region of the same size is copied, inside and beyond the edges', () => {
  const options = { width: 4, height: 3, channels: 1, kernel: 'cubic' } as const;
  const inside = resample(gray, { ...options, region: { x: 5, y: 4.5, width: 4, height: 3 } });
  const row = (y: number, x: number, count = 4) => [...gray.data.slice(y * width + x, y * width + x + count)];
  near(inside, [...row(3, 3), ...row(4, 3), ...row(5, 3)], 1e-4);
  // One row and one column beyond the top left corner repeat the nearest pixel.
  const beyond = resample(gray, { ...options, region: { x: 1, y: 0.5, width: 4, height: 3 } });
  const clamped = (y: number) => [gray.data[y * width], ...row(y, 0, 3)];
  near(beyond, [...clamped(0), ...clamped(0), ...clamped(1)], 1e-4);
});

test('a region turned by a quarter holds the pixels in their new places', () => {
  const region = { x: 5, y: 4, width: 4, height: 4, angle: Math.PI / 2 };
  const found = resample(gray, { region, width: 4, height: 4, channels: 1, kernel: 'cubic' });
  // The region's columns run down the image, its rows from right to left.
  const expected = Array.from({ length: 16 }, (_, i) => {
    const [column, row] = [i % 4, Math.floor(i / 4)];
    return gray.data[(2 + column) * width + (6 - row)];
  });
  near(found, expected, 1e-3);
});

test('a region hardly turned has the values of one that is not', () => {
  const options = { width: 5, height: 6, channels: 1, kernel: 'cubic' } as const;
  const region = { x: 6.3, y: 4.1, width: 9, height: 8 };
  const turned = resample(gray, { ...options, region: { ...region, angle: 1e-9 } });
  near(turned, resample(gray, { ...options, region }), 1e-3);
});

test('blocks that are averaged first change little, and never the mean of a flat image', () => {
  const side = 480;
  const flat = { data: new Uint8Array(side * side * 3).fill(77), width: side, height: side };
  const region = { x: 200, y: 250, width: 600, height: 600 };
  for (const kernel of ['linear', 'cubic'] as const)
    near(
      resample(flat, { region, width: 3, height: 3, channels: 3, kernel }),
      new Float32Array(27).fill(77),
      1e-3,
    );
  // A slope: each block's mean is its centre's value.
  const slope = {
    data: Uint8Array.from({ length: side * side }, (_, i) => (i % side) / 2),
    ...{ width: side, height: side, channels: 1 as const },
  };
  const middle = { x: 240, y: 240, width: 160, height: 160 };
  const found = resample(slope, { region: middle, width: 4, height: 1, channels: 1, kernel: 'cubic' });
  // The value at the centre of pixel p is p / 2 rounded down, on average a quarter less.
  near(
    found,
    [180, 220, 260, 300].map((x) => (x - 0.5) / 2 - 0.25),
    0.05,
  );
});

test('colours become gray by Rec. 601, and what is transparent is white', () => {
  const region = { x: 0.5, y: 0.5, width: 1, height: 1 };
  const options = { region, width: 1, height: 1, channels: 1, kernel: 'cubic' } as const;
  const pixel = (...data: number[]) => ({ data: Uint8ClampedArray.from(data), width: 1, height: 1 });
  near(resample(pixel(200, 100, 50), options), [0.299 * 200 + 0.587 * 100 + 0.114 * 50], 1e-4);
  near(resample(pixel(200, 100, 50, 0), options), [255], 1e-4);
  near(resample(pixel(0, 0, 0, 51), options), [204], 1e-4);
  near(resample(pixel(9), { ...options, channels: 3 }), [9, 9, 9], 1e-4);
});

test('an image that is not what it says is refused by name', () => {
  const region = { x: 1, y: 1, width: 2, height: 2 };
  const options = { region, width: 2, height: 2, channels: 1, kernel: 'linear' } as const;
  const data = new Uint8Array(12);
  const refused = (image: object, message: RegExp) =>
    assert.throws(() => resample(image as never, options), message);
  refused({ data, width: 0, height: 2 }, /^ExpectationError: Expected the image's width to be/);
  refused({ data, width: 3, height: 2 }, /the image's channels to be 1, 3 or 4 but found 2/);
  refused({ data, width: 3, height: 3, channels: 3 }, /3 x 3 x 3 = 27 values but found 12/);
  refused({ data: [1, 2, 3], width: 1, height: 1 }, /a Uint8Array or Uint8ClampedArray/);
});
