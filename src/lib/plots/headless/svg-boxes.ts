import { textWidth } from '../text-width';

/** The part of the DOM that measuring needs; the project's types do not include the DOM. */
export interface SvgNode {
  readonly tagName: string;
  readonly parentNode: SvgNode | null;
  readonly children: ArrayLike<SvgNode>;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}

/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const EMPTY: Box = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * The bounding box of an SVG element in its own coordinates. jsdom has no layout and reports empty
 * boxes, with which Plotly would draw labels over each other. This measures texts, rectangles and
 * groups, which is all that Plotly needs.
 */
export function boxOf(node: SvgNode): Box {
  const tag = node.tagName.toLowerCase();
  if (tag === 'text') return textBox(node);
  if (tag === 'rect' || tag === 'image') {
    const [x, y] = [numberOf(node, 'x'), numberOf(node, 'y')];
    return { left: x, top: y, right: x + numberOf(node, 'width'), bottom: y + numberOf(node, 'height') };
  }
  const boxes = Array.from(node.children)
    .map((child) => transformed(boxOf(child), matrixOf(child)))
    .filter((box) => box.right > box.left || box.bottom > box.top);
  return boxes.length === 0
    ? EMPTY
    : {
        left: Math.min(...boxes.map((box) => box.left)),
        top: Math.min(...boxes.map((box) => box.top)),
        right: Math.max(...boxes.map((box) => box.right)),
        bottom: Math.max(...boxes.map((box) => box.bottom)),
      };
}

/**
 * The bounding box in the page's coordinates: with the transforms of the element and all its
 * ancestors.
 */
export function clientBoxOf(node: SvgNode): Box {
  let box = boxOf(node);
  for (let ancestor: SvgNode | null = node; ancestor?.getAttribute; ancestor = ancestor.parentNode) {
    box = transformed(box, matrixOf(ancestor));
  }
  return box;
}

/**
 * The box of a text. Plotly writes each line into a tspan of class `line`, 1.3 em below the
 * previous one.
 */
function textBox(node: SvgNode): Box {
  const fontSize = fontSizeOf(node);
  const lines = Array.from(node.children).filter((child) => child.getAttribute('class') === 'line');
  const texts = lines.length > 0 ? lines.map((line) => line.textContent ?? '') : [node.textContent ?? ''];
  const width = Math.max(...texts.map((text) => textWidth(text, fontSize)));
  if (width === 0) return EMPTY;
  const anchor = node.getAttribute('text-anchor') ?? /text-anchor:\s*(\w+)/.exec(style(node))?.[1];
  const left = numberOf(node, 'x') - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  const shift = parseFloat(node.getAttribute('dy') ?? '0') || 0;
  const baseline = numberOf(node, 'y') + shift * fontSize;
  const bottom = baseline + ((texts.length - 1) * 1.3 + 0.25) * fontSize;
  return { left, top: baseline - 0.9 * fontSize, right: left + width, bottom };
}

const style = (node: SvgNode) => node.getAttribute('style') ?? '';
const numberOf = (node: SvgNode, name: string) => parseFloat(node.getAttribute(name) ?? '0') || 0;

function fontSizeOf(node: SvgNode): number {
  for (let ancestor: SvgNode | null = node; ancestor?.getAttribute; ancestor = ancestor.parentNode) {
    const size = /font-size:\s*([\d.]+)/.exec(style(ancestor))?.[1] ?? ancestor.getAttribute('font-size');
    if (size) return parseFloat(size);
  }
  return 12;
}

/**
 * The matrix of an element's `transform`: translate, rotate, scale and matrix, one after the other.
 */
function matrixOf(node: SvgNode): Matrix {
  let matrix = IDENTITY;
  for (const [, name, list] of (node.getAttribute('transform') ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    matrix = multiply(matrix, operation(name, list.split(/[\s,]+/).map(Number)));
  }
  return matrix;
}

function operation(name: string, [first = 0, second, third, ...rest]: number[]): Matrix {
  if (name === 'translate') return [1, 0, 0, 1, first, second ?? 0];
  if (name === 'scale') return [first, 0, 0, second ?? first, 0, 0];
  if (name === 'matrix') return [first, second, third, rest[0], rest[1], rest[2]];
  if (name !== 'rotate') return IDENTITY;
  const [cos, sin] = [Math.cos((first * Math.PI) / 180), Math.sin((first * Math.PI) / 180)];
  const [x, y] = [second ?? 0, third ?? 0];
  return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
}

function multiply([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + c * B, b * A + d * B, a * C + c * D, b * C + d * D, a * E + c * F + e, b * E + d * F + f];
}

function transformed({ left, top, right, bottom }: Box, [a, b, c, d, e, f]: Matrix): Box {
  const corners = [left, right].flatMap((x) =>
    [top, bottom].map((y) => [a * x + c * y + e, b * x + d * y + f]),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
