import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Emotion } from '../../src/lib/emotions';
import { emotionTimeline, renderSvg, type TimelinePoint } from '../../src/lib/plots/index';

const point = (time: number, emotion: Emotion | 'unsure', Happiness: number): TimelinePoint => ({
  ...{ time, emotion },
  probabilities: {
    Anger: 0,
    Disgust: 0,
    Fear: 0,
    Happiness,
    Sadness: 0,
    Surprise: 0,
    Neutral: 1 - Happiness,
  },
});

const POINTS = [
  point(0, 'Neutral', 0.1),
  point(0.5, 'Neutral', 0.2),
  point(1, 'Happiness', 0.9),
  // Missing for three seconds.
  point(4, 'unsure', 0.45),
];

describe('emotionTimeline()', () => {
  it('stacks the probabilities, and drops to 0 at a gap', () => {
    const figure = emotionTimeline(POINTS, { title: 'Face 1', duration: 5, every: 0.5 });
    const areas = figure.data.filter(({ type }) => type === 'scatter');
    assert.deepEqual(
      areas.map(({ name }) => name),
      ['Happiness', 'Neutral'],
    );
    assert.deepEqual(areas[0].x, [0, 0, 0.5, 0.5, 1, 1, 1.5, 1.5, 4, 4, 4.5, 4.5]);
    assert.deepEqual(areas[0].y, [0, 10, 10, 20, 20, 90, 90, 0, 0, 45, 45, 0]);
  });

  it('shows the named emotion as a strip', () => {
    const figure = emotionTimeline(POINTS, { title: 'Face 1', duration: 5, every: 0.5 });
    const strip = figure.data.filter(({ type }) => type === 'bar') as {
      name: string;
      base: number[];
      x: number[];
    }[];
    assert.deepEqual(
      strip.map(({ name, base, x }) => [name, base, x]),
      [
        ['Happiness', [1], [0.5]],
        ['Neutral', [0], [1]],
        ['unsure', [4], [0.5]],
      ],
    );
    assert.equal(figure.alt, 'From 0:00.0 to 0:04.5: Neutral 50 %, Happiness 25 %, unsure 25 %.');
  });

  it('averages an hour to what a screen can show', async () => {
    const hour = Array.from({ length: 18_000 }, (_, i) =>
      point(i / 5, i < 9000 ? 'Neutral' : 'Happiness', i < 9000 ? 0 : 1),
    );
    const figure = emotionTimeline(hour, { title: 'Face 1', duration: 3600, every: 0.2 });
    const [happiness] = figure.data as { x: number[] }[];
    assert.ok(happiness.x.length < 1100, `${happiness.x.length}`);
    assert.match(figure.alt, /From 0:00\.0 to 1:00:00\.0: Happiness 50 %, Neutral 50 %/);
    assert.ok((await renderSvg(figure)).length < 200_000);
  });
});
