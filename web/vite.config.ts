import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// While developing, `npx vite web` forwards data requests to a running server.
const server = 'http://127.0.0.1:8080';

/** The viewer, and each page of examples/. */
const pages = ['index.html', ...readdirSync(join(__dirname, 'examples')).filter((name) => name.endsWith('.html')).map((name) => `examples/${name}`)];

export default defineConfig({
  root: __dirname,
  base: './',
  plugins: [vue()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1500, rolldownOptions: { input: pages.map((page) => join(__dirname, page)) } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/tiles': server, '/healthz': server, '/ogc': server, '/styles': server },
  },
});
