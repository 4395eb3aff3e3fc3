'use strict';

/** @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript */
/** @typedef {import('@tslab/typescript-for-tslab').Node} Node */
/** @typedef {import('@tslab/typescript-for-tslab').Expression} Expression */
/** @typedef {import('@tslab/typescript-for-tslab').SourceFile} SourceFile */
/** @typedef {import('@tslab/typescript-for-tslab').TransformerFactory<SourceFile>} Transformer */

/**
 * The parameter by which a cell's JavaScript gets the execution's `guard` (see cell-runner.cjs).
 */
const GUARD = '__guard';

/**
 * tslab rewrites a name of an earlier cell, `x`, to `exports.x`, but overlooks `{ x }`, which fails
 * with "x is not defined" when it runs. This makes it `{ x: exports.x }`.
 *
 * @param {TypeScript} ts
 * @param {import('@tslab/typescript-for-tslab').BuilderProgram} builder
 * @returns {Transformer}
 */
function expandShorthands(ts, builder) {
  const checker = builder.getProgram().getTypeChecker();
  const isEarlier = (/** @type {import('@tslab/typescript-for-tslab').Symbol | undefined} */ symbol) =>
    symbol?.declarations?.some((node) => node.getSourceFile().fileName.endsWith('/__prev__.d.ts'));
  return (context) => {
    const { factory } = context;
    /** @type {import('@tslab/typescript-for-tslab').Visitor} */
    const visit = (node) => {
      if (
        ts.isShorthandPropertyAssignment(node) &&
        isEarlier(checker.getShorthandAssignmentValueSymbol(node))
      ) {
        const value = factory.createPropertyAccessExpression(
          factory.createIdentifier('exports'),
          node.name.text,
        );
        const fallback = node.objectAssignmentInitializer; // ({ x = 1 } = object)
        return factory.createPropertyAssignment(
          node.name.text,
          fallback
            ? factory.createAssignment(value, /** @type {Expression} */ (ts.visitNode(fallback, visit)))
            : value,
        );
      }
      return ts.visitEachChild(node, visit, context);
    };
    return (source) => /** @type {SourceFile} */ (ts.visitNode(source, visit));
  };
}

/**
 * Makes every `await x` in a cell an `await __guard(x)`, so that an interrupt rejects it. Reports
 * those that are outside any function. tslab reports them too, but overlooks `await (x)`.
 *
 * @param {TypeScript} ts
 * @param {{ onTopLevelAwait: () => void }} options
 * @returns {Transformer}
 */
function guardAwaits(ts, { onTopLevelAwait }) {
  return (context) => {
    const { factory } = context;
    const guard = (/** @type {Expression[]} */ ...values) =>
      factory.createCallExpression(factory.createIdentifier(GUARD), undefined, values);
    /** @returns {import('@tslab/typescript-for-tslab').Visitor} */
    const createVisitor = (/** @type {boolean} */ isTopLevel) => (node) => {
      const isHere = isTopLevel && !ts.isFunctionLike(node);
      const visited = ts.visitEachChild(node, createVisitor(isHere), context);
      if (ts.isAwaitExpression(visited)) {
        if (isHere) onTopLevelAwait();
        return factory.updateAwaitExpression(visited, guard(visited.expression));
      }
      if (ts.isForOfStatement(visited) && visited.awaitModifier) {
        if (isHere) onTopLevelAwait();
        const check = factory.createExpressionStatement(factory.createAwaitExpression(guard()));
        return factory.updateForOfStatement(
          visited,
          visited.awaitModifier,
          visited.initializer,
          visited.expression,
          factory.createBlock([check, visited.statement]),
        );
      }
      return visited;
    };
    return (source) => /** @type {SourceFile} */ (ts.visitNode(source, createVisitor(true)));
  };
}

module.exports = { expandShorthands, guardAwaits, GUARD };
