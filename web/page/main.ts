// The camera page: joins the sources of pictures, the worker that finds faces, and what shows them.
import type { AnalyseOptions, Backend } from '../messages';
import { startAnalyst } from './analyst';
import { listCameras } from './camera';
import { element } from './element';
import { FrameRate } from './frame-rate';
import { createFaceNumbers } from './number-faces';
import { openCamera } from './open-camera';
import { openPhotograph, openVideo } from './open-file';
import { createResults } from './results';
import type { Source } from './source';
import { watchVideo } from './watch-video';

const BACKENDS: Record<Backend, string> = { webgl: 'the graphics card (WebGL)', wasm: 'WebAssembly' };

/**
 * How faces are looked for. In a video the mirror image and second looks would halve the frames a
 * second.
 */
const optionsFor = ({ kind }: Source): AnalyseOptions =>
  kind === 'photograph'
    ? { flip: true, secondLook: true, tiles: small.checked ? 3 : 1 }
    : { flip: false, secondLook: small.checked, tiles: 1 };

const [start, stop, open] = ['start', 'stop', 'open'].map((id) => element(id, HTMLButtonElement));
const [files, mirror, small] = ['files', 'mirror', 'small'].map((id) => element(id, HTMLInputElement));
const [alert, rate, empty, stage] = ['alert', 'rate', 'empty', 'stage'].map((id) => element(id, HTMLElement));
const cameras = element('cameras', HTMLSelectElement);
const video = element('video', HTMLVideoElement);
const photograph = element('photograph', HTMLImageElement);

let source: Source | undefined;
let stopWatching = () => {};

const isMirrored = () => source?.kind === 'camera' && mirror.checked;
const results = createResults(isMirrored);

/** `?backend=wasm` or `?backend=webgl` overrules what the worker would choose. */
const wanted = new URLSearchParams(location.search).get('backend');
const backend = wanted === 'wasm' || wanted === 'webgl' ? wanted : undefined;
const analyst = startAnalyst(element('worker', HTMLScriptElement).text, { backend });

/** Shows what does not work, in words. */
function complain(error: unknown): void {
  alert.textContent = error instanceof Error ? error.message : String(error);
  alert.hidden = false;
}

/** Ends what there is. */
function end(): void {
  stopWatching();
  stopWatching = () => {};
  source?.end();
  source = undefined;
  show();
}

/** Continues with another source, after {@link end}. */
function begin(next: Source): void {
  source = next;
  alert.hidden = true;
  show();
}

/** Shows the elements that belong to the source. */
function show(): void {
  stop.disabled = source === undefined;
  empty.hidden = source !== undefined;
  video.hidden = source === undefined || source.kind === 'photograph';
  photograph.hidden = source?.kind !== 'photograph';
  video.controls = source?.kind === 'video';
  video.classList.toggle('mirrored', isMirrored());
  results.reset();
}

/** Ends the source because of an error. */
function fail(error: unknown): void {
  end();
  rate.textContent = '';
  complain(error);
}

/** Looks at the video until the source ends, once the models are loaded. */
async function watch(from: Source): Promise<void> {
  const computedBy = BACKENDS[await analyst.ready];
  if (source !== from) return;
  const frames = new FrameRate();
  const numbered = createFaceNumbers();
  let frame = 0;
  let began: number | undefined;
  stopWatching = watchVideo(video, {
    async look(picture, seconds) {
      const answer = await analyst.analyse(picture, optionsFor(from));
      if (source !== from) return;
      // A camera's time begins with its first picture.
      began ??= from.kind === 'camera' ? seconds : 0;
      const time = seconds - began;
      const faces = numbered(answer.faces, time);
      results.add({ ...answer, faces, file: from.name, frame: frame++, time });
      const count = frames.count()?.toFixed(1);
      if (count !== undefined)
        rate.textContent = `${count} frames/s, ${Math.round(answer.milliseconds)} ms each, on ${computedBy}`;
    },
    onError: fail,
  });
}

async function showCamera(): Promise<void> {
  end();
  start.disabled = true;
  let camera: Source | undefined;
  try {
    camera = await openCamera(video, {
      id: cameras.value,
      onLost: (lost) => source === lost && fail('The camera was disconnected.'),
    });
    // A file was opened while the browser asked.
    if (source) return camera.end();
    begin(camera);
    await Promise.all([play(camera), offerCameras(), watch(camera)]);
  } catch (error) {
    if (source === camera) fail(error);
  } finally {
    start.disabled = false;
  }
}

/** Plays the video, unless something else has begun or the user was faster. */
async function play(from: Source): Promise<void> {
  try {
    await video.play();
  } catch (error) {
    if (source === from && (error as DOMException).name !== 'AbortError') throw error;
  }
}

async function offerCameras(): Promise<void> {
  const found = await listCameras();
  const { value } = cameras;
  cameras.length = 1;
  for (const { id, name } of found) cameras.add(new Option(name, id));
  cameras.value = found.some(({ id }) => id === value) ? value : '';
}

/** Shows files that the user has chosen or dropped: photographs one after the other, or a video. */
async function showFiles(chosen: Iterable<File>): Promise<void> {
  for (const file of chosen) {
    if (file.type.startsWith('video/')) return showVideo(file);
    // Until the user wants something else.
    if (!(await showPhotograph(file))) return;
  }
}

/** @returns whether it has been shown, and still is */
async function showPhotograph(file: File): Promise<boolean> {
  end();
  const from = openPhotograph(photograph, file);
  begin(from);
  rate.textContent = 'Looking …';
  try {
    const answer = await analyst.analyse(await createImageBitmap(file), optionsFor(from));
    if (source !== from) return false;
    results.add({ ...answer, file: file.name });
    const chosen = BACKENDS[await analyst.ready];
    rate.textContent = `${file.name}: ${Math.round(answer.milliseconds)} ms, on ${chosen}`;
  } catch (error) {
    if (source !== from) return false;
    const isUnreadable = (error as Error).name === 'InvalidStateError';
    const advice = `${file.name} is not a picture that this browser can read. Try a JPEG or PNG file.`;
    fail(isUnreadable ? advice : error);
  }
  return source === from;
}

async function showVideo(file: File): Promise<void> {
  end();
  const from = openVideo(video, file);
  begin(from);
  try {
    // Not before the models are loaded, so that they see all of it.
    await watch(from);
    await play(from);
  } catch (error) {
    if (source !== from) return;
    // What the worker says is in words already.
    if (!(error instanceof DOMException)) return fail(error);
    fail(`${file.name} is not a video that this browser can play. Try an MP4 or WebM file.`);
  }
}

start.addEventListener('click', () => void showCamera());
cameras.addEventListener('change', () => {
  if (source?.kind === 'camera') void showCamera();
});
stop.addEventListener('click', () => {
  end();
  rate.textContent = 'Stopped.';
  results.announce('Stopped.');
  start.focus();
});
open.addEventListener('click', () => files.click());
files.addEventListener('change', () => {
  void showFiles([...files.files!]);
  // The same file can be chosen again.
  files.value = '';
});
mirror.addEventListener('change', () => {
  video.classList.toggle('mirrored', isMirrored());
  results.redraw();
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  stage.classList.add('dropping');
});
document.addEventListener('dragleave', ({ relatedTarget }) => {
  if (relatedTarget === null) stage.classList.remove('dropping');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  stage.classList.remove('dropping');
  void showFiles([...event.dataTransfer!.files]);
});
addEventListener('pagehide', end);
navigator.mediaDevices?.addEventListener('devicechange', () => void offerCameras());
new ResizeObserver(results.redraw).observe(stage);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', results.redraw);

void offerCameras();
analyst.ready.then(
  (chosen) => {
    if (!source) rate.textContent = `Ready, on ${BACKENDS[chosen]}.`;
  },
  (error: unknown) => {
    start.disabled = open.disabled = true;
    fail(error);
  },
);
