import type { Plot } from 'nodeplotlib';
import type { Box } from '../dataset/box';
import type { RawImage } from '../dataset/raw-image';
import { EMOTIONS } from '../emotions';
import { formatPercent } from '../format';
import { classColors } from './class-names';
import { createFigure, titleHeight, type Figure } from './figure';
import { jpegDataUri } from './jpeg';
import { textWidth } from './text-width';
import { plotlyText } from './wrap-text';

/** A face with its emotion, as `detectEmotions` finds it. */
export interface AnnotatedFace {
  readonly box: Box;
  readonly emotion: string;
  /** The probability of the emotion, 0 to 1. */
  readonly confidence: number;
}

/** Options of {@link annotatedPhotograph}. */
export interface AnnotatedPhotographOptions {
  title: string;
  /** The model's classes, in the order of its outputs. */
  classes?: readonly string[];
  /** Faces below this confidence are marked as uncertain, 0 to 1. */
  minConfidence?: number;
  /** The figure's largest width and height, in pixels. */
  largest?: number;
}

const FONT_SIZE = 12;
/** The height of a caption. */
const CAPTION = 20;
/** White on this is legible over any photograph. */
const LABEL = { ink: '#FFFFFF', paper: 'rgba(0, 0, 0, 0.72)' };

/**
 * A photograph with a box around every face, and its emotion with its confidence.
 *
 * @param faces none shows the photograph alone
 * @example
 * const [faces] = await detectEmotions([photo], { detector, model });
 * await showFigure(annotatedPhotograph(photo, faces, { title: 'A party' }));
 */
export function annotatedPhotograph(
  image: RawImage,
  faces: readonly AnnotatedFace[],
  { title, classes = EMOTIONS, minConfidence = 0, largest = 720 }: AnnotatedPhotographOptions,
): Figure {
  const shrink = Math.min(1, largest / Math.max(image.width, image.height));
  const [plotWidth, plotHeight] = [image.width, image.height].map((side) =>
    Math.max(1, Math.round(side * shrink)),
  );
  const colors = classColors(classes);
  const shown = faces.map(({ box, emotion, confidence }) => {
    const isSure = confidence >= minConfidence;
    return {
      caption: isSure ? `${emotion} ${formatPercent(confidence, 0)}` : `uncertain (${emotion}?)`,
      color: isSure ? (colors[classes.indexOf(emotion)] ?? '#FFFFFF') : '#FFFFFF',
      dash: isSure ? ('solid' as const) : ('dot' as const),
      x0: box.x * shrink,
      y0: box.y * shrink,
      x1: (box.x + box.width) * shrink,
      y1: (box.y + box.height) * shrink,
    };
  });
  const margin = { l: 16, b: 16 };
  // A title needs some width even above a narrow picture.
  const width = Math.max(plotWidth + 2 * margin.l, 360);
  // Plotly shows axes and images only where there is a trace.
  const trace: Plot = { type: 'scatter', x: [0], y: [0], mode: 'markers', marker: { opacity: 0 } };
  const figure = createFigure({
    isStatic: true,
    title,
    alt: `${faces.length === 0 ? 'A picture without a face' : shown.map(({ caption }) => caption).join(', ')}: ${title}.`,
    data: [{ ...trace, hoverinfo: 'skip' }],
    width,
    layout: {
      margin: { ...margin, r: width - plotWidth - margin.l },
      xaxis: { range: [0, plotWidth], visible: false, fixedrange: true },
      yaxis: { range: [plotHeight, 0], visible: false, fixedrange: true },
      images: [
        {
          source: jpegDataUri(image, { width: plotWidth }),
          xref: 'x',
          yref: 'y',
          x: 0,
          y: 0,
          sizex: plotWidth,
          sizey: plotHeight,
          sizing: 'stretch',
          layer: 'below',
        },
      ],
      shapes: shown.map(({ x0, y0, x1, y1, color, dash }) => ({
        type: 'rect',
        ...{ x0, y0, x1, y1 },
        line: { color, width: 3, dash },
      })),
      annotations: shown.map(({ caption, x0, y0, y1 }) => {
        const wide = textWidth(caption, FONT_SIZE) + 8;
        return {
          text: plotlyText([caption]),
          xref: 'x',
          yref: 'y',
          // Above the box, or within it at the picture's upper edge.
          x: Math.max(0, Math.min(x0, plotWidth - wide)),
          y: y0 >= CAPTION ? y0 : Math.min(Math.max(0, y0) + CAPTION, y1),
          xanchor: 'left',
          yanchor: 'bottom',
          showarrow: false,
          borderpad: 2,
          bgcolor: LABEL.paper,
          font: { size: FONT_SIZE, color: LABEL.ink },
        };
      }),
    },
  });
  // The height depends on the title's lines, which createFigure() wraps.
  const height = plotHeight + (figure.layout.margin?.t ?? 0) + margin.b;
  figure.layout.height = height;
  if (typeof figure.layout.title === 'object') figure.layout.title.y = titleHeight(height);
  return figure;
}
