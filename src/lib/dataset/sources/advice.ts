import { EMOTION_FOLDERS } from '../../emotions';
import type { DatasetSource } from '../dataset';

/** What to do about a damaged copy of FER-2013. */
export const ANOTHER_COPY =
  'Get FER-2013 again with `npm run data`, or set FER2013 to the path of another copy.';

/** The expected folders of an image tree. */
export const TREE_ADVICE = `The tree must be train/<class>/ and test/<class>/ with the classes ${EMOTION_FOLDERS.join(', ')}.`;

/** The supported forms of FER-2013. */
const FORMS_ADVICE = `FER-2013 is read as archive.zip, as fer2013.csv or icml_face_data.csv, as a tar of either, or unpacked. ${TREE_ADVICE} Set FER2013 to such a path, download it with \`npm run data\`, or use drawn faces with FER2013=drawn.`;

/** What errors about a source call it, and what they advise. */
export interface SourceWords {
  /** The setting that names its path. */
  readonly setting: 'FER2013' | 'DATASET';
  /** What the path leads to, in words that follow "to be". */
  readonly what: string;
  /** The form of a file or folder, in words that follow "to be". */
  readonly form: string;
  /** The content of an archive or folder, in words that follow "to be". */
  readonly content: string;
  /** What to do about a damaged copy. */
  readonly anotherCopy: string;
  /** The expected folders. */
  readonly tree: string;
  /** All supported forms. */
  readonly forms: string;
}

const FER2013_WORDS: SourceWords = {
  setting: 'FER2013',
  what: "the path of FER-2013's archive (zip, tar), folder or CSV",
  form: 'a zip archive, a CSV or a folder',
  content: 'FER-2013 as train/<class>/ and test/<class>/, as a CSV or as an archive of either',
  anotherCopy: ANOTHER_COPY,
  tree: TREE_ADVICE,
  forms: FORMS_ADVICE,
};

const OWN_TREE =
  'Put the images of each class into a folder with its name: <class>/*.jpg, or train/<class>/*.jpg, validation/<class>/*.jpg and test/<class>/*.jpg.';

const OWN_WORDS: SourceWords = {
  setting: 'DATASET',
  what: 'the path of a folder, zip or tar of images',
  form: 'a folder or an archive (zip, tar) of images',
  content: 'images in a folder for each class',
  anotherCopy: 'Make the archive again, or set DATASET to a folder.',
  tree: OWN_TREE,
  forms: `${OWN_TREE} Set DATASET to the folder that has them, or to a zip or tar of it. FER-2013's CSV is named by FER2013.`,
};

/**
 * What errors about a data set say.
 *
 * @example const { setting } = wordsFor('own images'); // DATASET
 */
export function wordsFor(kind: DatasetSource['kind']): SourceWords {
  return kind === 'own images' ? OWN_WORDS : FER2013_WORDS;
}

/** How errors speak of a source. */
export interface NamedSource {
  /** The path of the archive or folder, as the user knows it. */
  readonly source: string;
  readonly words: SourceWords;
}
