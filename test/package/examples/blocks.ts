import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A block of code in a document. */
export interface Block {
  /** File and line, for messages. */
  at: string;
  language: string;
  code: string;
}

const FILES = execFileSync(
  'git',
  ['ls-files', 'README.md', 'CONTRIBUTING.md', 'docs/*.md', 'packages/*/README.md'],
  {
    encoding: 'utf8',
  },
)
  .trim()
  .split('\n');
const texts = FILES.map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** Every block with a language, of README and the documents. */
export const BLOCKS: readonly Block[] = texts.flatMap(({ file, text }) =>
  [...text.matchAll(/^( *)```(\w+)[^\n]*\n([^]*?)^ *```/gm)].map(({ index, 2: language, 3: code }) => ({
    at: `${file}:${lineOf(text, index) + 1}`,
    language: language!,
    code: code!,
  })),
);

/** Blocks of some languages. */
export const blocksOf = (...languages: string[]): Block[] =>
  BLOCKS.filter(({ language }) => languages.includes(language));

/** Code in running text, such as a command. */
export const PHRASES: readonly Block[] = texts.flatMap(({ file, text }) =>
  [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(({ index, 1: code }) => ({
    at: `${file}:${lineOf(text, index)}`,
    language: 'text',
    code: code!,
  })),
);

/** Scripts inside of a page or a component, as blocks of their own. */
export const scriptsOf = ({ at, code }: Block): Block[] =>
  [...code.matchAll(/<script(?![^>]*(?:importmap|\ssrc=))[^>]*>([^]*?)<\/script>/g)].map(({ 1: text }) => ({
    at,
    language: 'js',
    code: text!,
  }));
