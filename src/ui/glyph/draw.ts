import type { Attachment } from 'svelte/attachments';
import { glyphs, type GlyphName } from './glyphs.ts';
import type { Shape } from './shape.ts';

const looks = ['solid', 'cut', 'dashed', 'faint'] as const;

function elementOf(shape: Shape, page: Document): SVGElement {
  const [kind, place] =
    'path' in shape
      ? (['path', { d: shape.path }] as const)
      : 'circle' in shape
        ? (['circle', { cx: shape.circle[0], cy: shape.circle[1], r: shape.circle[2] }] as const)
        : ([
            'rect',
            {
              x: shape.rect[0],
              y: shape.rect[1],
              width: shape.rect[2],
              height: shape.rect[3],
              rx: shape.rect[4],
            },
          ] as const);
  const element = page.createElementNS('http://www.w3.org/2000/svg', kind);
  for (const [name, value] of Object.entries(place)) element.setAttribute(name, String(value));
  if (shape.width !== undefined) element.setAttribute('stroke-width', String(shape.width));
  const look = looks.filter((one) => shape[one]).join(' ');
  if (look !== '') element.setAttribute('class', look);
  return element;
}

/** Draws a glyph into its frame. By hand: a list shows hundreds, and a shape that never changes needs nobody to watch it. */
export const draw =
  (name: GlyphName): Attachment<SVGElement> =>
  (frame) => {
    frame.replaceChildren(...glyphs[name].map((shape) => elementOf(shape, frame.ownerDocument)));
  };
