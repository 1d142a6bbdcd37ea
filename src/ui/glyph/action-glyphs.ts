import type { Drawing } from './shape.ts';

/** Things a hand does. */
export const actionGlyphs = {
  search: [{ circle: [10.8, 10.8, 6.3] }, { path: 'M15.5 15.5L20.5 20.5' }],
  filter: [{ path: 'M4 7h16M7 12h10M10 17h4' }],
  lock: [{ rect: [5, 10.5, 14, 10, 2] }, { path: 'M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2' }],
  phone: [
    {
      path: 'M5 4h4l1.6 4.3-2.2 1.6a12 12 0 0 0 5.7 5.7l1.6-2.2L20 15v4a1.5 1.5 0 0 1-1.6 1.5C10.5 20 4 13.5 3.5 5.6A1.5 1.5 0 0 1 5 4z',
    },
  ],
  mic: [{ rect: [9, 3, 6, 11, 3] }, { path: 'M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3' }],
  camera: [
    {
      path: 'M3.5 8.5A1.5 1.5 0 0 1 5 7h3l1.6-2.5h4.8L16 7h3a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5z',
    },
    { circle: [12, 12.8, 3.6] },
  ],
  stop: [{ rect: [6.5, 6.5, 11, 11, 2], solid: true }],
  redo: [{ path: 'M15 4.5l5 5-5 5M19.5 9.5H10a5.5 5.5 0 0 0 0 11h4' }],
  eye: [{ path: 'M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12z' }, { circle: [12, 12, 2.8] }],
  'eye-off': [
    {
      path: 'M9.7 6.1A9 9 0 0 1 12 5.8c6 0 9.5 6.2 9.5 6.2a17 17 0 0 1-2.7 3.4M15.4 17.5a8.7 8.7 0 0 1-3.4.7C6 18.2 2.5 12 2.5 12a17 17 0 0 1 3.7-4.2M4 4l16 16',
    },
  ],
  close: [{ path: 'M6 6l12 12M18 6L6 18' }],
  plus: [{ path: 'M12 5v14M5 12h14' }],
  minus: [{ path: 'M5 12h14' }],
  more: [
    { circle: [5.5, 12, 1.4], solid: true },
    { circle: [12, 12, 1.4], solid: true },
    { circle: [18.5, 12, 1.4], solid: true },
  ],
  retry: [{ path: 'M20 5v5h-5M4.3 13.5A8 8 0 1 0 6 7l-.5.6M20 10a8 8 0 0 0-13.8-3' }],
  export: [{ path: 'M12 15V4M8 7.8L12 3.8l4 4M5 13v7h14v-7' }],
  import: [{ path: 'M12 4v11M8 11.2l4 4 4-4M5 13v7h14v-7' }],
  sending: [{ path: 'M12 20V5M6 11l6-6 6 6' }],
  swap: [{ path: 'M4 8.5h15M15.5 5l3.5 3.5L15.5 12M20 15.5H5M8.5 12L5 15.5 8.5 19' }],
  print: [{ path: 'M7 9V3.5h10V9M7 17H4V9h16v8h-3' }, { path: 'M7 14h10v6.5H7z' }],
  backspace: [{ path: 'M8.5 5h12v14h-12L3 12z' }, { path: 'M11.5 9.5l5 5M16.5 9.5l-5 5' }],
  link: [
    { path: 'M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1.5 1.5' },
    { path: 'M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.5-1.5' },
  ],
  trash: [{ path: 'M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l.8 14h9.4l.8-14M10 10.5v6M14 10.5v6' }],
  'sign-out': [{ path: 'M13 4H5v16h8M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5' }],
  grip: [{ path: 'M4 9h16M4 15h16' }],
} as const satisfies Record<string, Drawing>;
