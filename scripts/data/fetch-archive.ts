import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { reportMinutes } from '../shared/report-minutes';
import { duration } from '../shared/duration.mjs';
import { sentenceOf } from '../shared/sentence-of.mjs';
import { takeLock } from '../shared/take-lock.mjs';
import { toUser } from '../shared/user-path.mjs';
import { bar, formatCount, formatMegabytes, formatPercent } from '../../src/lib/format';
import { createLiveLine } from '../../src/lib/live-line';
import { checkArchive, type ArchiveCounts } from './check-archive';
import { download, type DownloadListener, type DownloadOptions } from './download';

/** Kaggle's public download address of https://www.kaggle.com/datasets/msambare/fer2013. */
const KAGGLE = 'https://www.kaggle.com/api/v1/datasets/download/msambare/fer2013';

/** How {@link fetchArchive} goes about it; what is not an address is for tests. */
export interface FetchOptions extends Pick<DownloadOptions, 'attempts' | 'pause'> {
  /** A mirror's address. */
  url?: string;
  check?: (file: string) => Promise<ArchiveCounts>;
}

/**
 * Downloads FER-2013's archive to `<folder>/fer2013.zip`, with a progress bar; resumes what an
 * earlier call began. The name appears only once the archive is complete and checked.
 *
 * @param folder the project's data folder
 * @returns an exit code: 0 when the archive is there
 * @example process.exitCode = await fetchArchive('data');
 */
export async function fetchArchive(
  folder: string,
  { url = process.env.FER2013_URL || KAGGLE, check = checkArchive, attempts, pause }: FetchOptions = {},
): Promise<number> {
  const file = path.join(folder, 'fer2013.zip');
  mkdirSync(folder, { recursive: true });
  if (existsSync(file)) {
    try {
      console.log(`${toUser(file)} is already there: ${describe(await check(file))}. Nothing to fetch.`);
      return 0;
    } catch (error) {
      console.log(`${messageOf(error)} Fetching it again.`);
    }
  }

  const lock = await takeLock(path.join(folder, '.fer2013.lock'), {
    onWait: ({ pid }) => console.log(`Another \`npm run data\` is at work (process ${pid}): waiting for it to end.`),
  });
  const part = `${file}.part`;
  const progress = downloadBar();
  const stop = () => {
    progress.stop();
    lock.release();
    console.log('\nStopped. The next `npm run data` resumes from here.');
    process.exit(130);
  };
  process.on('SIGINT', stop);
  try {
    console.log(`Fetching FER-2013 from ${url}`);
    await download(url, part, { attempts, pause, onProgress: progress.update });
    progress.stop();
    const counts = await check(part).catch((error: unknown) => {
      // What is complete and yet not the archive will not become it by resuming.
      rmSync(part, { force: true });
      rmSync(`${part}.json`, { force: true });
      throw error;
    });
    renameSync(part, file);
    rmSync(`${part}.json`, { force: true });
    console.log(`${toUser(file)}: ${describe(counts)}. \`npm start\` takes it from there.`);
    return 0;
  } catch (error) {
    progress.stop();
    console.error(`\n${sentence(error)}\n\n${byHand(folder)}`);
    return 1;
  } finally {
    process.off('SIGINT', stop);
    lock.release();
  }
}

const describe = ({ train, test }: ArchiveCounts) =>
  `${formatCount(train)} training and ${formatCount(test)} test images`;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'The disk is full: the archive needs 62 MB. Free some, then run `npm run data` again: it resumes from here.';
  return sentenceOf(error) ?? messageOf(error);
}

/** What to do when it can't be downloaded. */
function byHand(folder: string): string {
  return [
    'By hand:',
    '  1. Open https://www.kaggle.com/datasets/msambare/fer2013 in a browser, sign in, and press Download.',
    `  2. Put the file (archive.zip, 62 MB) into ${toUser(folder)}${path.sep} as it is.`,
    '  3. Run `npm start` again. Or keep it elsewhere: FER2013=<path> npm start.',
    'Without it everything runs on drawn faces.',
  ].join('\n');
}

/** Characters of the bar. */
const WIDTH = 30;

/**
 * Shows how far a download is, and how long it will take; `stop` leaves the last state on the
 * terminal.
 */
function downloadBar(): { update: DownloadListener; stop: () => void } {
  const line = createLiveLine();
  const report = reportMinutes(line);
  let began: { at: number; bytes: number } | undefined;
  let shown: string | undefined;
  return {
    update(bytes, total) {
      began ??= { at: performance.now(), bytes };
      if (total === undefined) shown = formatMegabytes(bytes);
      else {
        const left = ((performance.now() - began.at) * (total - bytes)) / Math.max(bytes - began.bytes, 1);
        const share = bytes / total;
        shown = `${bar(share, WIDTH)} ${formatPercent(share, 0)}, ${formatMegabytes(bytes)} of ${formatMegabytes(total)}, ${duration(left)} left`;
      }
      report(shown);
    },
    stop() {
      if (shown !== undefined && process.stdout.isTTY) line.finish(shown);
      shown = undefined;
    },
  };
}
