import { EMOTIONS } from '../../src/lib/emotions';
import { formatAmount, formatPercent } from '../../src/lib/format';
import { EMOTION_COLORS } from '../../src/lib/plots/palette';
import type { FacesAnswer, SeenFace } from '../messages';
import { createAnnouncer } from './announcer';
import { element } from './element';
import { createFaceCards } from './face-cards';
import { FaceTable } from './face-table';
import { nameOf } from './name-of';
import { drawBoxes } from './overlay';
import { Timeline } from './timeline';

/** What was found in a picture, and where it comes from. */
export interface FoundFaces extends FacesAnswer {
  /** The name of its source. */
  file: string;
  /** Of a camera or video: the number of the frame and its time in seconds. */
  frame?: number;
  time?: number;
}

/** Shows what was found: boxes, cards, the last minute, the sentence for screen readers, the CSV. */
export interface Results {
  add(found: FoundFaces): void;
  /** Forgets the faces, because another source begins. The CSV stays. */
  reset(): void;
  /** Draws again, because a size or a colour has changed. */
  redraw: () => void;
  announce(text: string): void;
}

/**
 * Joins the elements that show faces.
 *
 * @param isMirrored whether the picture is shown mirrored at the moment
 */
export function createResults(isMirrored: () => boolean): Results {
  const stage = element('stage', HTMLElement);
  const boxes = element('boxes', HTMLCanvasElement);
  const followed = element('followed', HTMLSelectElement);
  const [save, clear] = ['save', 'clear'].map((id) => element(id, HTMLButtonElement));
  const timeline = new Timeline(element('timeline', HTMLCanvasElement));
  const table = new FaceTable();
  const announce = createAnnouncer(element('summary', HTMLElement));
  const cards = createFaceCards(element('faces', HTMLElement), element('card', HTMLTemplateElement));
  let shown: FoundFaces | undefined;
  let frames = 0;
  let isDrawing = false;

  const drawTimeline = () => timeline.draw(followed.value === '' ? undefined : Number(followed.value));
  const redraw = () => {
    const { faces = [], width = 1, height = 1 } = shown ?? {};
    drawBoxes(boxes, { faces, width, height, isMirrored: isMirrored() });
    drawTimeline();
  };
  const show = () => {
    isDrawing = false;
    if (!shown) return;
    const { faces, width, height, tensors } = shown;
    stage.style.setProperty('--ratio', `${width / height}`);
    cards.show(faces);
    offerFaces(followed, timeline.ids());
    save.textContent = `Save as CSV (${formatAmount(table.length, 'row')})`;
    save.disabled = clear.disabled = table.length === 0;
    // For the tests.
    Object.assign(boxes.dataset, { frames, tensors });
    redraw();
  };
  // Not at once, so that the next picture is on its way first.
  const showSoon = () => {
    if (!isDrawing) requestAnimationFrame(show);
    isDrawing = true;
  };

  showLegend(element('legend', HTMLElement));
  followed.addEventListener('change', drawTimeline);
  save.addEventListener('click', () => table.save());
  clear.addEventListener('click', () => {
    table.clear();
    timeline.clear();
    save.textContent = 'Save as CSV';
    save.disabled = clear.disabled = true;
    drawTimeline();
    announce('Cleared.');
  });
  return {
    add(found) {
      shown = found;
      frames++;
      const { faces, time } = found;
      table.add(found);
      if (time !== undefined) timeline.add({ time, faces });
      announce(describe(faces));
      showSoon();
    },
    reset() {
      shown = undefined;
      timeline.clear();
      cards.clear();
      offerFaces(followed, []);
      redraw();
    },
    redraw,
    announce,
  };
}

/** The faces in a sentence. */
function describe(faces: readonly SeenFace[]): string {
  if (faces.length === 0) return 'No face.';
  const each = faces.map(
    (face, index) => `${nameOf(face, index)}: ${face.emotion} ${formatPercent(face.confidence, 0)}`,
  );
  return `${formatAmount(faces.length, 'face')}. ${each.slice(0, 4).join('. ')}.`;
}

/** Lists the faces that the timeline can follow. */
function offerFaces(followed: HTMLSelectElement, ids: readonly number[]): void {
  const offered = Array.from(followed.options, ({ value }) => value).slice(1);
  if (ids.join() === offered.join()) return;
  const { value } = followed;
  followed.length = 1;
  for (const id of ids) followed.add(new Option(`Face ${id}`, `${id}`));
  followed.value = ids.includes(Number(value)) ? value : '';
}

function showLegend(legend: HTMLElement): void {
  EMOTIONS.forEach((emotion, label) => {
    const entry = document.createElement('span');
    entry.textContent = emotion;
    entry.style.setProperty('--color', EMOTION_COLORS[label]);
    legend.append(entry);
  });
}
