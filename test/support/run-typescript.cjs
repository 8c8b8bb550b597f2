// Lets a child process of a test run the sources as they are: node -r run-typescript.cjs file.ts
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  module._compile(transformFileSync(file, { swcrc: true }).code, file);
};
