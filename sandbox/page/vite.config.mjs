import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  // Relative, so that the sandbox server may serve the page under any path.
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/sandbox/page', import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1400,
  },
});
