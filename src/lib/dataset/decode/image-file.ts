import type { Split } from '../dataset';

/** An image in an archive or folder that has not been read yet. */
export interface ImageFile {
  /** Its path inside the tree: `train/happy/Training_1.jpg`. */
  readonly name: string;
  readonly split: Split;
  /** An index into `EMOTIONS`. */
  readonly label: number;
  /** The name that errors use, with the path of the source. */
  readonly fullName: string;
  /** Reads its encoded bytes; throws an ExpectationError when that fails. */
  read(): Buffer;
}
