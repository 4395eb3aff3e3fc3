/**
 * The key of the method through which the notebook kernel asks a cell's last value for its rich forms. In a terminal
 * nothing calls it.
 */
export const MIME_BUNDLE: unique symbol = Symbol.for('jupyter.mimebundle') as never;

/** One output in several forms: what a notebook shows is its reader's choice. Keys are MIME types. */
export type MimeBundle = Record<string, unknown>;
