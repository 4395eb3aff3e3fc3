const ROWS = ['upper', 'middle', 'lower'];
const COLUMNS = ['left', 'centre', 'right'];

/**
 * The position of the maximum of a square array, in words for alternative text: `upper left`,
 * `middle centre`. Left is the image's left.
 *
 * @param values `[size * size]`, row after row
 * @example describePeak([0, 0, 0, 0, 0, 0, 0, 0, 1]); // 'lower right'
 */
export function describePeak(values: ArrayLike<number>): string {
  const size = Math.sqrt(values.length);
  let greatest = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[greatest]) greatest = i;
  const third = (place: number) => Math.floor((3 * (place + 0.5)) / size);
  return `${ROWS[third(Math.floor(greatest / size))]} ${COLUMNS[third(greatest % size)]}`;
}
