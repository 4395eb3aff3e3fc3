import { EMOTION_FOLDERS } from '../../emotions';

/** What to do about a damaged copy of FER-2013. */
export const ANOTHER_COPY =
  'Get FER-2013 again with `npm run data`, or set FER2013 to the path of another copy.';

/** The expected folders of an image tree. */
export const TREE_ADVICE = `The tree must be train/<class>/ and test/<class>/ with the classes ${EMOTION_FOLDERS.join(', ')}.`;

/** The supported forms of FER-2013. */
export const FORMS_ADVICE = `FER-2013 is read as archive.zip, as fer2013.csv or icml_face_data.csv, as a tar of either, or unpacked. ${TREE_ADVICE} Set FER2013 to such a path, download it with \`npm run data\`, or use drawn faces with FER2013=drawn.`;
