/** Ten classes with three bars each fill a page; more make the chart wider. */
const WIDTH = { ofTen: 860, ofAnother: 64, mostClasses: 24 };

/**
 * The width of a bar chart with groups of bars for each class, in pixels: legible up to 24 classes.
 *
 * @example barWidth(EMOTIONS) // 860
 */
export function barWidth({ length }: readonly string[]): number {
  const others = Math.min(Math.max(0, length - 10), WIDTH.mostClasses - 10);
  return WIDTH.ofTen + others * WIDTH.ofAnother;
}
