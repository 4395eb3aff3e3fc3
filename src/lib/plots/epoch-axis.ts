/** A Plotly axis of epochs, with ticks at whole epochs only and at most `ticks` of them. */
export const epochAxis = (first: number, last: number, { ticks = 20 } = {}) => ({
  title: { text: 'epoch' },
  dtick: Math.ceil((last - first + 1) / ticks),
  tick0: first,
  tickformat: 'd',
  range: [first - 0.5, last + 0.5],
});
