// The examples in the docstrings of the public names compile, as they are printed in the API
// reference.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..', '..');
const INDEX = path.join(ROOT, 'src', 'lib', 'index.ts');

/**
 * What examples take for given, as a reader does: a model, a data set, what was measured before.
 */
const GIVEN = `
declare const model: tf.LayersModel;
declare const [x, y]: [tf.Tensor, tf.Tensor];
declare const [dataset, train, tests, publicTest, faces, some, pictures]: emotion.Dataset[];
declare const [face, picture]: Uint8Array[];
declare const photo: emotion.RawImage;
declare const detector: tf.GraphModel;
declare const found: emotion.FaceInScene[];
declare const emotions: emotion.EmotionDetector;
declare const rows: emotion.FaceRow[];
declare const video: emotion.Video;
declare const [probabilities, data]: Float32Array[];
declare const settings: emotion.Settings;
declare const history: emotion.History;
declare const scores: emotion.SplitScore[];
declare const [file, folder, run]: string[];
declare const [epoch]: number[];
declare const source: emotion.SourceName;
declare const trained: emotion.TrainedModel;
declare const plan: emotion.TrainingPlan;
declare const card: emotion.ModelCard;
declare const rates: number[];
declare const matrix: ReturnType<typeof emotion.confusionMatrix>;
declare const report: ReturnType<typeof emotion.classificationReport>;
declare const summary: emotion.ModelSummary;
`;

/** By public name, its examples. */
function readExamples(): { names: string[]; examples: { name: string; code: string }[] } {
  const program = ts.createProgram([INDEX], options());
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!;
  const symbols = checker.getExportsOfModule(index).map((exported) => {
    const isAlias = exported.flags & ts.SymbolFlags.Alias;
    return { name: exported.name, symbol: isAlias ? checker.getAliasedSymbol(exported) : exported };
  });
  const examples = symbols.flatMap(({ name, symbol }) =>
    symbol
      .getJsDocTags(checker)
      .filter((tag) => tag.name === 'example')
      .map(({ text }) => ({ name, code: ts.displayPartsToString(text) })),
  );
  const values = symbols.filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Value);
  return { names: values.map(({ name }) => name), examples };
}

function options(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return { ...parsed.options, noUnusedLocals: false, noUnusedParameters: false };
}

/** An example as a module: what it takes for given outside, its own names inside a function. */
function asModule(code: string, names: readonly string[]): string {
  return [
    `import * as emotion from '../index';`,
    `import { ${names.join(', ')} } from '../index';`,
    `import { DataFrame } from 'danfojs-node';`,
    `import { readFile, writeFile } from 'node:fs/promises';`,
    GIVEN,
    `async function example() {`,
    code,
    `}`,
  ].join('\n');
}

describe('the examples of the public names', () => {
  const { names, examples } = readExamples();

  it('are there for every function and class', () => {
    const withOne = new Set(examples.map(({ name }) => name));
    const without = names.filter((name) => !withOne.has(name) && /^[a-z]/.test(name) && name !== 'tf');
    assert.deepEqual(without, []);
    assert.ok(examples.length > 80);
  });

  it('compile', () => {
    const folder = path.join(ROOT, 'src', 'lib', 'examples');
    const files = new Map(
      examples.map(({ name, code }, i) => [path.join(folder, `${i}-${name}.ts`), asModule(code, names)]),
    );
    const compilerOptions = options();
    const host = ts.createCompilerHost(compilerOptions);
    const onDisk = { ...host };
    host.fileExists = (file) => files.has(path.normalize(file)) || onDisk.fileExists(file);
    host.readFile = (file) => files.get(path.normalize(file)) ?? onDisk.readFile(file);
    host.getSourceFile = (file, languageVersion, ...rest) => {
      const text = files.get(path.normalize(file));
      return text === undefined
        ? onDisk.getSourceFile(file, languageVersion, ...rest)
        : ts.createSourceFile(file, text, languageVersion);
    };
    const program = ts.createProgram([...files.keys()], compilerOptions, host);
    const faults = [...files.keys()].flatMap((file) => {
      const source = program.getSourceFile(file)!;
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ messageText }) =>
          `${path.basename(file, '.ts')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      );
    });
    assert.deepEqual(faults, []);
  });
});
