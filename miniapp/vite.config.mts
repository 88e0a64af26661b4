import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const root = import.meta.dirname;

/**
 * Three pages from one folder: the micro-app for phones, the desk for wide screens and the wall of the command centre. No inline
 * scripts, so that the content security policy can forbid them. The service worker only makes the pages open without network; drafts and unsent forms live
 * in IndexedDB and do not need it.
 */
export default defineConfig({
  root,
  base: '/',
  plugins: [
    react(),
    VitePWA({
      strategies: 'generateSW',
      registerType: 'autoUpdate',
      injectRegister: 'script',
      manifest: {
        name: '一体化联动执法',
        short_name: '联动',
        lang: 'zh-CN',
        start_url: '/',
        display: 'standalone',
        theme_color: '#0b4fb3',
        background_color: '#f2f4f7',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg}'],
        /** Desk and wall are for wired rooms: a phone does not download them ahead of time. */
        globIgnores: ['**/desk*', '**/wall*', '**/verify*', '**/party*', '**/public*'],
        navigateFallback: '/index.html',
        /** Only the micro-app's own address: sign-in, the desk, the API and everything else belong to the server. */
        navigateFallbackAllowlist: [/^\/(index\.html)?$/],
        navigateFallbackDenylist: [/^\/api\//],
      },
    }),
  ],
  build: {
    outDir: resolve(root, '../dist/miniapp'),
    emptyOutDir: true,
    target: ['chrome87', 'safari14'],
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      input: {
        index: resolve(root, 'index.html'),
        desk: resolve(root, 'desk.html'),
        wall: resolve(root, 'wall.html'),
        verify: resolve(root, 'verify.html'),
        party: resolve(root, 'party.html'),
        public: resolve(root, 'public.html'),
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
