import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import type { SheetRow } from './sheet-row.ts';

/** Rows handed on at once. */
const many = 500;

/** Rows of a .csv: UTF-8 with or without a mark, UTF-16 with one, else what Chinese Excel writes (GBK, read as its superset). */
export async function* readCsv(path: string): AsyncGenerator<SheetRow[]> {
  const encoding = await encodingOf(path);
  const parser = parse({
    delimiter: await delimiterIn(path, encoding),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
  });
  const source = createReadStream(path);
  void (async () => {
    const decoder = new TextDecoder(encoding);
    try {
      for await (const chunk of source) {
        const text = decoder.decode(chunk as Uint8Array, { stream: true });
        if (!parser.write(text)) await new Promise<void>((resolve) => parser.once('drain', resolve));
      }
      parser.end(decoder.decode());
    } catch (fault) {
      parser.destroy(fault instanceof Error ? fault : new Error('unreadable'));
    }
  })();
  let rows: SheetRow[] = [];
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      // Chinese Excel keeps long numbers as texts by ="…"
      rows.push({ number, cells: cells.map((text) => ({ text: text.replace(/^="?([^"]*)"?$/, '$1') })) });
      if (rows.length < many) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

async function encodingOf(path: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const source = createReadStream(path);
  let first = true;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
      if (first && chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
      first = false;
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'gb18030';
  } finally {
    source.destroy();
  }
}

async function delimiterIn(path: string, encoding: string): Promise<string> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(4096);
    const { bytesRead } = await file.read(buffer, 0, 4096, 0);
    const [line = ''] = new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead)).split(/\r?\n/);
    const count = (sign: string): number => line.split(sign).length;
    return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  } finally {
    await file.close();
  }
}
