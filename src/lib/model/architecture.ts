/** The networks of the walk-through, for the notebooks' settings to choose from. */
export const WALK_THROUGH_ARCHITECTURES = ['compact', 'classic'] as const;

/** The name of one of the walk-through's two networks. */
export type WalkThroughArchitecture = (typeof WALK_THROUGH_ARCHITECTURES)[number];

/** All networks that `createModel` builds: the walk-through's, and two for longer training. */
export const ARCHITECTURES = [...WALK_THROUGH_ARCHITECTURES, 'medium', 'large'] as const;

/** The name of one of the networks. */
export type Architecture = (typeof ARCHITECTURES)[number];
