/** One process, one file after the other: the embedded engine has one connection and the machine few cores. */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/global-teardown.ts',
  transform: { '\\.(m|c)?(t|j)s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  // ESM-only packages are transformed too; these are large and CommonJS already.
  transformIgnorePatterns: ['/node_modules/(@turf/turf|knex|pg|pg-[a-z]+|express|zod|lodash|pino|playwright-core|ajv|typescript|fast-check|vite|prom-client|yaml)/'],
  // looked up through the context of a test, each of these costs many times as much
  sandboxInjectedGlobals: ['Math', 'Number', 'Object', 'Array', 'String', 'JSON', 'Date', 'Uint8Array', 'Float64Array'],
  maxWorkers: 1,
  testTimeout: 120_000,
};
