import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8').replace(/\/\*.*?\*\//gs, '');

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
