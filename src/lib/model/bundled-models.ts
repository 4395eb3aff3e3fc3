import path from 'node:path';
import type { LabelSource } from '../dataset/dataset';
import { libraryPath } from '../library-path';

/**
 * The models that come with the project, by the names that settings and options use, with their
 * folders from the library's root: `shipped` learned FER-2013's labels, `crowd` FER+'s votes.
 */
export const BUNDLED_MODELS = {
  shipped: path.join('models', 'emotion'),
  crowd: path.join('models', 'emotion-crowd'),
} as const;

/** The name of one of the {@link BUNDLED_MODELS}. */
export type BundledModel = keyof typeof BUNDLED_MODELS;

/** All names of the {@link BUNDLED_MODELS}. */
export const BUNDLED_MODEL_NAMES = Object.keys(BUNDLED_MODELS) as BundledModel[];

/**
 * The bundled model for photographs, on which what people see counts, not FER-2013's labels.
 * docs/faces.md has the measurement that decided it.
 */
export const PHOTOGRAPH_MODEL: BundledModel = 'crowd';

/**
 * Whether this is the name of one of the {@link BUNDLED_MODELS}.
 *
 * @example isBundledModel('crowd') // true
 */
export const isBundledModel = (name: string): name is BundledModel =>
  BUNDLED_MODEL_NAMES.some((known) => known === name);

/**
 * The name of the bundled model that learned these labels.
 *
 * @example bundledModelFor('crowd') // 'crowd'
 */
export const bundledModelFor = (labels: LabelSource = 'own'): BundledModel =>
  labels === 'crowd' ? 'crowd' : 'shipped';

/**
 * The folder of a model, from the working directory: of a bundled one by its name, or the folder
 * itself.
 *
 * @example folderOfModel('crowd') // 'models/emotion-crowd'
 * @example folderOfModel('models/mine') // 'models/mine'
 */
export function folderOfModel(nameOrFolder: string): string {
  return isBundledModel(nameOrFolder) ? libraryPath(BUNDLED_MODELS[nameOrFolder]) : nameOrFolder;
}
