import { sentenceOf } from '../shared/sentence-of.mjs';
import { SetupError } from './setup-error.mjs';

const HOSTS = 'registry.npmjs.org and pypi.org, or the mirrors that npm and pip are set to';

/** What to look for in a failed command's output, the surest first, and what to say. */
const KINDS = [
  {
    kind: 'a full disk',
    pattern: /ENOSPC|no space left on device|EDQUOT|disk quota exceeded/i,
    advice:
      'Set-up needs about 2.5 GB in the project and some room in the temporary folder; free some, then run the same command again.',
  },
  {
    kind: 'a file with another hash',
    pattern: /DO NOT MATCH THE HASHES|EINTEGRITY|Previously-downloaded file .* has bad hash/,
    advice:
      'What was downloaded is not what the project pins: a damaged download or a proxy that changes files. Run the same command again; when it stays so, fetch from another network.',
  },
  {
    kind: 'a certificate that is not trusted',
    pattern:
      /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|unable to get local issuer/i,
    advice:
      "So it is behind a company's proxy. Give npm (`npm config set cafile <file>`) and pip (`pip config set global.cert <file>`) the proxy's certificate, then run the same command again.",
  },
  {
    kind: 'a network that refuses',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|socket hang up|NewConnectionError|Max retries exceeded|ConnectTimeoutError|ReadTimeoutError|Temporary failure in name resolution|Could not fetch URL|IncompleteRead|code E(?:401|403|407|5\d\d)|40[37] (?:Forbidden|Client Error|Proxy)|Unexpected token '?<|from versions: none/i,
    advice:
      'It needs {hosts} (behind a proxy: set HTTPS_PROXY); check that you are online, then run the same command again: it resumes from here.',
  },
  {
    kind: 'a disk that can only be read',
    pattern: /EROFS|Read-only file system/i,
    advice: 'Copy the project to a folder that can be written to, then run the same command there.',
  },
  {
    kind: 'a file that may not be written',
    pattern: /EACCES|EPERM|Permission denied/i,
    advice:
      "Was an earlier set-up run as another user (sudo)? Give the project's folder back to yourself, then run the same command again.",
  },
];

/**
 * Turns a failed step into an error whose sentence helps.
 *
 * @param {string} what the step, as it follows "Expected": `npm packages`
 * @param {{ output?: string, code?: number | null, signal?: string | null, missing?: boolean }} result of runCommand
 * @param {{ advice?: string, hosts?: string }} [options] advice: what to say when the output shows none of the known
 *   reasons; hosts: what the step fetches from
 * @returns {SetupError}
 */
export function explainFailure(
  what,
  { output = '', code = null, signal = null, missing = false },
  { advice, hosts = HOSTS } = {},
) {
  const known = missing ? undefined : kindOf(output);
  const ending = missing
    ? 'no such command'
    : signal
      ? `a command that ${signal} ended`
      : `exit code ${code}`;
  const help =
    known?.advice.replace('{hosts}', hosts) ??
    (signal === 'SIGKILL'
      ? 'Was the memory full? Run the same command again: it resumes from here.'
      : undefined) ??
    advice ??
    'Run the same command again; when it stays so, the lines above say why.';
  return new SetupError(`Expected ${what} to succeed but found ${known?.kind ?? ending}. ${help}`, {
    output,
  });
}

const kindOf = (output) => KINDS.find(({ pattern }) => pattern.test(output));

/** The same for an error thrown by this process itself, such as a file that can't be written. */
export function explainError(what, error) {
  if (error instanceof SetupError) return error;
  const output = `${error.code ?? ''} ${error.message}`;
  const sentence = sentenceOf(error);
  if (kindOf(output) === undefined && sentence !== undefined)
    return new SetupError(sentence, { cause: error });
  return new SetupError(explainFailure(what, { output }).message, { output: error.stack, cause: error });
}
