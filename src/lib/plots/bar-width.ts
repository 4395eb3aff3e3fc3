/** Seven classes with three bars each. */
const WIDTH = { ofSeven: 860, ofAnother: 64, mostClasses: 24 };

/**
 * The width of a bar chart with groups of bars for each class, in pixels: legible up to 24 classes.
 *
 * @example barWidth(EMOTIONS) // 860
 */
export function barWidth({ length }: readonly string[]): number {
  const others = Math.min(Math.max(0, length - 7), WIDTH.mostClasses - 7);
  return WIDTH.ofSeven + others * WIDTH.ofAnother;
}
