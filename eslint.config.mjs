import tseslint from 'typescript-eslint';

/** The house has doors, and this is the lock: who may import whom (docs/architecture.md). */
const mayNotImport = (files, patterns, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] },
});

export default tseslint.config(
  {
    ignores: ['dist/', 'data/', '.cache/', 'coverage/', 'node_modules/', 'tests/judges/node_modules/', 'miniapp/dist/'],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './miniapp/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  mayNotImport(
    ['models/**/*.ts'],
    ['**/server/**', '**/bot/**', '**/miniapp/**', 'koa*', '@koa/*', 'dingtalk*'],
    'models imports nothing of ours and knows no door.',
  ),
  mayNotImport(
    ['models/**/*.schema.ts', 'models/**/*.workflow.ts', 'models/**/*.form.ts'],
    ['mongoose', 'mongodb', 'node:*', '**/*.store', '**/server/**', '**/bot/**', '**/miniapp/**'],
    'Shapes and rules run in the browser too.',
  ),
  mayNotImport(
    ['bot/**/*.ts'],
    ['**/server/**', '**/miniapp/**', 'koa*', '@koa/*'],
    'The doors do not know each other.',
  ),
  mayNotImport(
    ['bot/sandbox/**/*.ts'],
    ['**/server/**', '**/miniapp/**', '**/models/**', '../dingtalk/*'],
    'The other end of the wire shares no code with our end.',
  ),
  {
    files: ['server/**/*.ts'],
    ignores: ['server/main.ts', 'server/watchdog.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/bot/**', '**/miniapp/**'],
              message: 'Only server/main.ts sees all doors; the watchdog has a DingTalk client of its own.',
            },
          ],
        },
      ],
    },
  },
  mayNotImport(
    ['miniapp/**/*.{ts,tsx}'],
    ['**/server/**', '**/bot/**', '**/*.store', 'mongoose', 'mongodb', 'node:*'],
    'The doors do not know each other.',
  ),
  {
    files: ['models/**/*.ts', 'bot/**/*.ts'],
    ignores: ['bot/sandbox/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is an argument: pass `now` in.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is an argument: pass `now` in.',
        },
      ],
    },
  },
  {
    files: ['tests/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
);
