import { sentenceOf } from '../shared/sentence-of.mjs';
import { SetupError } from './setup-error.mjs';

const HOSTS = 'registry.npmjs.org and pypi.org, or the mirrors that npm and pip are set to';

/** What to look for in a failed command's output, the most reliable first, and what to print. */
const KINDS = [
  {
    kind: 'a full disk',
    pattern: /ENOSPC|no space left on device|EDQUOT|disk quota exceeded/i,
    advice:
      'Set-up needs about 2.5 GB in the project and some space in the temporary folder. Free some, then run the same command again.',
  },
  {
    kind: 'a file with the wrong hash',
    pattern: /DO NOT MATCH THE HASHES|EINTEGRITY|Previously-downloaded file .* has bad hash/,
    advice:
      'The download differs from what the project pins: it is damaged, or a proxy changes files. Run the same command again. If that does not help, use another network.',
  },
  {
    kind: 'a certificate that is not trusted',
    pattern:
      /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|unable to get local issuer/i,
    advice:
      "A company's proxy causes this. Give npm (`npm config set cafile <file>`) and pip (`pip config set global.cert <file>`) the proxy's certificate, then run the same command again.",
  },
  {
    kind: 'a network error',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|socket hang up|NewConnectionError|Max retries exceeded|ConnectTimeoutError|ReadTimeoutError|Temporary failure in name resolution|Could not fetch URL|IncompleteRead|code E(?:401|403|407|5\d\d)|40[37] (?:Forbidden|Client Error|Proxy)|Unexpected token '?<|from versions: none/i,
    advice:
      'Set-up needs {hosts} (behind a proxy, set HTTPS_PROXY). Check that you are online, then run the same command again to resume.',
  },
  {
    kind: 'a read-only disk',
    pattern: /EROFS|Read-only file system/i,
    advice: 'Copy the project to a writable folder, then run the same command there.',
  },
  {
    kind: 'a file without write permission',
    pattern: /EACCES|EPERM|Permission denied/i,
    advice:
      "Did you run set-up as another user (sudo) before? Make yourself the owner of the project's folder, then run the same command again.",
  },
];

/**
 * Turns a failed command into an error that says why it failed and what to do.
 *
 * @param {string} what the step, to follow "Expected": `npm packages`
 * @param {Partial<import('../shared/processes/run-command.mjs').CommandResult>} result
 * @param {{ advice?: string, hosts?: string }} [options] advice: what to do if the output shows
 *   none of the known reasons; hosts: what the step downloads from
 * @returns {SetupError}
 */
export function explainFailure(
  what,
  { output = '', code = null, signal = null, missing = false },
  { advice, hosts = HOSTS } = {},
) {
  const known = missing ? undefined : kindOf(output);
  const ending = missing ? 'no such command' : signal ? `a command ended by ${signal}` : `exit code ${code}`;
  const help =
    known?.advice.replace('{hosts}', hosts) ??
    (signal === 'SIGKILL'
      ? 'The memory may have been full. Run the same command again to resume.'
      : undefined) ??
    advice ??
    'Run the same command again. If it fails again, the lines above say why.';
  return new SetupError(`Expected ${what} to succeed but found ${known?.kind ?? ending}. ${help}`, {
    output,
  });
}

const kindOf = (/** @type {string} */ output) => KINDS.find(({ pattern }) => pattern.test(output));

/**
 * The same for an error of this process itself, such as a file that can't be written.
 *
 * @param {string} what
 * @param {unknown} error
 * @returns {SetupError}
 */
export function explainError(what, error) {
  if (error instanceof SetupError) return error;
  const { code = '', message, stack } = /** @type {NodeJS.ErrnoException} */ (error);
  const output = `${code} ${message}`;
  const sentence = sentenceOf(error);
  if (kindOf(output) === undefined && sentence !== undefined)
    return new SetupError(sentence, { cause: error });
  return new SetupError(explainFailure(what, { output }).message, { output: stack, cause: error });
}
