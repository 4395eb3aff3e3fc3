import { readFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { printable } from '../../src/lib/printable.cjs';
import { replaceBetween } from '../shared/replace-between';
import type { Tally } from './campaign';
import { projectRoot } from './project-root';
import { resultTable } from './result-table';

const PAGE = path.join('docs', 'reliability.md');
const MARKS = { begin: '<!-- torture: begin -->', end: '<!-- torture: end -->' };

/** The facts about a campaign that the page states. */
export interface CampaignFacts {
  command: string;
  commit?: string;
  minutes: number;
  tallies: readonly Tally[];
}

/**
 * Replaces the text between the page's markers.
 *
 * @throws ExpectationError for a page without the markers
 */
export function writeBetween(page: string, text: string): string {
  const written = replaceBetween(page, { ...MARKS, text });
  if (written === undefined)
    throw expectation(PAGE, {
      expectation: `a page with the lines ${MARKS.begin} and ${MARKS.end}`,
      found: 'one without',
      advice: 'Restore it from git: git checkout docs/reliability.md.',
    });
  return written;
}

/**
 * The text for the page: machine, versions, command, table and faults.
 *
 * @example console.log(campaignText({ command, minutes: 30, tallies }));
 */
export function campaignText({ command, commit, minutes, tallies }: CampaignFacts): string {
  const processors = cpus();
  const facts = [
    new Date().toISOString().slice(0, 10),
    `${processors[0]?.model ?? 'unknown processor'}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()}, Node ${process.versions.node}`,
    ...(commit ? [`commit ${commit.slice(0, 10)}`] : []),
  ];
  const faults = tallies.flatMap((tally) => tally.faults);
  const list = faults.map(
    ({ what, fault, command }) =>
      `- \`${command}\`: ${inMarkdown(what, 160)}: ${inMarkdown(fault.split('\n')[0], 200)}`,
  );
  return [
    `\`${command}\`, ${minutes.toFixed(0)} minutes; ${facts.join('; ')}.`,
    resultTable(tallies),
    faults.length
      ? `The faults, each with the command that reproduces it:\n\n${list.join('\n')}`
      : 'No fault.',
  ].join('\n\n');
}

/** Escapes text, since texts from mutants may contain anything. */
function inMarkdown(text: string, longest: number): string {
  return printable(text, { longest }).replace(/[\\`*_{}[\]<>|#&]/g, (character) => `\\${character}`);
}

/**
 * Writes the results of a campaign into docs/reliability.md.
 *
 * @returns the page's path
 */
export async function writeReliabilityPage(facts: CampaignFacts): Promise<string> {
  const file = path.join(projectRoot, PAGE);
  await writeFileAtomic(file, writeBetween(readFileSync(file, 'utf8'), campaignText(facts)));
  return PAGE;
}
