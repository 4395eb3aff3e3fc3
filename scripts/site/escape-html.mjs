/**
 * Text as HTML shows it, in an element or in a quoted attribute.
 *
 * @example escapeHtml('a < b') // 'a &#60; b'
 */
export function escapeHtml(text) {
  return String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
