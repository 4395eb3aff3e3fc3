/**
 * Escapes a text for HTML or XML, in an element or in a quoted attribute.
 *
 * @example escapeHtml('a < b'); // 'a &lt; b'
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
