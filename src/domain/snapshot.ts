import { bodyOf } from './canonical.ts';

/** The form of what is written below; a snapshot in another form is made anew by the relay and not read by a tablet. */
export const snapshotForm = 1;

/** First line of every part: which snapshot it is of, and what the changes feed goes on from afterwards. */
export interface SnapshotHead {
  readonly form: typeof snapshotForm;
  /** the same until the relay makes another one: a tablet goes on in the middle by it */
  readonly id: string;
  readonly epoch: string;
  /** opaque; the feed from here on makes the snapshot whole */
  readonly seq: string;
  /** rows of all parts together */
  readonly documents: number;
  readonly parts: number;
  /** this part, from 0, and the lines that follow in it: an answer that was cut at a line's end is not whole */
  readonly part: number;
  readonly rows: number;
}

/** One document, every leaf of it. */
export interface SnapshotRow {
  /** the winning revision */
  readonly rev: string;
  /** the winner, then every losing leaf; bodies without what a storage adds */
  readonly leaves: readonly [object, ...object[]];
  /** the body as JSON, where there is one leaf: it need not be written again to be kept */
  readonly text?: string;
}

/** A line, without its end: `["rev",{…}]`, or `["rev",[{…},{…}]]` where leaves were lost. */
export function snapshotLine(rev: string, winner: object, losing: readonly object[]): string {
  const said = losing.length === 0 ? bodyOf(winner) : [winner, ...losing].map(bodyOf);
  return `[${JSON.stringify(rev)},${JSON.stringify(said)}]`;
}

/** Throws `SyntaxError` for a line that was cut. */
export function readSnapshotLine(line: string): SnapshotRow {
  const [rev, said] = JSON.parse(line) as [string, object | [object, ...object[]]];
  if (Array.isArray(said)) return { rev, leaves: said as [object, ...object[]] };
  return { rev, leaves: [said], text: line.slice(line.indexOf(',') + 1, -1) };
}

/** Undefined: of another form. */
export function readSnapshotHead(line: string): SnapshotHead | undefined {
  const head = JSON.parse(line) as Partial<SnapshotHead>;
  return head.form === snapshotForm ? (head as SnapshotHead) : undefined;
}
