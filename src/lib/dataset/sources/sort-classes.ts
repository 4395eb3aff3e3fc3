/**
 * The order of classes that are found as folders, and so of their labels: by number if all names
 * are numbers (2 before 10), otherwise by code unit (A before a, 10 before 2).
 *
 * @example sortClasses(['10', '9', '2']) // ['2', '9', '10']
 */
export function sortClasses(names: Iterable<string>): string[] {
  const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...names].sort(byCodeUnit);
  return sorted.every((name) => /^\d+$/.test(name)) ? sorted.sort((a, b) => Number(a) - Number(b)) : sorted;
}
