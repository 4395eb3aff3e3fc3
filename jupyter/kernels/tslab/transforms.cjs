'use strict';

/** The name under which a cell's JavaScript finds the running cell's guard (cell.cjs passes it). */
const GUARD = '__guard';

/**
 * tslab rewrites a name of an earlier cell, `x`, to `exports.x`, but forgets `{ x }`, which then fails with "x is not
 * defined" when it runs. This makes it `{ x: exports.x }`.
 */
function expandShorthands(ts, builder) {
  const checker = builder.getProgram().getTypeChecker();
  const isEarlier = (symbol) =>
    symbol?.declarations?.some((node) => node.getSourceFile().fileName.endsWith('/__prev__.d.ts'));
  return (context) => {
    const { factory } = context;
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
          fallback ? factory.createAssignment(value, ts.visitNode(fallback, visit)) : value,
        );
      }
      return ts.visitEachChild(node, visit, context);
    };
    return (source) => ts.visitNode(source, visit);
  };
}

/**
 * Makes every `await x` that stands in a cell an `await __guard(x)`, so that an interrupt rejects it. Tells whether one
 * of them is outside of any function, as tslab does, which overlooks `await (x)`.
 */
function guardAwaits(ts, { onTopLevelAwait }) {
  return (context) => {
    const { factory } = context;
    const guard = (...values) =>
      factory.createCallExpression(factory.createIdentifier(GUARD), undefined, values);
    const inside = (isTopLevel) => (node) => {
      const isHere = isTopLevel && !ts.isFunctionLike(node);
      const visited = ts.visitEachChild(node, inside(isHere), context);
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
    return (source) => ts.visitNode(source, inside(true));
  };
}

module.exports = { expandShorthands, guardAwaits, GUARD };
