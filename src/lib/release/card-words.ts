import { EMOTIONS } from '../emotions';
import { formatCount, formatPercent } from '../format';
import type { ModelCard } from './model-card';

/** What kind of faces the model knows. */
export function describeFaces({ data }: ModelCard): string {
  return data.kind === 'FER-2013'
    ? 'It was trained on FER-2013 (Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414): gray pictures of faces, 48 pixels wide, found in the web.'
    : '**It was trained on faces that the project draws: it is for learning the tools, and its scores say nothing about photographs.**';
}

/** Intended use, limits and known biases, with the numbers of the data that explain them. */
export function describeLimits({ data, measurements }: ModelCard): string {
  const train = data.counts.train;
  const fewest = train.indexOf(Math.min(...train));
  const most = train.indexOf(Math.max(...train));
  const { classes } = measurements.oneView.classes.privateTest.report;
  const weakest = classes.reduce((a, b) => (b.recall < a.recall ? b : a));
  const rare = `- **Rare emotions.** ${EMOTIONS[fewest]} has ${formatCount(train[fewest])} images in train, ${EMOTIONS[most]} ${formatCount(train[most])}, so the model has seen little of the
  one. It finds ${formatPercent(classes[fewest].recall)} of privateTest's ${EMOTIONS[fewest].toLowerCase()} (${formatCount(classes[fewest].support)} images, so that number is rough itself)${
    weakest.emotion === EMOTIONS[fewest]
      ? ', less than of any other.'
      : `; least of all it finds ${weakest.emotion.toLowerCase()}, ${formatPercent(weakest.recall)}.`
  }`;
  if (data.kind === 'drawn faces')
    return `For trying the tools of this project, and for nothing else.

${rare}`;
  return `For learning, teaching and comparing methods on FER-2013; for prototypes in which an error harms nobody and the people in the picture
know of it. The face must be cut out, upright and seen from the front: it detects no faces itself.

Not for judging people: not at work, at school, in hiring, in security, in medicine, nor anywhere else where its answer would decide something about
someone.

- **Labels disagree.** ${formatCount(data.duplicates.conflicting)} groups of equal images carry different labels, and what the same mistake does to images that stand there once can't be
  counted. A part of what is scored as an error is none.
${rare}
- **How the pictures were found.** By searching the web for words of emotion: many are posed, some are drawings, stock photos or no face at
  all. Spontaneous expressions are weaker and mixed.
- **Who is in them is not recorded.** Age, sex, skin colour and culture of the people are unknown, so nobody can say, and this card does
  not, how the errors are shared out between groups. Expect them to be shared unevenly, and measure before you rely on it.
- **Small, gray, old.** 48 pixels, no colour, one moment: wrinkles, blushing and everything that needs time are out of sight.
- **Always an answer.** A picture of no face, or of an emotion that is not among the seven, also gets seven probabilities.`;
}

/** What a reader should have thought about first; most of it holds for every model of this kind. */
export function describeEthics({ data }: ModelCard): string {
  const people =
    data.kind === 'FER-2013'
      ? ' The pictures that it was trained on are of people who were not asked; none of them is in this project.'
      : '';
  return `What a face shows is not what a person feels: people smile when they are sad and frown when they think, and cultures differ in what they
show (Barrett et al. 2019, https://doi.org/10.1177/1529100619832930). The model names an expression as the people would have who labelled its pictures;
it reads nobody's mind. The European Union's AI Act forbids systems that infer emotions at work and in education, but for medical or safety reasons
(Article 5(1)(f)), and asks to tell people wherever else one is used on them (Article 50). Ask before you point it at someone.${people}`;
}

/** How many test images also stand in train, and what that does to a score. */
export function describeDuplicates({ duplicates }: ModelCard['data'], tests: number): string {
  const { groups, redundant, testsInTrain, conflicting } = duplicates;
  if (groups === 0) return 'No image stands twice in the data.';
  return `${formatCount(testsInTrain)} of the ${formatCount(tests)} test images also stand in train, pixel by pixel; a score without them is the harder one. (In all there are
${formatCount(groups)} groups of equal images with ${formatCount(redundant)} too many; ${formatCount(conflicting)} groups carry more than one label, so no model can be right on all of them.)`;
}
