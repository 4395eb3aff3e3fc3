import { blend, css, shade } from '../colour';
import type { Side, Sketch } from '../sketch';
import { decimal, smooth, type Point } from '../svg-path';

/** Vertical position of the mouth at rest. */
const MOUTH_LINE = 42;

/** Lips, the opening between them, teeth and tongue. */
export function drawMouth(sketch: Sketch): string {
  const { parameters, project, unit, skin, foldCss } = sketch;
  const { mouthWidth, lipFullness, mouthCurve, makeup } = parameters.identity;
  const jaw = unit('jawDrop') * unit('lipsPart');
  const [pull, depress, stretch, tight] = [
    unit('lipCornerPull'),
    unit('lipCornerDepress'),
    unit('lipStretch'),
    unit('lipTighten'),
  ];
  const [raise, sink, chin] = [unit('upperLipRaise'), unit('lowerLipDepress'), unit('chinRaise')];
  const isRound = jaw * (1 - Math.max(pull, stretch));
  const half = 20 * mouthWidth + 9.5 * pull + 8 * stretch - 3.5 * tight - 8 * isRound - 1.5 * raise;
  const gap = 7.5 * unit('lipsPart') + 23 * jaw + 3 * sink * unit('lipsPart');
  // The middle of the line where the lips meet, and how far the corners are above (negative) or
  // below it.
  const middle = MOUTH_LINE - 2.5 * chin + 2.5 * pull - 3.5 * raise - 1.5 * depress + 1.5 * tight;
  const corner = (side: Side) =>
    MOUTH_LINE -
    mouthCurve -
    8.5 * sketch.unit('lipCornerPull', side) +
    8 * sketch.unit('lipCornerDepress', side) +
    0.35 * gap +
    2.5 * stretch;
  const upperEdge = middle - 0.22 * gap;
  const lowerEdge = middle + 0.78 * gap;
  const upperLip = 5.2 * lipFullness * (1 - 0.75 * tight) * (1 - 0.3 * pull) * (1 - 0.2 * stretch);
  const lowerLip =
    7 * lipFullness * (1 - 0.65 * tight) * (1 - 0.25 * pull) * (1 - 0.2 * stretch) * (1 + 0.25 * chin);

  // x as a share of the half width; y between the middle (at 0) and the corners (at 1 and -1).
  const at = (x: number, y: number): Point => project(half * x, y, { lift: 3 });
  const between = (x: number, y: number, weight: number): Point => {
    const side: Side = x < 0 ? -1 : 1;
    return at(x, y + (corner(side) - y) * weight);
  };
  // A raised upper lip is squared: its sides are at least as high as its middle.
  const square = 0.34 - 0.3 * raise - 0.12 * sink * unit('lipsPart');
  const sneer = 3.5 * raise;
  const upperLine = [
    between(-0.6, upperEdge - sneer, square),
    between(-0.25, upperEdge - 0.3 * sneer, 0.08),
    at(0, upperEdge),
    between(0.25, upperEdge - 0.3 * sneer, 0.08),
    between(0.6, upperEdge - sneer, square),
  ];
  const lowerWeight = 0.42 - 0.26 * sink - 0.14 * isRound - 0.12 * stretch;
  const lowerLine = [
    between(0.6, lowerEdge, lowerWeight),
    between(0.25, lowerEdge, 0.08),
    at(0, lowerEdge),
    between(-0.25, lowerEdge, 0.08),
    between(-0.6, lowerEdge, lowerWeight),
  ];
  const [left, right] = [at(-1, corner(-1)), at(1, corner(1))];
  const lips = smooth(
    [
      left,
      between(-0.6, upperEdge - sneer - upperLip * 0.75, square),
      between(-0.24, upperEdge - 0.5 * sneer - upperLip * 1.05, 0.05),
      at(0, upperEdge - upperLip * 0.8),
      between(0.24, upperEdge - 0.5 * sneer - upperLip * 1.05, 0.05),
      between(0.6, upperEdge - sneer - upperLip * 0.75, square),
      right,
      between(0.6, lowerEdge + lowerLip * 0.75, lowerWeight),
      at(0, lowerEdge + lowerLip),
      between(-0.6, lowerEdge + lowerLip * 0.75, lowerWeight),
    ],
    { closed: true },
  );
  const lipColour = blend(blend(shade(skin, 0.8), { with: [176, 70, 74], share: 0.4 }), {
    with: [150, 20, 44],
    share: 0.65 * makeup,
  });
  const opening = smooth([left, ...upperLine, right, ...lowerLine], { closed: true });
  const line = smooth([left, ...upperLine, right]);
  const [shadowX, shadowY] = at(0, lowerEdge + lowerLip + 4);
  const under = `<ellipse cx="${decimal(shadowX)}" cy="${decimal(shadowY)}" rx="${decimal(half * 0.5)}" ry="2.4" fill="${foldCss}" fill-opacity="${decimal(0.22 + 0.25 * chin)}"/>`;
  const body = `${under}<path d="${lips}" fill="${css(lipColour)}"/>`;
  const stroke = (width: number) =>
    `<path d="${line}" fill="none" stroke="rgb(56,22,22)" stroke-width="${decimal(width)}" stroke-linecap="round"/>`;
  if (gap < 1.6) return `${body}${stroke(1.9 + 0.8 * tight)}`;

  const inside = gap * (1 + 0.12);
  const teeth = 'rgb(238,234,224)';
  // Smiling, sneering and stretching bare the upper teeth; a pulled-down lower lip bares the lower
  // ones.
  const upperTeeth = Math.min(inside * 0.72, 3 + 5.5 * Math.max(pull, raise, 0.75 * stretch, 0.55 * sink));
  const lowerTeeth = Math.min(inside * 0.3, 5 * Math.max(sink, 0.4 * stretch));
  const row = (from: number, to: number, bow: number) =>
    `<path d="${smooth([at(-1, from), at(0, from), at(1, from), at(0.85, to - bow), at(0, to), at(-0.85, to - bow)], { closed: true })}" fill="${teeth}"/>`;
  const tongue =
    jaw > 0.25
      ? `<ellipse cx="${decimal(at(0, lowerEdge)[0])}" cy="${decimal(at(0, lowerEdge)[1])}" rx="${decimal(half * 0.55)}" ry="${decimal(gap * 0.28)}" fill="rgb(150,66,70)"/>`
      : '';
  const cornerRise = Math.min(0, corner(1) - upperEdge);
  return (
    `<clipPath id="mouth"><path d="${opening}"/></clipPath>${body}<path d="${opening}" fill="rgb(44,14,16)"/>` +
    `<g clip-path="url(#mouth)">${tongue}` +
    row(upperEdge - 14, upperEdge + upperTeeth, -cornerRise * 0.8) +
    (lowerTeeth > 1 ? row(lowerEdge + 14, lowerEdge - lowerTeeth, -1) : '') +
    `</g>${stroke(1.1)}`
  );
}
