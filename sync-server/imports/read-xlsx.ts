import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Cell } from '../../src/domain/sheet/cells.ts';
import { SheetFault, type SheetRow } from './sheet-row.ts';

/** A packed file may unfold to this much and no more (bytes of one part). */
const mostUnfolded = 2_000_000_000;

/** Rows of the first sheet of an .xlsx, many at a time. Only its texts are kept in memory, never its rows. */
export async function* readXlsx(path: string): AsyncGenerator<SheetRow[]> {
  const archive = await openPromise(path, { autoClose: false, lazyEntries: true }).catch(() => {
    throw new SheetFault('not-a-sheet');
  });
  try {
    const entries = await entriesOf(archive);
    const sheet = [...entries.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).sort(bySheet)[0];
    const first = sheet === undefined ? undefined : entries.get(sheet);
    if (!first) throw new SheetFault('not-a-sheet');
    const shared = entries.get('xl/sharedStrings.xml');
    const texts = shared ? await textsIn(await streamOf(archive, shared)) : [];
    yield* rowsIn(await streamOf(archive, first), texts);
  } finally {
    archive.close();
  }
}

const bySheet = (a: string, b: string): number => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]);

async function entriesOf(archive: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) entries.set(entry.fileName.replace(/^\//, ''), entry);
  return entries;
}

async function streamOf(archive: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.uncompressedSize > mostUnfolded) throw new SheetFault('not-a-sheet');
  return archive.openReadStreamPromise(entry);
}

/** The shared texts, in order; phonetic readings (`rPh`) are no part of a text. */
async function textsIn(stream: Readable): Promise<string[]> {
  const texts: string[] = [];
  const parser = new SaxesParser({ position: false });
  let text = '';
  let within = false;
  let phonetic = false;
  parser.on('opentag', ({ name }) => {
    if (name === 'si') text = '';
    else if (name === 'rPh') phonetic = true;
    else if (name === 't') within = !phonetic;
  });
  parser.on('text', (piece) => {
    if (within) text += piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'si') texts.push(text);
    else if (name === 'rPh') phonetic = false;
    else if (name === 't') within = false;
  });
  for await (const chunk of decoded(stream)) parser.write(chunk);
  return texts;
}

async function* decoded(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) yield decoder.decode(chunk as Uint8Array, { stream: true });
}

async function* rowsIn(stream: Readable, texts: readonly string[]): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  let cells: Cell[] = [];
  let number = 0;
  let place = 0;
  let type = '';
  let value = '';
  let within = false;
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'c') {
      const reference = attributes['r'] as string | undefined;
      place = reference === undefined ? cells.length : columnOf(reference);
      type = (attributes['t'] as string | undefined) ?? 'n';
      value = '';
    } else if (name === 'v' || name === 't') within = true;
    else if (name === 'row') {
      number = Number(attributes['r'] ?? number + 1);
      cells = [];
    }
  });
  parser.on('text', (piece) => {
    if (within) value += piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'v' || name === 't') within = false;
    else if (name === 'c') {
      if (value === '') return;
      const text = type === 's' ? (texts[Number(value)] ?? '') : value;
      while (cells.length < place) cells.push(nothing);
      cells[place] = type === 'n' ? { text, numeric: true } : { text };
    } else if (name === 'row') rows.push({ number, cells });
  });
  try {
    for await (const chunk of decoded(stream)) {
      parser.write(chunk);
      if (rows.length === 0) continue;
      yield rows;
      rows = [];
    }
  } finally {
    stream.destroy();
  }
}

const nothing: Cell = { text: '' };

/** B12 → 1 */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  // no sheet has more columns; a reference without letters would loop below
  return Math.min(Math.max(column, 1), 16_384) - 1;
}
