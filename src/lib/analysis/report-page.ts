import { decodePhotograph, type RawImage } from '../dataset/index';
import { channelsOf } from '../dataset/raw-image';
import { loadSharp } from '../dataset/decode/load-sharp';
import { escapeHtml } from '../escape-html';
import type { Box, EmotionWord, FaceRow } from '../faces/index';
import { isEmotions } from '../classes';
import { EMOTIONS } from '../emotions';
import { formatAmount, formatPercent } from '../format';
import { formatTime } from '../format-time';
import {
  confusionHeatmap,
  emotionTimeline,
  nounFor,
  type Figure,
  reliabilityDiagram,
  renderSvg,
} from '../plots/index';
import { classesOfCard } from '../release/classes-of-card';
import type { ModelCard } from '../release/index';
import { openVideo } from '../video/index';
import { annotateImage } from './annotate-image';
import { describeLimits } from './describe-limits';
import { REPORT_STYLE } from './report-style';
import { summarizeVideo, type FaceSummary } from './summarize-video';

/** A file that was looked at, and what was found. */
export interface AnalyzedFile {
  /** As the rows call it. */
  readonly name: string;
  readonly path: string;
  readonly rows: readonly FaceRow[];
  /** Of a video, in seconds; undefined for a photograph. */
  readonly duration?: number;
}

/** What a report is about; see {@link reportPage}. */
export interface ReportOptions {
  files: readonly AnalyzedFile[];
  /** What could not be read, in sentences. */
  failures: readonly string[];
  /** The model's card; undefined for a model without one. */
  card?: ModelCard;
  /** What was asked for and used, by name. */
  settings: Readonly<Record<string, string>>;
  every: number;
  minConfidence: number;
  /** The model's classes, in the order of its outputs. */
  classes?: readonly string[];
  /** Is called before each picture or video. */
  onProgress?: (done: number, total: number) => void;
}

/** What a report shows: beyond it, it says how many more there are. */
const MOST = { photographs: 200, faces: 6, peaks: 4 };

/** Width and height that a picture fits into, in pixels. */
const THUMBNAIL = 480;

/** Nothing is fetched, nothing is sent, nothing runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A page about photographs and videos that opens without a network: pictures with the faces in them,
 * for each face of a video a timeline, the seconds and the share of each emotion, its peaks; and what
 * the model can't tell. It reads the files again, one after the other.
 *
 * @returns HTML
 * @throws ExpectationError when a file can no longer be read
 * @example
 * const files = [{ name: 'party.jpg', path: 'party.jpg', rows }];
 * const options = { settings: {}, every: 0.2, minConfidence: 0.5 };
 * await writeFile('report.html', await reportPage({ ...options, files, failures: [] }));
 */
export async function reportPage(options: ReportOptions): Promise<string> {
  const { files, failures, card, settings, classes = EMOTIONS, onProgress = () => {} } = options;
  const title = isEmotions(classes) ? 'Faces and their emotions' : 'Faces and their classes';
  const photographs = files.filter(({ duration }) => duration === undefined);
  const videos = files.filter(({ duration }) => duration !== undefined);
  // Those with a face first; otherwise in their order.
  const shown = [...photographs]
    .sort((a, b) => Number(hasFace(b)) - Number(hasFace(a)))
    .slice(0, MOST.photographs);
  const total = shown.length + videos.length;
  const cards: string[] = [];
  for (const [i, file] of shown.entries()) {
    onProgress(i, total);
    cards.push(await photographCard(file));
  }
  const sections: string[] = [];
  for (const [i, file] of videos.entries()) {
    onProgress(shown.length + i, total);
    sections.push(await videoSection(file, options));
  }
  onProgress(total, total);
  const left = photographs.length - shown.length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>${escapeHtml(overview(photographs, videos))}</p>
${failures.length === 0 ? '' : `<div class="warning"><p>${formatAmount(failures.length, 'file')} could not be read:</p><ul>${failures.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul></div>`}
${cards.length === 0 ? '' : `<h2>Photographs</h2><ul class="pictures">${cards.join('\n')}</ul>`}
${left > 0 ? `<p class="quiet">${formatAmount(left, 'more photograph')} not shown here; the CSV has all of them.</p>` : ''}
${sections.join('\n')}
<h2>What the model cannot tell</h2>
${await limits(card, options)}
<h2>How this was made</h2>
<table>${Object.entries(settings)
    .map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('')}</table>
</body>
</html>
`;
}

const hasFace = ({ rows }: AnalyzedFile) => rows.some(({ face }) => face);

function overview(photographs: readonly AnalyzedFile[], videos: readonly AnalyzedFile[]): string {
  const parts: string[] = [];
  if (photographs.length > 0) {
    const faces = photographs.flatMap(({ rows }) => rows.filter(({ face }) => face)).length;
    const empty = photographs.filter((file) => !hasFace(file)).length;
    parts.push(
      `${formatAmount(faces, 'face')} in ${formatAmount(photographs.length, 'photograph')}${empty > 0 ? `, ${empty} of them without a face` : ''}.`,
    );
  }
  if (videos.length > 0) {
    const faces = videos.reduce((sum, { rows }) => sum + summarizeVideo(rows).length, 0);
    const seconds = videos.reduce((sum, { duration = 0 }) => sum + duration, 0);
    parts.push(
      `${formatAmount(faces, 'face')} in ${formatAmount(videos.length, 'video')} (${formatTime(seconds)}).`,
    );
  }
  return parts.join(' ');
}

async function photographCard({ name, path, rows }: AnalyzedFile): Promise<string> {
  const picture = await thumbnail(await decodePhotograph(path, { name }), rows);
  const words = rows.flatMap(({ face, emotion }) =>
    face
      ? [
          `${emotion} ${formatPercent(face.confidence, 0)}${face.quality.length > 0 ? ` (${face.quality.join(', ')})` : ''}`,
        ]
      : [],
  );
  const caption = words.length > 0 ? words.join('; ') : 'no face';
  return `<li><img src="${picture}" alt="${escapeHtml(`${name}: ${caption}`)}"><p><strong>${escapeHtml(name)}</strong><br>${escapeHtml(caption)}</p></li>`;
}

/** The picture with its boxes, small, as a data URI. */
async function thumbnail(image: RawImage, rows: readonly FaceRow[]): Promise<string> {
  const shrink = Math.min(1, THUMBNAIL / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * shrink)));
  const sharp = await loadSharp();
  const { data, info } = await sharp(image.data, { raw: { ...image, channels: channelsOf(image) } })
    .resize(width, height)
    .raw()
    .toBuffer({ resolveWithObject: true });
  // Drawn after shrinking, so that the words stay legible.
  const small = { data, width, height, channels: info.channels as 1 | 3 | 4 };
  const picture = await annotateImage(
    small,
    rows.map((row) =>
      row.face ? { ...row, face: { ...row.face, box: scaled(row.face.box, shrink) } } : row,
    ),
  );
  return `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}`;
}

const scaled = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});

async function videoSection(file: AnalyzedFile, options: ReportOptions): Promise<string> {
  const { name, rows, duration = 0 } = file;
  const faces = summarizeVideo(rows);
  const frames = new Set(rows.map(({ frame }) => frame)).size;
  const shown = faces.slice(0, MOST.faces);
  const pictures = await framesAt(
    file,
    shown.flatMap(({ peaks }) => peaks.slice(0, MOST.peaks)),
  );
  const parts: string[] = [];
  for (const face of shown) parts.push(await faceSection(face, { file, options, pictures }));
  const without = new Set(rows.filter(({ face }) => !face).map(({ frame }) => frame)).size;
  return `<h2>${escapeHtml(name)}</h2>
<p>${formatTime(duration, 1)} long; ${formatAmount(frames, 'frame')} looked at, ${faces.length === 0 ? 'none with a face' : `${without > 0 ? `${without} of them without a face; ` : ''}${formatAmount(faces.length, 'face')}`}.</p>
${parts.join('\n')}
${faces.length > shown.length ? `<p class="quiet">${formatAmount(faces.length - shown.length, 'more face')} that ${faces.length - shown.length === 1 ? 'is' : 'are'} seen for a shorter time: see the CSV.</p>` : ''}`;
}

async function faceSection(
  face: FaceSummary,
  { file, options, pictures }: { file: AnalyzedFile; options: ReportOptions; pictures: Map<number, string> },
): Promise<string> {
  const points = file.rows.flatMap(({ time = 0, emotion, face: own }) =>
    own?.id === face.id && emotion !== 'no face' ? [{ time, emotion, probabilities: own.probabilities }] : [],
  );
  const figure = emotionTimeline(points, {
    title: `Face ${face.id}`,
    duration: file.duration ?? 0,
    every: options.every,
  });
  const peaks = face.peaks.slice(0, MOST.peaks).map(({ emotion, time, probability }) => {
    const words = `${emotion} ${formatPercent(probability, 0)} at ${formatTime(time, 1)}`;
    const picture = pictures.get(time);
    return `<li>${picture ? `<img src="${picture}" alt="${escapeHtml(words)}">` : ''}<p>${escapeHtml(words)}</p></li>`;
  });
  const row = ({ emotion, seconds }: { emotion: EmotionWord; seconds: number }) =>
    `<tr><td>${escapeHtml(emotion)}</td><td class="number">${seconds.toFixed(1)}</td><td class="number">${formatPercent(face.seconds > 0 ? seconds / face.seconds : 1, 0)}</td></tr>`;
  return `<div class="figure">${await renderSvg(figure)}</div>
<table><thead><tr><th>${nounFor(options.classes ?? EMOTIONS)}</th><th class="number">seconds</th><th class="number">share</th></tr></thead>
<tbody>${face.emotions.map(row).join('')}</tbody></table>
${peaks.length === 0 ? '' : `<p class="quiet">When each was the most probable:</p><ul class="pictures peaks">${peaks.join('')}</ul>`}`;
}

/** The frames of a video at some times, as small pictures with their boxes, by time. */
async function framesAt(
  { path, rows }: AnalyzedFile,
  moments: readonly { time: number }[],
): Promise<Map<number, string>> {
  const times = [...new Set(moments.map(({ time }) => time))].sort((a, b) => a - b);
  const pictures = new Map<number, string>();
  if (times.length === 0) return pictures;
  const video = await openVideo(path);
  try {
    for await (const { time, image } of video.frames({ times })) {
      // The rows' times may have been rounded.
      const wanted = times.reduce((a, b) => (Math.abs(b - time) < Math.abs(a - time) ? b : a));
      pictures.set(
        wanted,
        await thumbnail(
          image,
          rows.filter((row) => row.time === wanted),
        ),
      );
    }
  } finally {
    video.close();
  }
  return pictures;
}

async function limits(card: ModelCard | undefined, { minConfidence }: ReportOptions): Promise<string> {
  if (!card) return '<p>This model has no card, which would say how good it is.</p>';
  const { bins, calibration, classes } = card.measurements.flipAveraged;
  const about = { split: 'privateTest', source: card.data.kind };
  const figures: Figure[] = [
    confusionHeatmap(classes.privateTest.confusion, {
      ...about,
      classes: classesOfCard(card),
    }),
  ];
  const error = calibration.find(({ split }) => split === about.split)?.error;
  if (error !== undefined)
    figures.unshift(reliabilityDiagram({ bins, expectedCalibrationError: error }, about));
  const drawn: string[] = [];
  for (const figure of figures) drawn.push(`<div class="figure">${await renderSvg(figure)}</div>`);
  const sentences = describeLimits(card, { minConfidence }).map((text) => `<li>${escapeHtml(text)}</li>`);
  return `<ul>${sentences.join('\n')}</ul><div class="figures">${drawn.join('\n')}</div>`;
}
