import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { arrangePeople, drawScene, EMOTIONS } from '../../../src/lib/index';
import type { Victim } from '../victim';
import { npmRun } from './npm-run';
import { describeFiles } from './run-result';

const CLASSES = ['cross', 'glad'];
const PER_CLASS = 3;

/** Draws photographs of two people each, sorted by class. */
async function drawPhotographs(inputs: string): Promise<undefined> {
  for (const [label, name] of CLASSES.entries())
    for (let i = 0; i < PER_CLASS; i++) {
      const file = path.join(inputs, 'photographs', name, `${i}.png`);
      if (existsSync(file)) continue;
      mkdirSync(path.dirname(file), { recursive: true });
      const people = [EMOTIONS[label], EMOTIONS[2 + i]];
      const seed = 10 * label + i;
      const { image } = await drawScene(arrangePeople(people, { seed }), { seed });
      const { data, width, height, channels = 3 } = image;
      await sharp(data, { raw: { width, height, channels } }).png().toFile(file);
    }
}

/** What both commands have in common: they say nothing before their end, so they count from their start. */
const onPhotographs = {
  ...{ share: 1, hasChildren: true },
  ready: /^> node scripts[/\\]run\.mjs/,
  prepare: drawPhotographs,
  check: () => Promise.resolve(),
  result: (folder: string) => Promise.resolve(describeFiles(folder)),
};

/** `npm run detect`, whose CSV the next run continues. */
export const detect: Victim = {
  name: 'detect',
  ...onPhotographs,
  command: (folder, inputs) =>
    npmRun('detect', '--', path.join(inputs, 'photographs'), '--csv', path.join(folder, 'faces.csv')),
};

/** `npm run crop`, whose folder the next run continues. */
export const crop: Victim = {
  name: 'crop',
  ...onPhotographs,
  command: (folder, inputs) =>
    npmRun(
      ...['crop', '--', path.join(inputs, 'photographs'), '--faces', 'all'],
      ...['--output', path.join(folder, 'faces')],
    ),
};
