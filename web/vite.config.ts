import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// While developing, `npx vite web` forwards data requests to a running server.
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  root: __dirname,
  base: './',
  plugins: [vue()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1500 },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/tiles': server, '/healthz': server, '/ogc': server },
  },
});
