import { expectation } from '../errors';
import type { Figure } from './figure';
import { isJupyterLab } from './is-jupyterlab';
import { kernelDisplay } from './kernel-display';
import { createLiveOutput } from './live-output';
import { MIME_BUNDLE } from './mime-bundle';
import { hasWidgets, openWidget, type Widget } from './open-widget';
import { showFigure } from './show';

/** Options of {@link showSlider}. */
export interface SliderOptions {
  /** What the slider sets, beside it. */
  label: string;
  min: number;
  max: number;
  step: number;
  /** Where the slider starts. */
  value: number;
}

/** The slider's widgets by its label: a cell that runs again replaces its own. */
const open = new Map<string, (Widget | undefined)[]>();

/**
 * Shows a figure under a slider that redraws it, in JupyterLab. Elsewhere (on a page, in a
 * terminal, in VS Code) it shows the figure for the slider's first value.
 *
 * @param draw makes the figure for a value
 * @throws ExpectationError when the value is not between the limits
 * @example
 * await showSlider(
 *   (strength) => {
 *     const options = scaleAugmentation(DEFAULT_AUGMENTATION, strength);
 *     const changed = augmentDataset(faces, { ...options, seed: 1 });
 *     return beforeAndAfter(allImages(faces), [allImages(changed)]);
 *   },
 *   { label: 'strength', min: 0, max: 3, step: 0.5, value: 1 },
 * );
 */
export async function showSlider(
  draw: (value: number) => Figure | Promise<Figure>,
  { label, min, max, step, value }: SliderOptions,
): Promise<void> {
  if (!(min <= value && value <= max))
    throw expectation(`the value of the slider "${label}"`, {
      expectation: `a number from ${min} to ${max}`,
      found: value,
    });
  const figure = await draw(value);
  const output = isJupyterLab() && hasWidgets() ? createLiveOutput() : undefined;
  if (!output) return showFigure(figure);

  const redraw = createRedraw(async (next) => {
    output.show(await (await draw(next))[MIME_BUNDLE]());
  });
  open.get(label)?.forEach((widget) => widget?.close());
  const layout = openWidget('Layout', { home: 'base' });
  const style = openWidget('SliderStyle', { view: { home: 'base', name: 'Style' } });
  const slider = openWidget('FloatSlider', {
    state: {
      ...{ description: label, min, max, step, value, readout_format: formatFor(step) },
      ...{ layout: `IPY_MODEL_${layout?.id}`, style: `IPY_MODEL_${style?.id}` },
    },
    onChange: ({ value: next }) => typeof next === 'number' && redraw(next),
  });
  open.set(label, [slider, style, layout]);
  kernelDisplay()?.({
    'application/vnd.jupyter.widget-view+json': {
      model_id: slider?.id,
      version_major: 2,
      version_minor: 0,
    },
    'text/plain': `${label}: ${value}`,
  });
  output.show(await figure[MIME_BUNDLE]());
}

/** A format with the decimal places of the step, as d3 writes it: `.2f`. */
function formatFor(step: number): string {
  const [, decimals = ''] = `${step}`.split('.');
  return `.${decimals.length}f`;
}

/** Draws one value at a time, and of those that come meanwhile only the last. */
function createRedraw(draw: (value: number) => Promise<void>): (value: number) => void {
  let wanted: number | undefined;
  let isDrawing = false;
  const drawAll = async () => {
    isDrawing = true;
    try {
      while (wanted !== undefined) {
        const value = wanted;
        wanted = undefined;
        await draw(value);
      }
    } finally {
      isDrawing = false;
    }
  };
  return (value) => {
    wanted = value;
    // An error of the drawing is unhandled, and so the kernel shows it.
    if (!isDrawing) void drawAll();
  };
}
