/**
 * The key of the method by which the notebook kernel gets the rich forms of a cell's last value. In
 * a terminal nothing calls it.
 */
export const MIME_BUNDLE: unique symbol = Symbol.for('jupyter.mimebundle') as never;

/**
 * One output in several forms, of which the front end shows the richest it supports. Keys are MIME
 * types.
 */
export type MimeBundle = Record<string, unknown>;
