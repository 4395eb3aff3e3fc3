/** The two networks that `createModel` builds. */
export const ARCHITECTURES = ['compact', 'classic'] as const;

/** The name of one of the two networks. */
export type Architecture = (typeof ARCHITECTURES)[number];
