import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8').replace(/\/\*.*?\*\//gs, '');

/** Declarations of the block that follows a selector. */
function block(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  if (start < 0) throw new Error(`no block ${selector}`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map([...body.matchAll(/([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]));
}

const themes = {
  light: block("[data-theme='light']"),
  dark: block("[data-theme='dark']"),
  sun: block("[data-theme='sun']"),
};

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(theme: Map<string, string>, ink: string, ground: string): number {
  const [a, b] = [ink, ground].map((token) => {
    const hex = theme.get(`--${token}`);
    if (!hex || !/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`${token} is not a colour`);
    return luminance(hex);
  }) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Ink, ground, and the least ratio in light, dark and sun (the figures of the specification, rounded down). */
const pairs: [ink: string, ground: string, light: number, dark: number, sun: number][] = [
  ['ink', 'surface', 16.3, 14, 21],
  ['ink-2', 'paper', 7.8, 10.3, 16.9],
  ['ink-3', 'paper', 5.4, 7.6, 13.5],
  ['edge', 'surface', 3.8, 4, 21],
  ['accent', 'surface', 7.5, 8.5, 11.6],
  ['on-accent', 'accent', 7.5, 8.3, 11.6],
  ['ok', 'surface', 6.6, 8.1, 10.6],
  ['warn', 'surface', 6.6, 8.1, 10.6],
  ['bad', 'surface', 6.6, 8.1, 10.3],
  ['ok', 'ok-soft', 5.6, 7, 8.3],
  ['warn', 'warn-soft', 5.6, 7, 8.3],
  ['bad', 'bad-soft', 5.6, 7, 8.3],
  ['accent-ink', 'accent-soft', 7, 7, 10],
  ['cell-mark', 'cell-done', 6.2, 5.9, 8.3],
];

describe.each(pairs)('%s on %s', (ink, ground, light, dark, sun) => {
  test.each([
    ['light', light],
    ['dark', dark],
    ['sun', sun],
  ] as const)('%s: at least %d : 1', (theme, least) => {
    expect(contrast(themes[theme], ink, ground)).toBeGreaterThanOrEqual(least);
  });
});

test('the dark of the system and the dark that was chosen are the same', () => {
  expect(block(':root:not([data-theme])')).toEqual(themes.dark);
});

test('every theme names every colour of the light one', () => {
  for (const theme of [themes.dark, themes.sun]) {
    expect([...themes.light.keys()].filter((name) => !theme.has(name))).toEqual([]);
  }
});

describe('nothing has a colour of its own', () => {
  const src = fileURLToPath(new URL('../../src/', import.meta.url));
  const styled = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(svelte|css)$/.test(path) && !path.endsWith('tokens.css'))
    .map((path) => {
      const text = readFileSync(src + path, 'utf8');
      const style = path.endsWith('.css') ? text : (/<style>(.*)<\/style>/s.exec(text)?.[1] ?? '');
      return { path, style: style.replace(/\/\*.*?\*\//gs, '') };
    });

  test('there are styles to look at', () => {
    expect(styled.length).toBeGreaterThan(20);
  });

  test.each(styled)('$path', ({ style }) => {
    expect(style.match(/:[^;{]*(#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab)a?\()[^;]*;/gi) ?? []).toEqual([]);
  });

  test.each(styled)('$path uses tokens that exist', ({ path, style }) => {
    const own = new Set([...readFileSync(src + path, 'utf8').matchAll(/(--[\w-]+)\s*[:=]/g)].map(([, name]) => name));
    const used = [...style.matchAll(/var\((--[\w-]+)\s*\)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !own.has(name) && !css.includes(`${name}:`))).toEqual([]);
  });
});
