import { createRequire } from 'node:module';

/**
 * Loads a package when it is first needed rather than with the library: jsdom, Plotly and nodeplotlib take a second
 * together, which a program that draws nothing should not wait for.
 *
 * @example const { createCanvas } = loadModule<typeof import('@napi-rs/canvas')>('@napi-rs/canvas');
 */
export const loadModule = createRequire(__filename) as <T>(name: string) => T;

/** The path that {@link loadModule} would load a package's file from. */
export const resolveModule = createRequire(__filename).resolve;
