/** The networks of the walk-through, which a notebook's settings choose from. */
export const WALK_THROUGH_ARCHITECTURES = ['compact', 'classic'] as const;

/** The name of one of the walk-through's two networks. */
export type WalkThroughArchitecture = (typeof WALK_THROUGH_ARCHITECTURES)[number];

/** All networks that `createModel` builds: the walk-through's, and the two for trainings that take longer. */
export const ARCHITECTURES = [...WALK_THROUGH_ARCHITECTURES, 'medium', 'large'] as const;

/** The name of one of the networks. */
export type Architecture = (typeof ARCHITECTURES)[number];
