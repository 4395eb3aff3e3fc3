/** A whole number with its thousands set apart: `28,709`. */
export const formatCount = (n: number): string => n.toLocaleString('en-US');
