import { EMOTIONS } from '../../src/lib/emotions';
import type { QualityFlag } from '../../src/lib/faces/quality';
import { formatPercent } from '../../src/lib/format';
import { EMOTION_COLORS } from '../../src/lib/plots/palette';
import type { SeenFace } from '../messages';
import { nameOf } from './name-of';

/** The most faces that get a card; the others have a box only. */
const MOST = 4;

/** Why an emotion is doubtful, in words. */
const DOUBTS: Record<QualityFlag, string> = {
  small: 'small',
  blurred: 'blurred',
  turned: 'turned away',
  dark: 'dark',
  cut: 'cut by the border',
};

interface Card {
  item: HTMLElement;
  show: (face: SeenFace, index: number) => void;
}

/**
 * The list of faces: what the model saw of each, its emotion and the probabilities as bars.
 *
 * @param list is filled
 * @param template of a card
 */
export function createFaceCards(
  list: HTMLElement,
  template: HTMLTemplateElement,
): { show(faces: readonly SeenFace[]): void; clear(): void } {
  const cards: Card[] = [];
  const show = (faces: readonly SeenFace[]) => {
    // The last faces stay, paler, until there are others: the page would jump at every blink.
    list.classList.toggle('gone', faces.length === 0);
    if (faces.length === 0) return;
    const shown = faces.slice(0, MOST);
    // Kept and changed: a screen reader would lose its place in a new list.
    while (cards.length < shown.length) cards.push(createCard(template));
    cards.forEach(({ item, show }, index) => {
      if (index < shown.length) {
        show(shown[index], index);
        if (!item.isConnected) list.append(item);
      } else item.remove();
    });
  };
  return { show, clear: () => list.replaceChildren() };
}

function createCard(template: HTMLTemplateElement): Card {
  const item = (template.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>('.card')!;
  const canvas = item.querySelector('canvas')!;
  const [title, doubts, bars] = ['h3', '.doubts', 'dl'].map((name) => item.querySelector<HTMLElement>(name)!);
  const rows = EMOTIONS.map((emotion, label) => {
    const name = document.createElement('dt');
    name.textContent = emotion;
    const value = document.createElement('dd');
    const text = document.createElement('span');
    const bar = document.createElement('i');
    bar.style.setProperty('--color', EMOTION_COLORS[label]);
    value.append(bar, text);
    bars.append(name, value);
    return { emotion, bar, text };
  });
  return {
    item,
    show(face, index) {
      const { emotion, confidence, probabilities, quality, crop } = face;
      const name = nameOf(face, index);
      title.textContent = `${name}: ${emotion} ${formatPercent(confidence, 0)}`;
      canvas.setAttribute('aria-label', `What the model sees of ${name}: gray, 48x48 pixels`);
      drawCrop(canvas, crop);
      doubts.hidden = quality.flags.length === 0;
      doubts.textContent = `Hard to judge: ${quality.flags.map((flag) => DOUBTS[flag]).join(', ')}.`;
      for (const { emotion, bar, text } of rows) {
        bar.style.setProperty('--share', `${probabilities[emotion]}`);
        text.textContent = formatPercent(probabilities[emotion], 0);
      }
    },
  };
}

function drawCrop(canvas: HTMLCanvasElement, crop: Uint8Array): void {
  const pixels = new ImageData(canvas.width, canvas.height);
  crop.forEach((gray, i) => pixels.data.set([gray, gray, gray, 255], 4 * i));
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
}
