/** An axis of the epochs from the first to the last, with no tick between two of them, and `ticks` at most. */
export const epochAxis = (first: number, last: number, { ticks = 20 } = {}) => ({
  title: { text: 'epoch' },
  dtick: Math.ceil((last - first + 1) / ticks),
  tick0: first,
  tickformat: 'd',
  range: [first - 0.5, last + 0.5],
});
