import type { Drawing } from './shape.ts';

const ring = { circle: [12, 12, 8.2] } as const;
const disc = { circle: [12, 12, 9], solid: true } as const;
const box = { rect: [4, 4, 16, 16, 3.5] } as const;
const lozenge = { path: 'M12 3L21 12 12 21 3 12z' } as const;
const tickOnBody = { path: 'M7.8 12.3l2.9 2.9 5.5-6', cut: true, width: 2 } as const;

/**
 * The four families of status, told apart without colour: circle, square, diamond, tick.
 * Named by shape; what a shape stands for is the business of whoever uses it.
 */
export const statusGlyphs = {
  circle: [ring],
  'circle-tick': [disc, tickOnBody],
  'circle-phone': [
    disc,
    {
      path: 'M9 7.5h1.7l.8 2.2-1.1.8a6 6 0 0 0 2.9 2.9l.8-1.1 2.2.8v1.7a.8.8 0 0 1-.8.8c-4-.2-7-3.3-7.3-7.3a.8.8 0 0 1 .8-.8z',
      cut: true,
      width: 1.4,
    },
  ],
  'circle-half': [ring, { path: 'M12 3.8a8.2 8.2 0 0 1 0 16.4z', solid: true }],
  'circle-bar': [ring, { path: 'M8 12h8' }],
  'circle-dashed': [{ ...ring, dashed: true }],
  'circle-arrow': [ring, { path: 'M9 15l6-6M10.5 9H15v4.5' }],
  'circle-slash': [ring, { path: 'M6.3 17.7L17.7 6.3' }],

  square: [box],
  'square-dashed': [{ ...box, dashed: true }],
  'square-half': [box, { path: 'M4.5 12h15v4.5a3 3 0 0 1-3 3h-9a3 3 0 0 1-3-3z', solid: true }],
  'square-pause': [box, { path: 'M10 9v6M14 9v6' }],
  'square-lines': [box, { path: 'M8 10.5h8M8 13.8h5' }],
  'square-turn': [box, { path: 'M15 9.2a4 4 0 1 0 1 3.3M15.3 7v2.6h-2.6' }],
  'square-tick': [{ rect: [3.2, 3.2, 17.6, 17.6, 4], solid: true }, tickOnBody],
  'square-slash': [box, { path: 'M8 16l8-8' }],

  diamond: [lozenge],
  'diamond-half': [lozenge, { path: 'M3 12h18L12 21z', solid: true }],
  'diamond-full': [
    { path: 'M12 2.5L21.5 12 12 21.5 2.5 12z', solid: true },
    { path: 'M12 7.5v5.3M12 16v.2', cut: true, width: 2.2 },
  ],
  hourglass: [{ path: 'M7 3h10M7 21h10M8 3c0 5 4 6 4 9s-4 4-4 9M16 3c0 5-4 6-4 9s4 4 4 9' }],

  pencil: [{ path: 'M4 20l1-4.5L15.8 4.7a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 19z' }],
  tablet: [{ rect: [5, 3, 14, 18, 2.5] }, { path: 'M10.5 17.8h3' }],
  'tick-hollow': [{ path: 'M3.3 13l2.3-2.3 3.9 3.9 8.9-8.9 2.3 2.3L9.5 19.2z', width: 1.5 }],
  tick: [{ path: 'M4.5 12.8l4.8 4.8L19.5 7' }],
  'tick-arrow': [{ path: 'M2.5 11.2l4 4 8-8.6M11.5 17.8h9.5M18 14.8l3 3-3 3' }],
  ticks: [{ path: 'M1.8 12.8l4.5 4.5L15.5 7.3M11.3 16.3l1.2 1.2L22.3 7.3' }],
  'arrow-back': [{ path: 'M9 4.5L4 9.5l5 5M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-4' }],
  octagon: [{ path: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z' }, { path: 'M12 7.5v5.5M12 16.3v.2' }],
  overtaken: [{ path: 'M4 7h9M4 12h16M16.5 8.5L20 12l-3.5 3.5M4 17h9' }],
} as const satisfies Record<string, Drawing>;
