import type { Split } from '../dataset';

/** A picture of a zip or folder that is known by name and place but not read yet. */
export interface ImageFile {
  /** Its path inside the tree: `train/happy/Training_1.jpg`. */
  readonly name: string;
  readonly split: Split;
  /** An index into `EMOTIONS`. */
  readonly label: number;
  /** The name that an error shows, with the source's own path. */
  readonly fullName: string;
  /** Its encoded bytes; throws an ExpectationError when they can't be had. */
  read(): Buffer;
}
