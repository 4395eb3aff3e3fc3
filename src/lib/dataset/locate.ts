import { existsSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../errors';

/** The names that FER-2013 has after a download or after unpacking one, most usual first. */
const KNOWN_NAMES = [
  'fer2013.zip',
  'archive.zip',
  'fer2013.csv',
  'icml_face_data.csv',
  'fer2013/fer2013.csv',
  'fer2013',
  'archive',
];

/**
 * Where FER-2013 is: where the setting says, or else under one of its usual names in the data folder (`fer2013.zip`,
 * `archive.zip`, `fer2013.csv`, `icml_face_data.csv`, `fer2013/`, `archive/`, or `train/` and `test/` themselves).
 *
 * @param options.setting the value of FER2013; undefined or empty when it is not set
 * @param options.dataFolder the project's `data/`, which need not exist
 * @returns undefined when it is nowhere
 * @throws ExpectationError when the setting names a path that does not exist
 * @example const found = locateFer2013({ setting: process.env.FER2013, dataFolder: 'data' });
 */
export function locateFer2013({
  setting,
  dataFolder,
}: {
  setting?: string;
  dataFolder: string;
}): { path: string } | undefined {
  if (setting) {
    if (!existsSync(setting))
      throw expectation('FER2013', {
        expectation: "the path of FER-2013's archive, folder or CSV",
        found: `${setting}, which does not exist`,
        advice: 'Correct this environment variable, or unset it to use what lies in data/ or drawn faces.',
      });
    return { path: setting };
  }
  const known = KNOWN_NAMES.map((name) => path.join(dataFolder, name)).find((file) => existsSync(file));
  if (known !== undefined) return { path: known };
  const hasTree = ['train', 'test'].every((name) => existsSync(path.join(dataFolder, name)));
  return hasTree ? { path: dataFolder } : undefined;
}
