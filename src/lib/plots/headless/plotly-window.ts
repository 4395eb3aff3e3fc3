import { readFileSync } from 'node:fs';
import type { Canvas } from '@napi-rs/canvas';
import { loadModule, resolveModule } from '../load-module';
import { boxOf, clientBoxOf, type Box, type SvgNode } from './svg-boxes';

/** The part of Plotly's API used to render SVG. */
export interface Plotly {
  toImage(figure: { data: unknown; layout: unknown; config: unknown }, options: object): Promise<string>;
}

/** A page in jsdom in which Plotly runs. */
export interface PlotlyWindow {
  Plotly: Plotly;
  /** The page's random number generator, from which Plotly makes the ids in its SVG. */
  Math: { random: () => number };
}

/** The parts of jsdom's window that this file replaces. */
interface JsdomWindow extends PlotlyWindow {
  TextDecoder: unknown;
  TextEncoder: unknown;
  URL: { createObjectURL: () => string };
  HTMLCanvasElement: { prototype: object };
  SVGElement: { prototype: object };
  Element: { prototype: object };
  eval(source: string): void;
}

let plotlyWindow: PlotlyWindow | undefined;

/**
 * Returns the page in which all figures are drawn, which the first call creates in about a second.
 * jsdom has no layout and no canvas: `svg-boxes` measures texts, and `@napi-rs/canvas` paints heat
 * maps.
 */
export function getPlotlyWindow(): PlotlyWindow {
  plotlyWindow ??= openWindow();
  return plotlyWindow;
}

function openWindow(): PlotlyWindow {
  const { JSDOM } = loadModule<{ JSDOM: new (html: string, options: object) => { window: JsdomWindow } }>(
    'jsdom',
  );
  const { window } = new JSDOM('<!doctype html><body></body>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
  });
  window.TextDecoder = TextDecoder;
  window.TextEncoder = TextEncoder;
  // Called at start by the map traces, which no figure here uses.
  window.URL.createObjectURL = () => 'blob:none';
  Object.assign(window.HTMLCanvasElement.prototype, canvasMethods());
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: SvgNode) {
      return rectangle(boxOf(this));
    },
    getComputedTextLength(this: SvgNode) {
      const { left, right } = boxOf(this);
      return right - left;
    },
  });
  Object.assign(window.Element.prototype, {
    getBoundingClientRect(this: SvgNode) {
      return rectangle(clientBoxOf(this));
    },
  });
  window.eval(readFileSync(resolveModule('plotly.js-dist-min'), 'utf8'));
  return window;
}

function rectangle({ left, top, right, bottom }: Box) {
  return { x: left, y: top, width: right - left, height: bottom - top, left, top, right, bottom };
}

/**
 * Lets jsdom's canvas elements paint on a canvas of `@napi-rs/canvas`, created with the element's
 * size when painting starts.
 */
function canvasMethods() {
  interface Element {
    width: number;
    height: number;
  }
  const canvases = new WeakMap<Element, Canvas>();
  const canvasOf = (element: Element): Canvas => {
    let canvas = canvases.get(element);
    if (!canvas) {
      const { createCanvas } = loadModule<typeof import('@napi-rs/canvas')>('@napi-rs/canvas');
      canvas = createCanvas(element.width, element.height);
      canvases.set(element, canvas);
    }
    return canvas;
  };
  return {
    getContext(this: Element, kind: string) {
      return kind === '2d' ? canvasOf(this).getContext('2d') : null;
    },
    toDataURL(this: Element) {
      return canvasOf(this).toDataURL('image/png');
    },
  };
}
