import type { SeenFace } from '../messages';

/** What a face is called on the page: by its id where faces are followed, else by its place. */
export const nameOf = ({ id }: SeenFace, index: number): string => `Face ${id ?? index + 1}`;
