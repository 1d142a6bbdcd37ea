import type { Drawing } from './shape.ts';

/** Places of the app, things in the world, and the ways of pointing at them. */
export const placeGlyphs = {
  today: [
    { circle: [6, 5, 2] },
    { circle: [6, 19, 2] },
    { circle: [6, 12, 2] },
    { path: 'M6 7v3M6 14v3M11 5h9M11 12h9M11 19h9' },
  ],
  buildings: [
    { path: 'M4 21V5.5L13 3v18M13 9h7v12M2.5 21h19' },
    { path: 'M7.5 8.5h2M7.5 12.5h2M7.5 16.5h2M16 13h1.5M16 17h1.5' },
  ],
  matters: [{ path: 'M4 5h16v11.5H11L6.5 20v-3.5H4z' }, { path: 'M8.5 9h7M8.5 12.5h4.5' }],
  notebook: [{ path: 'M6 3.5h12.5v17H6zM6 8H4M6 12H4M6 16H4' }, { path: 'M10 8h5M10 12h5' }],
  badge: [
    { rect: [3.5, 5, 17, 15, 2] },
    { path: 'M10 5V3.2h4V5' },
    { circle: [9, 11.3, 2] },
    { path: 'M5.8 16.8c.5-2 1.7-2.9 3.2-2.9s2.7.9 3.2 2.9M14.8 11h3M14.8 14.5h3' },
  ],
  review: [{ path: 'M9.5 4H5v16.5h14V4h-4.5' }, { path: 'M8.5 12.2l2.4 2.4 4.6-5' }, { path: 'M9.5 2.8h5V5.5h-5z' }],
  overview: [{ path: 'M4 20.5h16M6.5 17v-5M12 17V5M17.5 17V9' }],
  household: [{ path: 'M3.5 11.5L12 4l8.5 7.5M6 9.5v11h12v-11M10 20.5v-6h4v6' }],
  paper: [{ path: 'M5 3.5h9.5L19 8v12.5H5z' }, { path: 'M14 3.8V8.5h4.7M8.5 12.5h7M8.5 16h5' }],
  people: [
    { circle: [9, 8.2, 3.2] },
    { path: 'M3 19.5c.6-3.8 2.8-5.6 6-5.6s5.4 1.8 6 5.6' },
    { path: 'M15.6 5.4a3 3 0 0 1 0 5.6M17.4 14.4c2 .7 3.2 2.4 3.6 5.1' },
  ],
  dog: [
    { path: 'M4 9.5l3.2-5 3 2.5h3.6l3-2.5 3.2 5-2 1.8v3.4a6 6 0 0 1-12 0v-3.4z' },
    { path: 'M9.5 11.3v.2M14.5 11.3v.2M12 15v1.8' },
  ],
  clock: [{ circle: [12, 12, 8.5] }, { path: 'M12 7v5.2l3.4 2' }],
  calendar: [{ rect: [4, 5.5, 16, 15, 2] }, { path: 'M4 10.5h16M8.5 3v4M15.5 3v4' }],
  sun: [
    { circle: [12, 12, 4] },
    {
      path: 'M12 2.5v2.2M12 19.3v2.2M2.5 12h2.2M19.3 12h2.2M5.3 5.3l1.5 1.5M17.2 17.2l1.5 1.5M5.3 18.7l1.5-1.5M17.2 6.8l1.5-1.5',
    },
  ],
  moon: [{ path: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z' }],
  language: [{ circle: [12, 12, 8.5] }, { path: 'M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17' }],
  'text-size': [{ path: 'M2.5 19L8 6l5.5 13M4.4 15h7.2M15 19l3.2-7.5 3.3 7.5M16 16.6h4.4' }],
  signal: [{ path: 'M4 19v-3M9 19v-6M14 19V9M19 19V5' }],
  'signal-off': [{ path: 'M4 19v-3M9 19v-6M14 19V9M19 19V5', faint: true }, { path: 'M4 4l16 16' }],
  info: [{ circle: [12, 12, 8.5] }, { path: 'M12 11v5.5M12 7.6v.2' }],
  help: [{ circle: [12, 12, 8.5] }, { path: 'M9.3 9.5a2.7 2.7 0 1 1 3.9 2.4c-.8.4-1.2 1-1.2 1.9M12 16.6v.2' }],
  warn: [{ path: 'M12 3.8L21.5 20.2H2.5z' }, { path: 'M12 10v4.5M12 17.3v.2' }],
  'chevron-left': [{ path: 'M15 5l-7 7 7 7' }],
  'chevron-right': [{ path: 'M9 5l7 7-7 7' }],
  'chevron-down': [{ path: 'M5 9l7 7 7-7' }],
  'chevron-up': [{ path: 'M5 15l7-7 7 7' }],
} as const satisfies Record<string, Drawing>;
