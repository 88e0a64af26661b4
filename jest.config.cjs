/** ES-module-only packages that specifications reach: Jest on Node 20 cannot require them untransformed. */
const ESM_ONLY = [];

const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript', tsx }, target: 'es2023', transform: { react: { runtime: 'automatic' } } },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];
const common = {
  testEnvironment: 'node',
  transform: { '\\.[cm]?[tj]s$': swc(false), '\\.[tj]sx$': swc(true) },
  transformIgnorePatterns: [`/node_modules/${ESM_ONLY.length ? `(?!(${ESM_ONLY.join('|')})/)` : ''}`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/.cache/'],
};
const engine = {
  globalSetup: './tests/support/globalSetup.cjs',
  globalTeardown: './tests/support/globalTeardown.cjs',
};

/**
 * A file's name says what it needs: *.spec.ts is pure and takes milliseconds; *.engine.spec.ts (and engine.spec.ts) has the real
 * engine, HTTP and sockets; *.browser.spec.ts has Chromium as well. Jest runs one global set-up for all projects of a run.
 */
module.exports = {
  maxWorkers: 2,
  // Only bounds a failure: a slow machine must not turn a true fact into a false one.
  testTimeout: 20_000,
  workerIdleMemoryLimit: '512MB',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'json-summary', 'lcovonly'],
  collectCoverageFrom: ['models/**/*.ts'],
  coverageThreshold: { global: { lines: 95 } },
  projects: [
    {
      ...common,
      displayName: 'rules',
      testMatch: ['<rootDir>/tests/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', 'engine\\.spec\\.ts$', 'browser\\.spec\\.ts$'],
    },
    { ...common, ...engine, displayName: 'engine', testMatch: ['<rootDir>/tests/**/*engine.spec.ts'] },
    { ...common, ...engine, displayName: 'browser', testMatch: ['<rootDir>/tests/**/*.browser.spec.ts'] },
  ],
};
