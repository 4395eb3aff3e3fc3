/** What is wrong with a notebook that `npm run strip` would change. */
export const uncleanSentence = (file) =>
  `Expected ${file} to be without outputs, execution counts and editors' metadata.`;
