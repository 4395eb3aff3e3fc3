import { EMOTION_FOLDERS } from '../../emotions';

/** What to do about a copy of FER-2013 that is damaged: for who sets FER2013 and for who calls the library. */
export const ANOTHER_COPY =
  'Get FER-2013 again with `npm run data`, or set FER2013 to the path of another copy.';

/** Which folders a tree has. */
export const TREE_ADVICE = `The tree must be train/<class>/ and test/<class>/ with the classes ${EMOTION_FOLDERS.join(', ')}.`;

/** Which forms are read. */
export const FORMS_ADVICE = `FER-2013 is read as archive.zip, as fer2013.csv or icml_face_data.csv, as a tar of either, or unpacked. ${TREE_ADVICE} Set FER2013 to such a path, fetch it with \`npm run data\`, or take drawn faces with FER2013=drawn.`;
