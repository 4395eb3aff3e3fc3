// In place of node:util, of which the library's errors use one function.

/** A value in an error's message, roughly as Node shows it. */
export function inspect(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  return JSON.stringify(value);
}
