import { isEmotions } from '../classes';
import { classesOfCard } from './classes-of-card';
import { formatCount, formatPercent } from '../format';
import type { ModelCard } from './model-card';

/** What kind of faces the model was trained on. */
export function describeFaces({ data }: ModelCard): string {
  if (data.kind === 'own images')
    return 'It was trained on images of its own, in folders named by class, as gray images 48 pixels wide.';
  return data.kind === 'FER-2013'
    ? 'It was trained on FER-2013 (Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414): gray images of faces, 48 pixels wide, collected from the web.'
    : '**It was trained on faces that the project draws. It is for learning the tools, and its scores say nothing about photographs.**';
}

/** Whose labels it learned, if not FER-2013's own; continues {@link describeFaces}. */
export function describeLabels({ data }: ModelCard): string {
  return data.labels === 'crowd'
    ? `\nIt learned what ten people saw in each image, by the votes of FER+, and its probabilities estimate the shares of such votes. FER-2013's own
labels were not used.`
    : '';
}

/** Intended use, limits and known biases, with the numbers of the data that explain them. */
export function describeLimits(card: ModelCard): string {
  const { data, measurements } = card;
  const names = classesOfCard(card);
  // In the middle of a sentence emotions are common nouns; other names stay as they are.
  const inSentence = (name: string) => (isEmotions(names) ? name.toLowerCase() : name);
  const train = data.counts.train;
  const fewest = train.indexOf(Math.min(...train));
  const most = train.indexOf(Math.max(...train));
  const { votes } = measurements.oneView;
  const { classes } = measurements.oneView.classes.privateTest.report;
  const weakest = classes.reduce((a, b) => (b.recall < a.recall ? b : a));
  const rare = `- **Rare ${isEmotions(names) ? 'emotions' : 'classes'}.** ${names[fewest]} has ${formatCount(train[fewest])} images in train, ${names[most]} ${formatCount(train[most])}, so the model has seen few
  examples of ${inSentence(names[fewest])}. It finds ${formatPercent(classes[fewest].recall)} of them in privateTest (${formatCount(classes[fewest].support)} images, so that number is itself uncertain)${
    weakest.emotion === names[fewest]
      ? `, the lowest recall of all ${isEmotions(names) ? 'emotions' : 'classes'}.`
      : `; the lowest recall is that of ${inSentence(weakest.emotion)}, ${formatPercent(weakest.recall)}.`
  }`;
  const labels =
    data.labels === 'crowd'
      ? `- **People disagree.** Even the majority of ten is not the truth${votes ? `: ${formatPercent(1 - votes.privateTest.majorityAgreement, 0)} of the votes on privateTest differ from it` : ''}.
  What is scored as an error may be what the eleventh person would say.`
      : `- **Labels disagree.** ${formatCount(data.duplicates.conflicting)} groups of identical images have different labels; how many images without a duplicate are
  mislabelled cannot be counted. Some of what is scored as an error is not one.`;
  if (data.kind === 'drawn faces')
    return `Only for trying this project's tools.

${rare}`;
  if (data.kind === 'own images')
    return `For images like those that it was trained on; for prototypes in which an error harms nobody.

${labels}
${rare}
- **Small, gray, static.** 48 pixels, no colour: details are not visible.
- **Always an answer.** An image of none of the ${names.length} classes also gets ${names.length} probabilities.`;
  return `For learning, teaching and comparing methods on FER-2013; for prototypes in which an error harms nobody and the people in
the image know about it. The face must be upright, frontal and cropped as FER-2013's are: the model does not detect faces,
but the project's \`loadEmotionDetector()\` does, and cuts them so.

${labels}
${rare}
- **How the images were found.** By a web search for emotion words: many are posed, and some are drawings, stock photos or
  not faces at all. Spontaneous expressions are weaker and mixed.
- **Who is in them is not recorded.** Age, sex, skin colour and culture of the people are unknown, so nobody can say, and
  this card does not, how the errors are distributed between groups. Expect them to be uneven, and measure before you rely
  on the model.
- **Small, gray, static.** 48 pixels, no colour, one moment: wrinkles, blushing and movement are not visible.
- **Always an answer.** An image without a face, or with an emotion other than the seven, also gets seven probabilities.`;
}

/**
 * What no classifier of expressions is good for, with sources. It holds for every model of this
 * kind.
 */
export function describeMisuse(): string {
  return `Not for judging people: nowhere where its answer would affect a decision about someone.

- **No lie detector.** The model knows neither what somebody thinks nor what somebody intends: its labels say how a face looks
  to others.
- **No judge of applicants, employees or pupils.** The European Union's AI Act prohibits systems that infer emotions at work
  and in education, except for medical or safety reasons (Article 5(1)(f), since 2 February 2025). Its recital 44 says why:
  such systems are of limited reliability, not specific, and do not generalise well across cultures, situations and people.
- **No diagnosis.** It was tested on no patient and is no medical device: it can't tell whether somebody is depressed, in
  pain or tired.
- **Nobody without consent.** Ask people before you use it on them, and tell them what you keep. Whoever uses such a system has
  to inform the people exposed to it (Article 50(3), from 2 August 2026).

The AI Act is Regulation (EU) 2024/1689, https://eur-lex.europa.eu/eli/reg/2024/1689/oj.`;
}

/** What a reader should consider first; most of it applies to every model of this kind. */
export function describeEthics({ data }: ModelCard): string {
  const people =
    data.kind === 'FER-2013'
      ? ' The people in its training images were not asked; none of these images is in this project.'
      : '';
  return `An expression is not a feeling. People do smile when they are happy and scowl when they are angry more often than by chance,
but how they show an emotion differs between cultures, situations and people, the same movements express several emotions,
and a scowl often expresses none (Barrett et al. 2019, https://doi.org/10.1177/1529100619832930). The model names an
expression as the people who labelled its images would have; it cannot read minds.${people}`;
}

/** How many test images also appear in the training set, and what that does to a score. */
export function describeDuplicates({ duplicates }: ModelCard['data'], tests: number): string {
  const { groups, redundant, testsInTrain, conflicting } = duplicates;
  if (groups === 0) return 'No image appears twice in the data.';
  return `${formatCount(testsInTrain)} of the ${formatCount(tests)} test images also appear in the training set, pixel for pixel; scores without them are the stricter ones.
(In all there are ${formatCount(groups)} groups of identical images with ${formatCount(redundant)} redundant copies${
    conflicting > 0
      ? `; ${formatCount(conflicting)} groups have more than one label, so no\nmodel can be right on all of them`
      : ', all with the same label'
  }.)`;
}
