import { EMOTIONS } from '../../src/lib/emotions';
import { sizeOf } from '../../src/lib/faces/face';
import { EMOTION_COLORS } from '../../src/lib/plots/palette';
import type { SeenFace } from '../messages';
import { emotionColor } from './emotion-color';

/** Seconds that are shown. */
const SPAN = 60;

/** A face that was not seen for longer than this many seconds leaves a gap. */
const GAP = 1;

/** Pixels of the strip with the most probable emotion, and of the scale under it. */
const [STRIP, SCALE] = [12, 18];

interface Moment {
  time: number;
  faces: readonly Pick<SeenFace, 'id' | 'box' | 'probabilities' | 'emotion'>[];
}

/** One face in the last minute: the probabilities as areas, the emotion as a strip. */
export class Timeline {
  private moments: Moment[] = [];

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Adds the faces at a time, in seconds. A time before the last one starts anew. */
  add(moment: Moment): void {
    const last = this.moments.at(-1);
    if (last && moment.time < last.time) this.moments = [];
    this.moments.push(moment);
    const first = moment.time - SPAN;
    while (this.moments[0].time < first) this.moments.shift();
  }

  clear(): void {
    this.moments = [];
  }

  /** The ids of the faces that are in it, in order. */
  ids(): number[] {
    const ids = new Set(this.moments.flatMap(({ faces }) => faces.flatMap(({ id }) => id ?? [])));
    return [...ids].sort((a, b) => a - b);
  }

  /**
   * Draws it.
   *
   * @param id of the face; by default the largest one at each time
   */
  draw(id?: number): void {
    const { canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    const ink = getComputedStyle(canvas).color;
    const area = height - STRIP - SCALE - 4;
    drawScale(context, { width, top: height - SCALE, ink });
    const end = this.moments.at(-1)?.time ?? 0;
    const at = (time: number) => width * (1 - (end - time) / SPAN);
    for (const run of this.runsOf(id)) {
      const xs = run.map(({ time }) => at(time));
      // A single moment is seen, too.
      if (xs.length === 1) xs.push(xs[0] + 2);
      const rows = run.length === 1 ? [run[0], run[0]] : run;
      let below = rows.map(() => 0);
      EMOTIONS.forEach((emotion, label) => {
        const above = below.map((share, i) => share + rows[i].probabilities[emotion]);
        context.fillStyle = EMOTION_COLORS[label];
        context.beginPath();
        above.forEach((share, i) => context.lineTo(xs[i], area * (1 - share)));
        for (let i = xs.length - 1; i >= 0; i--) context.lineTo(xs[i], area * (1 - below[i]));
        context.fill();
        below = above;
      });
      rows.slice(1).forEach(({ emotion }, i) => {
        context.fillStyle = emotionColor(emotion);
        context.fillRect(xs[i], area + 4, xs[i + 1] - xs[i] + 0.5, STRIP);
      });
    }
    canvas.setAttribute('aria-label', this.describe(id));
  }

  /** What is drawn, in words: the share of each emotion. */
  private describe(id: number | undefined): string {
    const moments = this.runsOf(id).flat();
    if (moments.length === 0) return 'The last minute: no face';
    const shares = EMOTIONS.map((emotion) => ({
      emotion,
      share: moments.filter((moment) => moment.emotion === emotion).length / moments.length,
    }));
    const most = shares.filter(({ share }) => share >= 0.05).sort((a, b) => b.share - a.share);
    return `The last minute: ${most.map(({ emotion, share }) => `${emotion} ${Math.round(100 * share)} % of the time`).join(', ')}`;
  }

  /** The moments of a face without a gap between them. */
  private runsOf(id: number | undefined) {
    const runs: { time: number; probabilities: Readonly<Record<string, number>>; emotion: string }[][] = [];
    let last = -Infinity;
    for (const { time, faces } of this.moments) {
      const face = id === undefined ? largest(faces) : faces.find((one) => one.id === id);
      if (!face) continue;
      if (time - last > GAP) runs.push([]);
      runs.at(-1)!.push({ time, ...face });
      last = time;
    }
    return runs;
  }
}

const largest = (faces: Moment['faces']) => [...faces].sort((a, b) => sizeOf(b) - sizeOf(a)).at(0);

function drawScale(
  context: CanvasRenderingContext2D,
  { width, top, ink }: { width: number; top: number; ink: string },
): void {
  context.fillStyle = ink;
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  for (let seconds = SPAN; seconds >= 0; seconds -= 15) {
    const x = width * (1 - seconds / SPAN);
    context.textAlign = seconds === SPAN ? 'left' : seconds === 0 ? 'right' : 'center';
    context.fillText(seconds === 0 ? 'now' : `${seconds} s ago`, x, top + SCALE);
  }
}
