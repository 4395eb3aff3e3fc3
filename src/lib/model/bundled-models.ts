import path from 'node:path';

/**
 * The models that come with the project, by the names that settings and options use, with their
 * folders from the project's root: `shipped` learned FER-2013's labels, `crowd` FER+'s votes.
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
 * The folder of a model: of a bundled one by its name, or the folder itself.
 *
 * @example folderOfModel('crowd') // 'models/emotion-crowd'
 * @example folderOfModel('models/mine') // 'models/mine'
 */
export function folderOfModel(nameOrFolder: string): string {
  return BUNDLED_MODEL_NAMES.includes(nameOrFolder as BundledModel)
    ? BUNDLED_MODELS[nameOrFolder as BundledModel]
    : nameOrFolder;
}
