/** How one stroke of a glyph is drawn. Without anything: a line of 1.75 in the colour of the text. */
interface Look {
  /** A filled body without an edge. */
  readonly solid?: true;
  /** Drawn on top of a solid body, in the colour of the ground (`--glyph-ground`). */
  readonly cut?: true;
  readonly dashed?: true;
  readonly faint?: true;
  /** Stroke width on the 24 px grid. */
  readonly width?: number;
}

export interface PathShape extends Look {
  readonly path: string;
}

export interface CircleShape extends Look {
  readonly circle: readonly [cx: number, cy: number, r: number];
}

export interface RectShape extends Look {
  readonly rect: readonly [x: number, y: number, width: number, height: number, corner: number];
}

/** One stroke or body of a glyph on a 24 × 24 grid. */
export type Shape = PathShape | CircleShape | RectShape;

/** A glyph: its shapes, the lowest first. */
export type Drawing = readonly Shape[];
