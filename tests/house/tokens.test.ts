import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Theme = Readonly<Record<string, string>>;

const css = readFileSync('src/ui/tokens.css', 'utf8').replace(/\/\*.*?\*\//gs, '');
const light = block(":root,\n[data-theme='light']");
const dark = block("[data-theme='dark']");
const sun = block("[data-theme='sun']");
const darkBySystem = block(':root:not([data-theme])');

/** Floors promised for light, dark and sun; below 4.5 only for what is no text. */
const pairs: readonly [ink: string, ground: string, ...floors: [number, number, number]][] = [
  ['ink', 'surface', 16.4, 14.1, 21],
  ['ink', 'paper', 7, 7, 7],
  ['ink-2', 'paper', 7.9, 10.4, 17],
  ['ink-2', 'surface', 7.9, 7, 17],
  ['ink-3', 'paper', 5.5, 7.7, 13.6],
  ['edge', 'surface', 3.9, 4.1, 21],
  ['accent', 'surface', 7.6, 8.6, 11.7],
  ['on-accent', 'accent', 7.6, 8.4, 11.7],
  ['accent-ink', 'accent-soft', 7, 7, 10],
  ...['ok', 'warn', 'bad'].flatMap((word): [string, string, number, number, number][] => [
    [word, 'surface', 6.7, 8.2, 10.7],
    [word, `${word}-soft`, 5.7, 7.1, 8.4],
  ]),
  ['cell-mark', 'cell-done', 6.3, 6, 8.4],
  ['focus', 'surface', 7, 7, 7],
  ['focus', 'focus-gap', 7, 7, 7],
];

test('the dark values stand equal twice: chosen by the reader and chosen by the system', () => {
  expect(Object.keys(dark).length).toBeGreaterThan(30);
  expect(darkBySystem).toEqual(dark);
});

test('every colour of the light theme has its value in the dark and in the sun theme', () => {
  const colours = Object.keys(light);
  expect(Object.keys(dark)).toEqual(expect.arrayContaining(colours));
  expect(Object.keys(sun)).toEqual(expect.arrayContaining(colours));
});

describe.each([
  ['light', light, 0],
  ['dark', dark, 1],
  ['sun', sun, 2],
] as const)('%s', (name, theme, column) => {
  test.each(pairs)('%s can be read on %s', (ink, ground, ...floors) => {
    const found = Math.round(contrast(colour(theme, ink), colour(theme, ground)) * 10) / 10;
    expect(found).toBeGreaterThanOrEqual(floors[column]);
    if (name === 'sun') expect(found).toBeGreaterThanOrEqual(7);
  });
});

test('contrast is computed as WCAG defines it', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
  expect(contrast([255, 0, 0], [255, 0, 0])).toBe(1);
});

/** The custom properties and `color-scheme` of the first block with that selector. */
function block(selector: string): Theme {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no block "${selector}"`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  const declarations = body.split(';').map((line) => line.trim().split(/:\s*/));
  return Object.fromEntries(declarations.filter(([name]) => name).map(([name = '', value = '']) => [name, value]));
}

function colour(theme: Theme, token: string): [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(theme[`--${token}`] ?? '');
  if (!hex) throw new Error(`--${token} is no six-digit colour`);
  return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
}

/** WCAG 2 contrast ratio, 1 to 21. */
function contrast(one: [number, number, number], other: [number, number, number]): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: [number, number, number]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
