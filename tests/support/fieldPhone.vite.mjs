/** Builds the engine's entry as one script, from the same sources as the pages: vite build --config … --outDir … */
import { resolve } from 'node:path';

const root = import.meta.dirname;

export default {
  ...{ root, logLevel: 'error', publicDir: false },
  build: {
    ...{ target: 'chrome100', minify: false, modulePreload: false },
    lib: { entry: resolve(root, 'fieldPhone.page.mjs'), formats: ['es'], fileName: () => 'phone.js' },
    rolldownOptions: { output: { codeSplitting: false } },
  },
  define: { 'process.env.NODE_ENV': '"production"' },
};
