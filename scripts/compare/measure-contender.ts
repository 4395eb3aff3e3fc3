import path from 'node:path';
import { formatCount } from '../../src/lib/format';
import type { ContenderGroup } from '../shared/contender-group';
import type { KerasHello } from '../shared/contender-hello';
import type { Contender, OnProgress } from '../shared/json-lines-process';
import type { createReporter } from '../shared/reporter.mjs';
import { VOTE_SCORES } from '../../src/lib/evaluation/index';
import type { ComparedContender } from './contenders';
import { PEERS } from './peers';
import { FOUND, PREDICTED, SCORED, type CompareRow, type VotesRow } from './row';

/** What measuring a contender takes. */
export interface MeasureOptions {
  /** The project's program, which has opened the data set. */
  project: Contender;
  group: ContenderGroup;
  reporter: ReturnType<typeof createReporter>;
  /** The test images: the file of their pixels, and how many there are. */
  tests: { images: string; count: number };
  /** Images that the contender gets at once. */
  batch: number;
  /** Where its predictions are written. */
  folder: string;
  /** Whether the project's models are timed with their fast ops, too. */
  fast: boolean;
  /** Whether the predictions are scored against FER+'s votes, too. */
  votes: boolean;
}

/** A contender's rows, or why it is `absent`; and Keras' versions where it ran on that. */
export interface MeasuredContender {
  row: CompareRow;
  votesRow?: VotesRow;
  versions?: KerasHello;
}

/**
 * Lets a contender predict the test images once, and scores its predictions by FER-2013's own
 * labels and by FER+'s votes.
 */
export async function measureContender(
  contender: ComparedContender,
  { project, group, reporter, tests, batch, folder, fast, votes }: MeasureOptions,
): Promise<MeasuredContender> {
  const { id } = contender;
  const { title, learned, chosenOn, absent } = await aboutOf(contender, project);
  if (absent !== undefined) {
    const row = { id, title, absent };
    return { row, ...(votes && { votesRow: row }) };
  }
  const file = path.join(folder, `${id}.bin`);
  const command = { task: 'predict', batch, file };
  const { labels, versions, ...measured } = await reporter.step(title, async (note) => {
    const onProgress = showing(note);
    if (!('program' in contender)) {
      const { group: which, flip } = contender;
      const own = { ...command, which, flip, fast: fast && !flip };
      return project.ask(own, PREDICTED, { onProgress });
    }
    const peer = group.start(contender.program);
    try {
      return await peer.ask({ ...command, ...tests }, PREDICTED, { onProgress });
    } finally {
      await group.stop(peer);
    }
  });
  const scores = await project.ask({ task: 'score', file, labels }, SCORED);
  const row = { id, title, chosenOn, ...scores, ...measured };
  if (!votes) return { row, versions };
  const scoredVotes = await project.ask({ task: 'scoreVotes', file, labels }, VOTE_SCORES);
  return { row, votesRow: { id, title, learned, chosenOn, scores: scoredVotes }, versions };
}

/** What a contender is called, whose labels it learned, and what chose its checkpoint. */
async function aboutOf(contender: ComparedContender, project: Contender) {
  if ('program' in contender) {
    const { title, group } = contender;
    return { title, learned: PEERS[group].learned, chosenOn: null, absent: undefined };
  }
  const { group: which, flip } = contender;
  const { title, labels, absent } = await project.ask({ task: 'find', which }, FOUND);
  const isCrowd = labels === 'crowd';
  return {
    title: flip ? `${title}, with mirror image` : title,
    learned: isCrowd ? "FER+'s votes" : "FER-2013's",
    chosenOn: isCrowd ? ("publicTest's votes" as const) : ('publicTest' as const),
    absent,
  };
}

/** Shows how far a contender is, on its step's line. */
export function showing(note: (text: string) => void): OnProgress {
  return (done, total) => note(`${formatCount(done)} of ${formatCount(total)} images`);
}
