/**
 * The element of the page with an id.
 *
 * @param id
 * @param type its class, such as HTMLButtonElement
 * @example const button = element('start', HTMLButtonElement);
 */
export function element<Type extends Element>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`Expected the page to have a ${type.name} #${id}.`);
}
