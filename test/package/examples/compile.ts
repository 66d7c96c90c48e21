import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { Block } from './blocks.js';

/** Inside of the package, so that its own name leads to what is built. */
const FOLDER = resolve('.test-results/examples');

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.ReactJSX,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node', 'react'],
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
};

/** Reads what is no example once for all programs. */
const HOST = ts.createCompilerHost(OPTIONS);
const readSource = HOST.getSourceFile.bind(HOST);
const sources = new Map<string, ts.SourceFile | undefined>();
HOST.getSourceFile = (name, ...options) => {
  if (name.startsWith(FOLDER)) return readSource(name, ...options);
  if (!sources.has(name)) sources.set(name, readSource(name, ...options));
  return sources.get(name);
};

const isConfiguration = ({ code }: Block): boolean => /^export default \{\s*apps:/.test(code);
const isStrict = ({ language }: Block): boolean => language.startsWith('ts');

/** A configuration of the gateway gets its type, which makes the compiler look at every setting. */
const withType = (code: string): string =>
  code.replace(
    'export default {',
    "import type { GatewayConfiguration } from 'dx-realtime-gateway';\nexport default <GatewayConfiguration>{",
  );

/** A method of an object stands between braces. */
const asProgram = (code: string): string =>
  /^'[\w-]+': /.test(code) ? `export const example = /** @type {any} */ ({\n${code}\n});` : code;

/**
 * Checks the types of examples against the package as it is built.
 *
 * @param blocks of JavaScript, which is checked loosely, or TypeScript, which is checked strictly
 * @returns what is wrong, by file and line of the document
 */
export function compile(blocks: readonly Block[]): string[] {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const surroundings = join(FOLDER, 'surroundings.d.ts');
  cpSync('test/package/examples/surroundings.d.ts', surroundings);
  // Of another block of the same document.
  writeFileSync(join(FOLDER, 'live.d.ts'), 'export declare const Live: () => null;');
  const files = new Map(blocks.map((block, index) => [write(block, index), block]));
  const compileThose = (names: string[], strict: boolean): readonly ts.Diagnostic[] =>
    ts.getPreEmitDiagnostics(ts.createProgram([...names, surroundings], { ...OPTIONS, strict }, HOST));
  const namesOf = (strict: boolean): string[] =>
    [...files].filter(([, block]) => isStrict(block) === strict).map(([name]) => name);
  return [
    ...compileThose(namesOf(true), true),
    // JavaScript knows no `unknown`.
    ...compileThose(namesOf(false), false).filter(
      ({ messageText }) => !/on type 'unknown'/.test(ts.flattenDiagnosticMessageText(messageText, ' ')),
    ),
  ].map((found) => tell(found, files));
}

/** @returns the file of a block */
function write(block: Block, index: number): string {
  const isTyped = isStrict(block) || isConfiguration(block);
  const kind = `${isTyped ? 'ts' : 'js'}${block.language.endsWith('x') ? 'x' : ''}`;
  const file = join(FOLDER, `${index}.${kind}`);
  writeFileSync(file, isConfiguration(block) ? withType(block.code) : asProgram(block.code));
  return file;
}

function tell({ file, start, messageText }: ts.Diagnostic, files: ReadonlyMap<string, Block>): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined) return text;
  const line = file.text.slice(0, start).split('\n').pop()! + file.text.slice(start).split('\n')[0]!;
  return `${files.get(file.fileName)?.at ?? file.fileName}: ${text} in: ${line.trim()}`;
}
