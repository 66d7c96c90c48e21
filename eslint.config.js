import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import wc from 'eslint-plugin-wc';
import globals from 'globals';
import typescript from 'typescript-eslint';

const sources = { files: ['src/**/*.ts'] };
const tests = { files: ['test/**/*.ts'] };
const typed = { files: [...sources.files, ...tests.files] };

/** One way to write `@param name text`: without a dash, as TypeScript reads it. */
const plainParams = {
  create: ({ report, sourceCode }) => ({
    Program() {
      for (const comment of sourceCode.getAllComments())
        if (/@param \S+ - /.test(comment.value))
          report({ loc: comment.loc, message: 'Write "@param name text", without a dash.' });
    },
  }),
};

export default typescript.config(
  {
    ignores: [
      ...['**/dist/', '**/node_modules/', 'demo/frameworks/built/', '.test-results/', 'test/apps/*/'],
      ...['docs/.vitepress/dist/', 'docs/.vitepress/cache/', 'docs/public/examples/'],
    ],
  },
  js.configs.recommended,
  ...typescript.configs.strictTypeChecked.map((config) => ({ ...config, ...typed })),
  { ...lit.configs['flat/recommended'], ...sources },
  { ...wc.configs['flat/recommended'], ...sources },
  {
    ...typed,
    languageOptions: {
      parserOptions: {
        project: ['test/tsconfig.json', 'test/builders/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', 12],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Does not see through mixins.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    ...sources,
    plugins: { house: { rules: { 'plain-params': plainParams } } },
    rules: {
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(PropertyDefinition, MethodDefinition, TSParameterProperty)[accessibility=private]',
          message: 'A private member is written #name.',
        },
      ],
      'house/plain-params': 'error',
    },
  },
  {
    ...tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // node:test starts its tests without being awaited.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'describe', 'it'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  // Here every assertion looks like a promise: the types of chai-a11y-axe add a `then`.
  { files: ['test/browser/**/*.ts'], rules: { '@typescript-eslint/no-floating-promises': 'off' } },
  {
    files: [
      '*.js',
      '*/*.js',
      'packages/*/bin/*.js',
      'bench/**/*.js',
      'docs/.vitepress/*.js',
      'demo/frameworks/build.js',
    ],
    ignores: ['src/**'],
    languageOptions: { globals: { ...globals.node } },
  },
  {
    files: ['demo/public/*.js', 'demo/frameworks/*/*.js', 'src/**/*.js', 'bench/**/*.js', 'docs/**/*.js'],
    languageOptions: { globals: { ...globals.node, ...globals.browser, dxRealtime: 'readonly' } },
  },
);
