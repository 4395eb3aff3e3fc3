import path from 'node:path';

/**
 * The folder that holds src/lib or its compiled copy: this project's root, or the package's folder in
 * another project's node_modules. Both have the same layout.
 */
const ROOT = path.join(__dirname, '..', '..');

/**
 * The path, from the working directory, of a file that comes with the library or that set-up fetches
 * for it.
 *
 * @example libraryPath('models', 'emotion') // 'models/emotion' in the project's root
 */
export const libraryPath = (...names: string[]): string =>
  path.relative(process.cwd(), path.join(ROOT, ...names));
