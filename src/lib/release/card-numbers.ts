/** How a card writes numbers. */
export const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
