import type { ManifestOptions } from 'vite-plugin-pwa';

/** What the tablet's home screen knows of the app. Colours are `paper` and `accent` of the light theme. */
export const appManifest: Partial<ManifestOptions> = {
  id: '/',
  name: '百步',
  short_name: '百步',
  description: '网格员的入户走访本子，没有信号照常用。',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#f5f4f0',
  background_color: '#f5f4f0',
  categories: ['government', 'productivity'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/mark.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
  ],
  screenshots: [
    {
      src: '/screenshots/today-wide.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: '今天：按楼道顺序敲门',
    },
    {
      src: '/screenshots/today-narrow.png',
      sizes: '800x1280',
      type: 'image/png',
      form_factor: 'narrow',
      label: '今天：按楼道顺序敲门',
    },
  ],
};
