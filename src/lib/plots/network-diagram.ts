import type { Layout, Plot } from 'nodeplotlib';
import { expectation } from '../errors';
import { formatCount } from '../format';
import { createFigure, titleHeight, type Figure } from './figure';
import { networkRows, type ConnectedLayer, type NetworkRow } from './network-rows';
import { INK, PALETTE } from './palette';

/** The colour of each type of layer that has its own row. */
const COLORS: Readonly<Record<string, string>> = {
  InputLayer: PALETTE.gray,
  Conv2D: PALETTE.blue,
  Dense: PALETTE.vermilion,
  Add: PALETTE.green,
  Multiply: PALETTE.purple,
  Flatten: PALETTE.orange,
  GlobalAveragePooling2D: PALETTE.orange,
};

const ROW = 26;
const BOX = 18;
/**
 * Horizontal positions in pixels: the centre of the boxes, their largest width, and the starts of
 * the columns.
 */
const X = {
  middle: 95,
  widest: 80,
  name: 150,
  shape: 432,
  field: 532,
  parameters: 597,
  multiplyAdds: 702,
  end: 806,
};
const BAR = 50;

/** Left-aligned text at a position. */
interface Text {
  x: number;
  y: number;
  text: string;
}

/**
 * A diagram of a network, from the image down: one row per main layer, with a box as wide as its
 * feature maps, its output shape, its receptive field, and bars of its parameters and
 * multiply-adds. Lines connect consecutive rows; arcs are skip connections.
 *
 * @param layers those of `summarize()`
 * @throws ExpectationError when there are no layers
 * @example await showFigure(networkDiagram(summarize(model).layers, { name: 'compact' }));
 */
export function networkDiagram(layers: readonly ConnectedLayer[], { name }: { name: string }): Figure {
  if (layers.length === 0) throw expectation('layers', { expectation: 'at least one', found: 0 });
  const { rows, rowOf } = networkRows(layers);
  const bars = {
    parameters: barScale(rows, (row) => row.parameters),
    work: barScale(rows, (row) => row.layer.multiplyAdds),
  };
  const parameters = rows.reduce((sum, row) => sum + row.parameters, 0);
  const multiplyAdds = rows.reduce((sum, { layer }) => sum + layer.multiplyAdds, 0);
  const height = (rows.length + 1) * ROW;
  const widest = Math.max(...layers.map(({ outputShape }) => widthOf(outputShape)));
  const boxWidth = (shape: NetworkRow['outputShape']) =>
    12 + (X.widest - 12) * Math.sqrt(widthOf(shape) / widest);

  const shapes: NonNullable<Layout['shapes']> = [];
  const texts: Text[] = [
    { x: X.name, y: 0, text: '<b>layers</b>' },
    { x: X.shape, y: 0, text: '<b>output</b>' },
    { x: X.field, y: 0, text: '<b>sees</b>' },
    { x: X.parameters, y: 0, text: '<b>parameters</b>' },
    { x: X.multiplyAdds, y: 0, text: '<b>multiply-adds</b>' },
  ];
  const y = (row: number) => (row + 1) * ROW;
  for (const [i, row] of rows.entries()) {
    for (const input of new Set(row.layer.inputs.map((input) => rowOf.get(input)!)))
      shapes.push(input === i - 1 ? line(y(input), y(i)) : arc(y(input), y(i)));
    const { type, multiplyAdds: work } = row.layer;
    const { receptiveField } = row;
    texts.push({ x: X.name, y: y(i), text: [row.layer.name, ...row.also].join(', ') });
    texts.push({
      x: X.shape,
      y: y(i),
      text: row.outputShape.map((size) => size ?? 'any').join(' × '),
    });
    texts.push({ x: X.field, y: y(i), text: `${receptiveField} × ${receptiveField}` });
    for (const [x, value, scale] of [
      [X.parameters, row.parameters, bars.parameters],
      [X.multiplyAdds, work, bars.work],
    ] as const) {
      if (value === 0) continue;
      shapes.push(rectangle({ x, y: y(i), width: value * scale, height: 8, color: COLORS[type] ?? INK }));
      texts.push({ x: x + value * scale + 4, y: y(i), text: short(value) });
    }
  }
  // The boxes are drawn over the lines.
  for (const [i, { layer, outputShape }] of rows.entries()) {
    const width = boxWidth(outputShape);
    const color = COLORS[layer.type] ?? INK;
    shapes.push(rectangle({ x: X.middle - width / 2, y: y(i), width, height: BOX, color }));
  }
  const hover: Plot = {
    type: 'scatter',
    mode: 'markers',
    x: rows.map(() => X.middle),
    y: rows.map((_, i) => y(i)),
    marker: { opacity: 0, size: BOX },
    text: rows.map(
      ({ layer, parameters: own }) =>
        `${layer.name}: ${layer.type}<br>${formatCount(own)} parameters<br>${formatCount(layer.multiplyAdds)} multiply-adds`,
    ),
    hoverinfo: 'text',
  };
  const figure = createFigure({
    title: `The network ${name}: ${formatCount(parameters)} parameters, ${formatCount(multiplyAdds)} multiply-adds per image`,
    alt: `Diagram of ${name}, from the image down. ${rows.map((row) => describe(row)).join('; ')}.`,
    data: [hover, textTrace(texts)],
    width: X.end + 32,
    layout: {
      margin: { l: 16, r: 16, b: 16 },
      xaxis: { range: [0, X.end], visible: false, fixedrange: true },
      yaxis: { range: [height, -ROW / 2], visible: false, fixedrange: true },
      shapes,
    },
  });
  figure.layout.height = height + ROW / 2 + (figure.layout.margin?.t ?? 0) + 16;
  if (typeof figure.layout.title === 'object') figure.layout.title.y = titleHeight(figure.layout.height);
  return figure;
}

/** A trace of text: the position of an annotation would depend on the width of its font. */
function textTrace(texts: readonly Text[]): Plot {
  return {
    type: 'scatter',
    mode: 'text',
    x: texts.map(({ x }) => x),
    y: texts.map((text) => text.y),
    text: texts.map(({ text }) => text),
    textposition: 'middle right',
    textfont: { size: 12, color: INK },
    hoverinfo: 'skip',
    cliponaxis: false,
  };
}

const widthOf = (shape: NetworkRow['outputShape']) => (shape.length === 3 ? (shape[0] ?? 1) : 1);

function barScale(rows: readonly NetworkRow[], value: (row: NetworkRow) => number): number {
  return BAR / Math.max(1, ...rows.map(value));
}

function describe({ layer, also, outputShape, parameters }: NetworkRow): string {
  const size = outputShape.map((length) => length ?? 'any').join(' by ');
  return `${[layer.name, ...also].join(', ')}: ${size}, ${formatCount(parameters)} parameters, from ${layer.inputs.join(' and ') || 'the image'}`;
}

/** 1,234 as 1.2 k, 42,467,328 as 42 M. */
function short(value: number): string {
  const [size, unit] = value >= 1e6 ? [1e6, ' M'] : value >= 1e3 ? [1e3, ' k'] : [1, ''];
  const shown = value / size;
  return `${shown < 10 && size > 1 ? shown.toFixed(1) : shown.toFixed(0)}${unit}`;
}

function rectangle({
  x,
  y,
  width,
  height,
  color,
}: Record<'x' | 'y' | 'width' | 'height', number> & { color: string }): object {
  return {
    type: 'rect',
    ...{ x0: x, x1: x + width, y0: y - height / 2, y1: y + height / 2 },
    ...{ fillcolor: color, line: { width: 0 } },
  };
}

const line = (from: number, to: number): object => ({
  type: 'line',
  ...{ x0: X.middle, x1: X.middle, y0: from, y1: to },
  line: { color: INK, width: 2 },
});

/** An arc to the left of the boxes; the more rows it skips, the further out. */
function arc(from: number, to: number): object {
  const reach = Math.max(8, X.middle - X.widest / 2 - 10 - 8 * ((to - from) / ROW));
  return {
    type: 'path',
    path: `M ${X.middle} ${from} C ${reach} ${from}, ${reach} ${to}, ${X.middle} ${to}`,
    ...{ line: { color: INK, width: 1.5 }, fillcolor: 'rgba(0, 0, 0, 0)' },
  };
}
