/** Where the votes are, and what else may take their place. */
export const VOTES_ADVICE =
  "Set FERPLUS to FER+'s fer2013new.csv from https://github.com/microsoft/FERPlus, or to a CSV with a column name and one for each answer.";
