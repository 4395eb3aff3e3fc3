import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { sentenceOf } from '../shared/sentence-of.mjs';
import { takeLock } from '../setup/lock.mjs';
import { toUser } from '../shared/user-path.mjs';
import { checkArchive } from './check-archive.mjs';
import { download } from './download.mjs';

/** Kaggle's public download address of https://www.kaggle.com/datasets/msambare/fer2013. */
const KAGGLE = 'https://www.kaggle.com/api/v1/datasets/download/msambare/fer2013';

/**
 * Fetches FER-2013's archive to `<folder>/fer2013.zip`, with a progress bar; goes on where an earlier call stopped.
 * The name appears only once the archive is whole and checked.
 *
 * @param {string} folder the project's data folder
 * @param {{ url?: string, check?: typeof checkArchive, attempts?: number, pause?: number }} [options] url: a mirror's
 *   address; check, attempts and pause (milliseconds): for tests
 * @returns {Promise<number>} an exit code: 0 when the archive is there
 */
export async function fetchArchive(
  folder,
  { url = process.env.FER2013_URL || KAGGLE, check = checkArchive, attempts, pause } = {},
) {
  const file = path.join(folder, 'fer2013.zip');
  mkdirSync(folder, { recursive: true });
  if (existsSync(file)) {
    try {
      console.log(`${toUser(file)} is already there: ${describe(await check(file))}. Nothing to fetch.`);
      return 0;
    } catch (error) {
      console.log(`${error.message} Fetching it again.`);
    }
  }

  const lock = await takeLock(path.join(folder, '.fer2013.lock'), {
    onWait: (pid) => console.log(`Another \`npm run data\` is at work (process ${pid}): waiting for it to end.`),
  });
  const part = `${file}.part`;
  const bar = progressBar();
  const stop = () => {
    bar.stop();
    lock.release();
    console.log('\nStopped. The next `npm run data` resumes from here.');
    process.exit(130);
  };
  process.on('SIGINT', stop);
  try {
    console.log(`Fetching FER-2013 from ${url}`);
    await download(url, part, { attempts, pause, onProgress: bar.update });
    bar.stop();
    const counts = await check(part).catch((error) => {
      // What is whole and yet not the archive will not become it by going on.
      rmSync(part, { force: true });
      rmSync(`${part}.json`, { force: true });
      throw error;
    });
    renameSync(part, file);
    rmSync(`${part}.json`, { force: true });
    console.log(`${toUser(file)}: ${describe(counts)}. \`npm start\` takes it from there.`);
    return 0;
  } catch (error) {
    bar.stop();
    console.error(`\n${sentence(error)}\n\n${byHand(folder)}`);
    return 1;
  } finally {
    process.off('SIGINT', stop);
    lock.release();
  }
}

function describe({ train, test }) {
  return `${train.toLocaleString('en')} training and ${test.toLocaleString('en')} test images`;
}

function sentence(error) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return 'The disk is full: the archive needs 62 MB. Free some, then run `npm run data` again: it resumes from here.';
  return sentenceOf(error) ?? error.message;
}

/** What to do when it can't be fetched. */
function byHand(folder) {
  return [
    'By hand:',
    '  1. Open https://www.kaggle.com/datasets/msambare/fer2013 in a browser, sign in, and press Download.',
    `  2. Put the file (archive.zip, 62 MB) into ${toUser(folder)}${path.sep} as it is.`,
    '  3. Run `npm start` again. Or keep it elsewhere: FER2013=<path> npm start.',
    'Without it everything runs on drawn faces.',
  ].join('\n');
}

function progressBar() {
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {value} of {total} MB | {eta_formatted} left',
    barsize: 30,
    hideCursor: false,
    noTTYOutput: !process.stderr.isTTY,
    notTTYSchedule: 10_000,
  });
  const megabytes = (bytes) => Math.round(bytes / 1e5) / 10;
  let started = false;
  return {
    update(bytes, total) {
      if (!started) bar.start(megabytes(total ?? 0), megabytes(bytes));
      started = true;
      bar.update(megabytes(bytes));
    },
    stop() {
      if (started) bar.stop();
      started = false;
    },
  };
}
