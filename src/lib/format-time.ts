/**
 * A time in a video: `0:05`, `1:02:03`; with digits after the point where they are asked for.
 *
 * @param digits number of decimals of the seconds
 * @example formatTime(65.25, 1) // '1:05.3'
 */
export function formatTime(seconds: number, digits = 0): string {
  const unit = 10 ** digits;
  const rounded = Math.round(seconds * unit) / unit;
  const [hours, minutes] = [Math.floor(rounded / 3600), Math.floor(rounded / 60) % 60];
  const rest = (rounded % 60).toFixed(digits).padStart(digits === 0 ? 2 : 3 + digits, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
