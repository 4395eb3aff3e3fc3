import { readFileSync } from 'node:fs';
import path from 'node:path';
import { escapeHtml } from '../../../src/lib/escape-html';
import { mathStyle } from './render-math';

/** A browser keeps a page to what is in it: nothing is fetched, whatever a cell has put out. */
const POLICY =
  "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/**
 * The text of a file in this folder, for a page that has it inside.
 *
 * @example readBeside('page.css')
 */
export const readBeside = (name: string): string => readFileSync(path.join(__dirname, name), 'utf8');

/**
 * The beginning of a page that is a single file, up to its body.
 *
 * @param options.title as text
 * @param options.styles CSS besides that of the notebooks' content
 * @param options.before CSS that comes before it
 * @param options.hasMath whether formulas need their fonts
 * @example pageHead({ title: '1. Import libraries', styles: readBeside('page.css'), hasMath: false });
 */
export function pageHead({
  title,
  styles,
  before = '',
  hasMath,
}: {
  title: string;
  styles: string;
  before?: string;
  hasMath: boolean;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>
${before}${readBeside('content.css')}${styles}${hasMath ? mathStyle() : ''}</style>
</head>`;
}
