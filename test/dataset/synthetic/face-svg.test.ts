import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JSDOM } from 'jsdom';
import { sampleFaceParameters, faceSvg, type FaceParameters } from '../../../src/lib/dataset/synthetic';
import { HAIR_STYLES } from '../../../src/lib/dataset/synthetic/identity';
import { EMOTIONS } from '../../../src/lib/emotions';
import { createRandom } from '../../../src/lib/random';

/** The drawing as a document; throws when it is not well-formed XML. */
function parse(svg: string): Document {
  return new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document;
}

/** A face with one trait of its person replaced. */
function withIdentity(changes: Partial<FaceParameters['identity']>): FaceParameters {
  const face = sampleFaceParameters('Neutral', createRandom(1));
  return { ...face, identity: { ...face.identity, ...changes } };
}

describe('faceSvg()', () => {
  it('draws every emotion as well-formed SVG without a single NaN', () => {
    for (const emotion of EMOTIONS) {
      for (let seed = 0; seed < 20; seed++) {
        const svg = faceSvg(sampleFaceParameters(emotion, createRandom(seed)));
        assert.equal(parse(svg).documentElement.tagName, 'svg');
        assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
      }
    }
  });

  it('draws every hair style, beard and pair of glasses differently', () => {
    const drawings = [
      ...HAIR_STYLES.map((hairStyle) => faceSvg(withIdentity({ hairStyle, beard: 'none', glasses: 'none' }))),
      ...(['stubble', 'moustache', 'goatee', 'full'] as const).map((beard) =>
        faceSvg(withIdentity({ hairStyle: 'short', beard, glasses: 'none' })),
      ),
      ...(['round', 'square'] as const).map((glasses) =>
        faceSvg(withIdentity({ hairStyle: 'short', beard: 'none', glasses })),
      ),
    ];
    assert.equal(new Set(drawings).size, drawings.length);
  });

  it('shows teeth, clipped to the mouth, only where the lips part', () => {
    const face = sampleFaceParameters('Happiness', createRandom(1));
    const mouth = (lipsPart: number) =>
      faceSvg({ ...face, units: { ...face.units, lipsPart, lipCornerPull: 1 } });
    assert.match(mouth(1), /clip-path="url\(#mouth\)"/);
    assert.doesNotMatch(mouth(0), /clip-path="url\(#mouth\)"/);
  });

  it('asks for the size it is told and keeps its own units', () => {
    const svg = parse(faceSvg(sampleFaceParameters('Fear', createRandom(1)), { size: 384 })).documentElement;
    assert.equal(svg.getAttribute('width'), '384');
    assert.equal(svg.getAttribute('viewBox'), '0 0 192 192');
  });

  it('rejects a size that cannot be drawn', () => {
    const face = sampleFaceParameters('Fear', createRandom(1));
    for (const size of [0, -1, NaN, Infinity]) {
      assert.throws(
        () => faceSvg(face, { size }),
        /Expected size to be a number of pixels above 0 but found/,
      );
    }
  });
});
