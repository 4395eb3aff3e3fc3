// `npm run robustness`: how many faces are found in photographs, how well they are judged, and what
// bad quality costs.
import {
  loadFaceDetector,
  loadModel,
  openDataset,
  progressBar,
  readSettings,
  sampleImages,
  selectSplit,
  useFastTraining,
} from '../../src/lib/index';
import { measuredOn } from '../shared/docs/measured-on';
import {
  type Robustness,
  ROBUSTNESS,
  robustnessFalseHitsText,
  robustnessQualityText,
  robustnessScenesText,
  robustnessTilesText,
} from '../shared/docs/robustness';
import { updateDocs } from '../shared/docs/update-docs';
import { describeMachine } from '../shared/machine';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { sayHello } from '../shared/say-hello';
import { measureFalseHits } from './measure-false-hits';
import { measureQuality } from './measure-quality';
import { measureScenes } from './measure-scenes';
import { parseOptions } from './options';

/** The rows: sizes upright, then one size at several angles. */
const SCENES = [
  ...[32, 48, 64, 96, 128, 192, 256].map((size) => ({ size, degrees: 0 })),
  ...[15, 30, 45].map((degrees) => ({ size: 128, degrees })),
];

/** Large pictures, in which faces are small. */
const LARGE = { width: 1920, height: 1440, sizes: [48, 64, 96], tiles: [1, 2, 3] };

/** Faces of each row that takes long. */
const FEW = 100;

/** Empty rooms, by how many tiles are looked at. */
const EMPTY = [
  { tiles: 1, scenes: 1000 },
  { tiles: 3, scenes: 100 },
];

const options = readOptions(parseOptions, usageOf('robustness'));

void runScript(async () => {
  const began = performance.now();
  const { faces, seed } = options;
  const settings = readSettings();
  const dataset = await openDataset(settings, { progress: progressBar });
  const privateTest = selectSplit(dataset, 'privateTest');
  const tests = sampleImages(privateTest, { count: Math.min(faces, privateTest.labels.length), seed });
  const few = sampleImages(privateTest, { count: Math.min(FEW, faces, privateTest.labels.length), seed });
  const fast = useFastTraining({ precision: 'auto', seed });
  const detector = await loadFaceDetector();
  const { model } = await loadModel('models/emotion');
  const common = { detector, model, seed };
  const machine = measuredOn(describeMachine({ ours: sayHello(fast.precision) }));

  const scenes = [];
  for (const row of SCENES) {
    const title = `${row.size} px${row.degrees ? `, ${row.degrees}°` : ''}`;
    const { images, labels } = tests;
    scenes.push(await measureScenes({ ...common, ...row, images, labels, onProgress: progressBar(title) }));
  }
  const tiles = [];
  for (const count of LARGE.tiles) {
    const rows = [];
    for (const size of LARGE.sizes) {
      const { images, labels } = few;
      const onProgress = progressBar(`${size} px in ${LARGE.width}x${LARGE.height}, ${count} tiles`);
      const { width, height } = LARGE;
      const row = { width, height, size, tiles: count, images, labels, onProgress };
      rows.push(await measureScenes({ ...common, ...row }));
    }
    tiles.push({ tiles: count, scenes: rows });
  }
  const falseHits = [];
  for (const { tiles, scenes } of EMPTY) {
    const count = Math.min(scenes, 2 * faces);
    const onProgress = progressBar(`Empty rooms, ${tiles} tiles`);
    falseHits.push(await measureFalseHits(detector, { tiles, scenes: count, seed, onProgress }));
  }
  const onProgress = progressBar('Degraded images');
  const quality = await measureQuality(privateTest, { detector, model, onProgress });
  fast();

  const measured: Robustness = {
    ...{ machine, seed, scenes, tiles, falseHits, quality },
    model: `models/emotion on ${settings.data.kind === 'drawn faces' ? 'drawn faces' : 'FER-2013'}, privateTest`,
    minutes: (performance.now() - began) / 60_000,
  };
  for (const text of [
    robustnessScenesText(measured),
    robustnessTilesText(measured),
    robustnessFalseHitsText(measured),
    robustnessQualityText(measured),
  ])
    console.log(`\n${text}`);
  if (!options.write) return 0;
  await ROBUSTNESS.write(measured);
  console.log(`\nWrote ${[ROBUSTNESS.file, ...(await updateDocs())].join(', ')}.`);
  return 0;
});
