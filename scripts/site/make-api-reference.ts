import path from 'node:path';
import { projectRoot, run } from '../shared/environment.mjs';
import { nodeProgram } from '../shared/processes/children.mjs';
import { SiteError } from '../shared/site/site-error';

/**
 * Makes the API reference of src/lib: pages that TypeDoc writes from the docstrings, as
 * typedoc.json says.
 *
 * @param folder what is in it is replaced
 * @throws SiteError when TypeDoc fails; its messages are on the terminal
 * @example await makeApiReference('site/api');
 */
export async function makeApiReference(folder: string): Promise<void> {
  const typedoc = path.join(projectRoot, 'node_modules', 'typedoc', 'bin', 'typedoc');
  const code = await run(nodeProgram([typedoc, '--logLevel', 'Warn', '--out', folder]));
  if (code !== 0)
    throw new SiteError(
      `Expected TypeDoc to make the API reference but found exit code ${code}. The lines above say why.`,
    );
}
