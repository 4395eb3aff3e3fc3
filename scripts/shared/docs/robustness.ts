import {
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  text,
  type ValueOf,
} from '../../../src/lib/json/index';
import { formatPercent } from '../../../src/lib/format';
import { markdownTable } from '../../../src/lib/markdown-table';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const COMMAND = 'npm run robustness -- --write';

const SHARE = number({ from: 0, to: 1 });

const SCENE_ROW = object({
  size: number({ above: 0 }),
  degrees: number({ from: 0 }),
  faces: integer({ from: 1 }),
  found: integer({ from: 0 }),
  falseHits: integer({ from: 0 }),
  /** Of the faces that were found: the images as they are; null where none was found. */
  original: nullable(SHARE),
  /** Of the same faces: cut out of the scene. */
  crop: nullable(SHARE),
  /** The same, turned upright. */
  upright: nullable(SHARE),
});

const TILE_ROW = object({ tiles: integer({ from: 1 }), scenes: list(SCENE_ROW) });

const FALSE_HITS = object({
  scenes: integer({ from: 1 }),
  tiles: integer({ from: 1 }),
  withFaces: integer({ from: 0 }),
});

const QUALITY_ROW = object({
  flag: oneOf(['small', 'blurred', 'turned', 'dark', 'cut']),
  level: number({ from: 0 }),
  faces: integer({ from: 1 }),
  /** The mean of the number that the flag is judged by. */
  mean: number(),
  /** The share of the images that get the flag. */
  flagged: SHARE,
  /** The accuracy on the images as they are; null where the rows are different images. */
  original: nullable(SHARE),
  accuracy: SHARE,
});

const SCHEMA = object({
  machine: MEASURED_ON,
  model: text(),
  minutes: number({ above: 0 }),
  seed: integer({ from: 0 }),
  scenes: list(SCENE_ROW),
  tiles: list(TILE_ROW),
  falseHits: list(FALSE_HITS),
  quality: list(QUALITY_ROW),
});

export type SceneRow = ValueOf<typeof SCENE_ROW>;
export type FalseHits = ValueOf<typeof FALSE_HITS>;
export type QualityRow = ValueOf<typeof QUALITY_ROW>;

/** The figures of docs/faces.md. */
export type Robustness = ValueOf<typeof SCHEMA>;

export const ROBUSTNESS = docData('robustness', SCHEMA, { command: COMMAND });

const percent = (share: number | null) => (share === null ? '–' : formatPercent(share, 1));

/** In points of a percentage, with its sign. */
function points(from: number | null, to: number | null): string {
  if (from === null || to === null) return '–';
  const difference = 100 * (to - from);
  return `${difference > 0 ? '+' : ''}${difference.toFixed(1)}`;
}

/** When, on what and how it was measured. */
export function robustnessMachineText({ machine, model, minutes, seed }: Robustness): string {
  const commit = machine.commit ? `; commit ${machine.commit}` : '';
  return paragraph(
    `\`${COMMAND}\`, ${Math.ceil(minutes)} minutes, seed ${seed}; ${model}; ${machine.date}; ${describeMachineShortly(machine)}${commit}.`,
  );
}

/** A row for each size and angle of the faces. */
export function robustnessScenesText({ scenes }: Robustness): string {
  return markdownTable(
    scenes.map(({ size, degrees, faces, found, falseHits, original, crop, upright }) => ({
      'image in the scene': `${size} px${degrees ? `, turned by ${degrees}°` : ''}`,
      found: `${percent(found / faces)} of ${faces}`,
      'false hits': String(falseHits),
      'images as they are': percent(original),
      'cut out of the scene': percent(crop),
      difference: points(original, crop),
      'turned upright': percent(upright),
    })),
  );
}

/** What tiles find in large pictures. */
export function robustnessTilesText({ tiles }: Robustness): string {
  return markdownTable(
    tiles.map(({ tiles: count, scenes }) => ({
      tiles: String(count),
      ...Object.fromEntries(
        scenes.map(({ size, found, faces, falseHits }) => [
          `${size} px`,
          `${percent(found / faces)}, ${falseHits} false`,
        ]),
      ),
    })),
  );
}

/** What is found where there is nothing. */
export function robustnessFalseHitsText({ falseHits }: Robustness): string {
  return markdownTable(
    falseHits.map(({ scenes, tiles, withFaces }) => ({
      tiles: String(tiles),
      'empty rooms': String(scenes),
      'with a false hit': `${withFaces} (${percent(withFaces / scenes)})`,
    })),
  );
}

/** What a row's level is. */
const LEVELS: Record<QualityRow['flag'], (level: number) => string> = {
  small: (level) => `${level} px between the box's sides`,
  blurred: (level) => `Gaussian blur of ${level} px`,
  dark: (level) => `${Math.round(100 * level)} % of the light`,
  cut: (level) => `${Math.round(100 * level)} % beyond the edge`,
  turned: (level) => `turn from ${level}`,
};

/** What each fault costs. */
export function robustnessQualityText({ quality }: Robustness): string {
  return markdownTable(
    quality.map(({ flag, level, faces, mean, flagged, original, accuracy }) => ({
      flag,
      images: `${LEVELS[flag](level)} (${faces})`,
      'mean of the number': mean.toFixed(2),
      flagged: percent(flagged),
      accuracy: percent(accuracy),
      difference: points(original, accuracy),
    })),
  );
}
