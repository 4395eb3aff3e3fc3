import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../shared/find-chromium';
import { SiteError } from '../shared/site/site-error';

/**
 * The browser that prints.
 *
 * @throws SiteError where there is none
 */
export function printer(): string {
  const program = findChromium();
  if (program === undefined)
    throw new SiteError(
      "Expected a Chromium or Chrome to print PDFs with but found none. Install one (Debian's package chromium), or name it in CHROMIUM.",
    );
  return program;
}

/**
 * Prints pages of the site as PDFs beside them, in light colours on A4.
 *
 * @param pages the HTML files
 * @param options.program as {@link printer} finds it
 * @example await makePdfs(['site/5-train-model.html'], { program: printer() }); // site/5-train-model.pdf
 */
export async function makePdfs(pages: readonly string[], { program }: { program: string }): Promise<void> {
  const browser = await chromium.launch({ executablePath: program });
  try {
    const page = await browser.newPage({ colorScheme: 'light' });
    for (const file of pages) {
      await page.goto(pathToFileURL(path.resolve(file)).href);
      await page.pdf({ path: file.replace(/\.html$/, '.pdf'), format: 'A4', printBackground: true });
    }
  } finally {
    await browser.close();
  }
}
