'use strict';

/** @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript */
/** @typedef {import('@tslab/typescript-for-tslab').Program} Program */
/** @typedef {import('@tslab/typescript-for-tslab').SourceFile} SourceFile */
/** @typedef {import('@tslab/typescript-for-tslab').QuickInfo} QuickInfo */
/** @typedef {import('@tslab/typescript-for-tslab').SignatureHelpItems} SignatureHelpItems */
/** @typedef {import('@tslab/typescript-for-tslab').JSDocTagInfo} JSDocTagInfo */
/** @typedef {import('@tslab/typescript-for-tslab').CallLikeExpression} Call */
/** @typedef {import('@tslab/typescript-for-tslab').Type} Type */

/**
 * What TypeScript keeps to its own services.
 *
 * @typedef {{ SignatureHelp: { getSignatureHelpItems: (program: Program, file: SourceFile,
 *   position: number, reason: undefined, token: object) => SignatureHelpItems | undefined },
 *   findPrecedingToken: (position: number, file: SourceFile) =>
 *   import('@tslab/typescript-for-tslab').Node | undefined }} Internals
 */

const TOKEN = { isCancellationRequested: () => false, throwIfCancellationRequested() {} };

/** Whether a name is only known as `any`, such as a field that is still being typed. */
const isUnknown = (/** @type {QuickInfo} */ { displayParts }) => /: any$/.test(textOf(displayParts));

/** A name as text: its type, its docstring, and what it throws. */
const explainName = (/** @type {QuickInfo} */ { displayParts, documentation, tags }) =>
  paragraphs(textOf(displayParts), flow(textOf(documentation)), ...(tags ?? []).map(tagText));

/**
 * The call whose parentheses enclose a position, as text: its signature, docstring, parameters and
 * the fields of its options.
 *
 * @param {TypeScript} ts
 * @param {object} place
 * @param {Program} place.program
 * @param {SourceFile} place.file
 * @param {number} place.position
 * @returns undefined where there is no call
 */
function explainCall(ts, { program, file, position }) {
  const { SignatureHelp, findPrecedingToken } = /** @type {Internals} */ (/** @type {unknown} */ (ts));
  const help = SignatureHelp.getSignatureHelpItems(program, file, position, undefined, TOKEN);
  if (!help) return undefined;
  const { items, selectedItemIndex } = help;
  const chosen = items[selectedItemIndex];
  const signatures = [chosen, ...items.filter((item) => item !== chosen)].map(
    ({ prefixDisplayParts, parameters, separatorDisplayParts, suffixDisplayParts }) =>
      textOf(prefixDisplayParts) +
      parameters.map(({ displayParts }) => textOf(displayParts)).join(textOf(separatorDisplayParts)) +
      textOf(suffixDisplayParts),
  );
  const checker = program.getTypeChecker();
  let node = findPrecedingToken(position, file);
  while (node && !(ts.isCallOrNewExpression(node) && node.getStart(file) <= help.applicableSpan.start))
    node = node.parent;
  const call = /** @type {Call | undefined} */ (node);
  const types = call ? (checker.getResolvedSignature(call)?.parameters ?? []) : [];
  const parameters = chosen.parameters.map(({ name, documentation }, index) => {
    const text = flow(textOf(documentation));
    const head = text ? [`@param ${name} ${text}`] : [];
    const type = call && types[index] && checker.getTypeOfSymbolAtLocation(types[index], call);
    // A destructured parameter has a made-up name.
    const isOptions = name === 'options' || name.startsWith('__');
    return [...head, ...(call && type && isOptions ? fieldLines(ts, { type, program, call }) : [])].join(
      '\n',
    );
  });
  const tags = chosen.tags.filter(({ name }) => name !== 'param').map(tagText);
  return paragraphs(signatures.join('\n'), flow(textOf(chosen.documentation)), ...parameters, ...tags);
}

/**
 * The fields of an object of options, a line each. None of a type that comes with a package: those
 * are not written by hand.
 *
 * @param {TypeScript} ts
 * @param {{ type: Type, program: Program, call: Call }} parameter
 */
function fieldLines(ts, { type, program, call }) {
  const checker = program.getTypeChecker();
  const object = checker.getNonNullableType(type);
  const parts = object.isIntersection() ? object.types : [object];
  const declared = parts.flatMap((part) => part.getSymbol()?.declarations ?? []);
  const isOptions = declared.some(
    (node) =>
      (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) &&
      !program.isSourceFileFromExternalLibrary(node.getSourceFile()) &&
      !program.isSourceFileDefaultLibrary(node.getSourceFile()),
  );
  if (!isOptions || object.getCallSignatures().length > 0) return [];
  const lines = checker.getPropertiesOfType(object).map((field) => {
    const isOptional = (field.flags & ts.SymbolFlags.Optional) !== 0;
    const fieldType = checker.getTypeOfSymbolAtLocation(field, call);
    const text = textOf(field.getDocumentationComment(checker)).replace(/\s+/g, ' ');
    const shown = checker.typeToString(fieldType).replace(/ \| undefined$/, '');
    return `  ${field.name}${isOptional ? '?' : ''}: ${shown}${text ? `  // ${text}` : ''}`;
  });
  return ['options:', ...lines];
}

const textOf = (/** @type {{ text: string }[] | undefined} */ parts) =>
  (parts ?? []).map(({ text }) => text).join('');

/** @param {JSDocTagInfo} tag */
function tagText({ name, text }) {
  const content = name === 'example' ? textOf(text) : flow(textOf(text));
  return `@${name}${content.includes('\n') ? '\n' : ' '}${content}`.trimEnd();
}

/** Prose without its source's line breaks, since tooltips break lines themselves. Lists and tables keep theirs. */
const flow = (/** @type {string} */ text) => text.replace(/\n(?=[^\n\s|*-])(?<=[^\n|]\n)/g, ' ');

const paragraphs = (/** @type {string[]} */ ...texts) => texts.filter(Boolean).join('\n\n');

module.exports = { explainCall, explainName, isUnknown };
