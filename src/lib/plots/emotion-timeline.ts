import type { Plot } from 'nodeplotlib';
import { classesIn } from '../classes';
import { EMOTIONS } from '../emotions';
import { formatPercent } from '../format';
import { formatTime } from '../format-time';
import { createFigure, type Figure } from './figure';
import { axisNames, classColors } from './class-names';
import { GRID } from './palette';

/** A face at a moment of a video. */
export interface TimelinePoint {
  /** In seconds. */
  readonly time: number;
  /** The probability of each emotion, or other class of the model, 0 to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** The emotion that is named, or `unsure`. */
  readonly emotion: string;
}

/** Options of {@link emotionTimeline}. */
export interface EmotionTimelineOptions {
  title: string;
  /** How long the video is, in seconds. */
  duration: number;
  /** Seconds from one frame that was looked at to the next. */
  every: number;
  /** A face that is missing for longer is a gap, in seconds. */
  maxGap?: number;
}

/** Part of a face's time in the video. */
interface Stretch {
  start: number;
  end: number;
}

/** Of a face that is never seen. */
const NONE = Object.fromEntries(EMOTIONS.map((emotion) => [emotion, 0]));

/** More points than a screen has columns for are averaged. */
const MOST_POINTS = 500;

/** Seconds between the labels of the time axis. */
const STEPS = [0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600];

/**
 * The emotions of one face over a video: the probabilities as areas, above them the most probable one
 * as a strip; where the face is missing, both are empty.
 *
 * @param points in the order of time
 * @example
 * const [{ emotion, probabilities }] = await emotions.detect(photo);
 * const options = { title: 'Face 1', duration: 2.4, every: 0.2 };
 * await showFigure(emotionTimeline([{ time: 0.2, emotion, probabilities }], options));
 */
export function emotionTimeline(
  points: readonly TimelinePoint[],
  { title, duration, every, maxGap = 2.5 * every }: EmotionTimelineOptions,
): Figure {
  const end = Math.max(duration, (points.at(-1)?.time ?? 0) + every);
  const shown = thinned(points, Math.max(every, end / MOST_POINTS));
  const width = Math.max(every, end / MOST_POINTS);
  const gap = Math.max(maxGap, 1.5 * width);
  const columns = shown.map((point, i) => ({
    ...point,
    until:
      i + 1 < shown.length && shown[i + 1].time - point.time <= gap ? shown[i + 1].time : point.time + width,
  }));
  const step = STEPS.find((seconds) => end / seconds <= 12) ?? 7200;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
  const classes = classesIn(points.at(0)?.probabilities ?? NONE);
  const present = classes.filter((emotion) =>
    columns.some(({ probabilities }) => probabilities[emotion] >= 0.005),
  );
  return createFigure({
    title,
    alt: describeTimeline(columns, classes),
    data: [...present.map((emotion) => areaOf(columns, { emotion, classes })), ...stripOf(columns, classes)],
    legend: true,
    height: 330,
    layout: {
      legend: { traceorder: 'normal' },
      xaxis: {
        range: [0, end],
        tickvals: ticks,
        ticktext: ticks.map((time) => formatTime(time, step < 1 ? 1 : 0)),
        title: { text: 'time (minutes:seconds)' },
        showgrid: false,
      },
      yaxis: { domain: [0, 0.84], range: [0, 100], title: { text: 'probability (%)' } },
      yaxis2: {
        domain: [0.89, 1],
        range: [-0.5, 0.5],
        showticklabels: false,
        showgrid: false,
        zeroline: false,
      },
      barmode: 'overlay',
      bargap: 0,
    },
  });
}

type Column = TimelinePoint & { until: number };

/** A probability as an area on top of those before it, in steps; at gaps it falls to 0. */
function areaOf(
  columns: readonly Column[],
  { emotion, classes }: { emotion: string; classes: readonly string[] },
): Plot {
  const [x, y]: [number[], number[]] = [[], []];
  columns.forEach(({ time, until, probabilities }, i) => {
    if (i === 0 || columns[i - 1].until < time) add(time, 0);
    add(time, 100 * probabilities[emotion]);
    add(until, 100 * probabilities[emotion]);
    if (i + 1 === columns.length || columns[i + 1].time > until) add(until, 0);
  });
  function add(time: number, percent: number) {
    x.push(time);
    y.push(percent);
  }
  const label = classes.indexOf(emotion);
  const [name, color] = [axisNames(classes)[label], classColors(classes)[label]];
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    ...{ x, y, stackgroup: 'probabilities' },
    line: { width: 0, color },
    fillcolor: color,
    hovertemplate: `${name} %{y:.0f} % at %{x:.1f} s<extra></extra>`,
  };
}

/** The most probable emotion, as bars from the begin to the end of each stretch. */
function stripOf(columns: readonly Column[], classes: readonly string[]): Plot[] {
  const [names, colors] = [axisNames(classes), classColors(classes)];
  return [...classes, 'unsure'].flatMap((word, label): Plot[] => {
    const own = stretchesOf(columns, word);
    const name = names[label] ?? word;
    if (own.length === 0) return [];
    return [
      {
        type: 'bar',
        orientation: 'h',
        name,
        showlegend: label === classes.length,
        x: own.map(({ start, end }) => end - start),
        base: own.map(({ start }) => start),
        y: own.map(() => 0),
        width: own.map(() => 1),
        yaxis: 'y2',
        marker: {
          color: colors[label] ?? GRID,
          line: { width: 0 },
        },
        hovertemplate: `${name} from %{base:.1f} s<extra></extra>`,
      } as Plot,
    ];
  });
}

/** Neighbouring columns of the same emotion are one stretch. */
function stretchesOf(columns: readonly Column[], word: TimelinePoint['emotion']): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { time, until, emotion } of columns) {
    if (emotion !== word) continue;
    const last = stretches.at(-1);
    if (last && last.end === time) last.end = until;
    else stretches.push({ start: time, end: until });
  }
  return stretches;
}

/** The mean of the points in each span of so many seconds, and their most frequent emotion. */
function thinned(points: readonly TimelinePoint[], span: number): TimelinePoint[] {
  const groups = new Map<number, TimelinePoint[]>();
  // A thousandth for the rounding of times.
  for (const point of points) {
    const key = Math.floor(point.time / span + 1e-3);
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((group) => {
    const words = group.map(({ emotion }) => emotion);
    const count = (word: TimelinePoint['emotion']) => words.filter((other) => other === word).length;
    return {
      time: group[0].time,
      probabilities: Object.fromEntries(
        classesIn(group[0].probabilities).map((emotion) => [
          emotion,
          group.reduce((sum, { probabilities }) => sum + probabilities[emotion], 0) / group.length,
        ]),
      ),
      emotion: words.reduce((a, b) => (count(b) > count(a) ? b : a)),
    };
  });
}

function describeTimeline(columns: readonly Column[], classes: readonly string[]): string {
  const total = columns.reduce((sum, { time, until }) => sum + until - time, 0);
  if (total === 0) return 'No face.';
  const shares = [...classes, 'unsure']
    .map((word) => ({
      word,
      share: stretchesOf(columns, word).reduce((sum, { start, end }) => sum + end - start, 0) / total,
    }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  const words = shares.map(({ word, share }) => `${word} ${formatPercent(share, 0)}`).join(', ');
  return `From ${formatTime(columns[0].time, 1)} to ${formatTime(columns[columns.length - 1].until, 1)}: ${words}.`;
}
