/** Why there is no site, in a sentence for the reader. */
export class SiteError extends Error {
  override name = 'SiteError';
}
