import { createRequire } from 'node:module';

/**
 * Loads a package when it is first needed rather than with the library: together, jsdom, Plotly and
 * nodeplotlib take a second, which a program that draws nothing should not have to wait for.
 *
 * @example
 * const { createCanvas } = loadModule<typeof import('@napi-rs/canvas')>('@napi-rs/canvas');
 */
export const loadModule = createRequire(__filename) as <T>(name: string) => T;

/** The path of the file that {@link loadModule} would load. */
export const resolveModule = createRequire(__filename).resolve;
