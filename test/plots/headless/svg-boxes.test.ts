import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boxOf, clientBoxOf, type SvgNode } from '../../../src/lib/plots/headless/svg-boxes';
import { textWidth } from '../../../src/lib/plots/text-width';
import { plotlyText, wrapText } from '../../../src/lib/plots/wrap-text';

function element(
  tagName: string,
  attributes: Record<string, string>,
  content: string | SvgNode[] = [],
): SvgNode {
  const children = typeof content === 'string' ? [] : content;
  const node = {
    tagName,
    parentNode: null as SvgNode | null,
    children,
    textContent: typeof content === 'string' ? content : children.map((child) => child.textContent).join(''),
    getAttribute: (name: string) => attributes[name] ?? null,
  };
  for (const child of children) (child as { parentNode: SvgNode | null }).parentNode = node;
  return node;
}

describe('boxOf()', () => {
  it('anchors a text at its middle or end and counts its lines', () => {
    const width = textWidth('Fear', 10);
    const text = element(
      'text',
      { x: '50', y: '20', 'text-anchor': 'middle', style: 'font-size: 10px' },
      'Fear',
    );
    assert.deepEqual(boxOf(text), { left: 50 - width / 2, right: 50 + width / 2, top: 11, bottom: 22.5 });
    const lines = ['a', 'bb'].map((line) => element('tspan', { class: 'line' }, line));
    const two = boxOf(element('text', { 'text-anchor': 'end', style: 'font-size: 10px' }, lines));
    assert.deepEqual([two.left, two.right, two.bottom], [-textWidth('bb', 10), 0, 15.5]);
  });
  it('joins the boxes of a group, moved and turned as their transforms say', () => {
    const rect = element('rect', { x: '1', y: '2', width: '10', height: '4' });
    const group = element('g', {}, [element('g', { transform: 'translate(5, 6)' }, [rect])]);
    assert.deepEqual(boxOf(group), { left: 6, top: 8, right: 16, bottom: 12 });
    const turned = element('g', { transform: 'rotate(90) scale(2)' }, [
      element('rect', { x: '1', y: '2', width: '10', height: '4' }),
    ]);
    const box = clientBoxOf(turned.children[0]);
    [box.left, box.top, box.right, box.bottom].forEach((value, i) => {
      assert.ok(Math.abs(value - [-12, 2, -4, 22][i]) < 1e-9);
    });
  });
});

describe('wrapText()', () => {
  it('breaks at spaces where a line gets too wide, never inside a word', () => {
    assert.deepEqual(wrapText('predicted Happiness', { width: 70, fontSize: 12 }), [
      'predicted',
      'Happiness',
    ]);
    assert.deepEqual(wrapText('for Fear (28 %)', { width: 60, fontSize: 12 }), ['for Fear', '(28 %)']);
    assert.deepEqual(wrapText('Happiness', { width: 5, fontSize: 12 }), ['Happiness']);
    assert.deepEqual(wrapText('a\nb', { width: 500, fontSize: 12 }), ['a', 'b']);
    assert.equal(plotlyText(['a <b>', '&']), 'a &lt;b><br>&amp;');
  });
});
