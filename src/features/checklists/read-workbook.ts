import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import type { FormRow, FormWorkbook } from '../../domain/xlsform/form-table.ts';

export type WorkbookTrouble = 'not-a-workbook' | 'old-format' | 'too-large';
export type ReadWorkbook =
  { readonly ok: true; readonly workbook: FormWorkbook } | { readonly ok: false; readonly code: WorkbookTrouble };

/** A questionnaire is small: more than this is something else (bytes; the parts as they unfold). */
const largestFile = 4_000_000;
const largestPart = 20_000_000;

/** Rows of every sheet of an .xlsx as texts. It is read here and stays here: nothing is sent. */
export function readWorkbook(file: Uint8Array): ReadWorkbook {
  if (file.length > largestFile) return { ok: false, code: 'too-large' };
  if (file[0] === 0xd0 && file[1] === 0xcf) return { ok: false, code: 'old-format' };
  let tooLarge = false;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(file, {
      filter: ({ name, originalSize }) => {
        if (!/^\/?xl\/(workbook|sharedStrings|worksheets\/[^/]+)\.xml$|\/workbook\.xml\.rels$/.test(name)) return false;
        tooLarge ||= originalSize > largestPart;
        return originalSize <= largestPart;
      },
    });
    if (tooLarge) return { ok: false, code: 'too-large' };
    return { ok: true, workbook: workbookOf(parts) };
  } catch {
    // no archive, or no XML within
    return { ok: false, code: 'not-a-workbook' };
  }
}

function workbookOf(parts: Readonly<Record<string, Uint8Array>>): FormWorkbook {
  const text = (name: string): string => {
    const part = parts[name] ?? parts[`/${name}`];
    return part ? new TextDecoder().decode(part) : '';
  };
  const targets = new Map<string, string>();
  read(text('xl/_rels/workbook.xml.rels'), {
    open: (name, has) => name === 'Relationship' && targets.set(has('Id'), has('Target').replace(/^\/?(xl\/)?/, 'xl/')),
  });
  const shared = textsOf(text('xl/sharedStrings.xml'));
  const sheets: [string, readonly FormRow[]][] = [];
  read(text('xl/workbook.xml'), {
    open: (name, has) => {
      if (name === 'sheet') sheets.push([has('name'), rowsOf(text(targets.get(has('r:id')) ?? ''), shared)]);
    },
  });
  if (sheets.length === 0) throw new Error('no sheet');
  return new Map(sheets);
}

interface Heard {
  readonly open: (name: string, has: (attribute: string) => string) => unknown;
  readonly text?: (piece: string) => void;
  readonly close?: (name: string) => void;
}

function read(xml: string, heard: Heard): void {
  if (xml === '') return;
  const parser = new SaxesParser({ position: false });
  const bare = (name: string): string => name.replace(/^x:/, '');
  parser.on('opentag', ({ name, attributes }) => {
    const given: Readonly<Record<string, unknown>> = attributes;
    heard.open(bare(name), (attribute) => (typeof given[attribute] === 'string' ? given[attribute] : ''));
  });
  parser.on('text', (piece) => heard.text?.(piece));
  parser.on('closetag', ({ name }) => heard.close?.(bare(name)));
  parser.write(xml).close();
}

/** The shared texts, in order; phonetic readings (`rPh`) are no part of a text. */
function textsOf(xml: string): string[] {
  const texts: string[] = [];
  let [text, within, phonetic] = ['', false, false];
  read(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') within = !phonetic;
    },
    text: (piece) => {
      if (within) text += piece;
    },
    close: (name) => {
      if (name === 'si') texts.push(text);
      else if (name === 'rPh') phonetic = false;
      else if (name === 't') within = false;
    },
  });
  return texts;
}

function rowsOf(xml: string, shared: readonly string[]): FormRow[] {
  const rows: FormRow[] = [];
  let cells: string[] = [];
  let [number, place, type, value, within] = [0, 0, '', '', false];
  read(xml, {
    open: (name, has) => {
      if (name === 'row') {
        number = Number(has('r')) || number + 1;
        cells = [];
      } else if (name === 'c') {
        place = has('r') === '' ? cells.length : columnOf(has('r'));
        type = has('t');
        value = '';
      } else if (name === 'v' || name === 't') within = true;
    },
    text: (piece) => {
      if (within) value += piece;
    },
    close: (name) => {
      if (name === 'v' || name === 't') within = false;
      else if (name === 'c' && value !== '') {
        while (cells.length < place) cells.push('');
        cells[place] = type === 's' ? (shared[Number(value)] ?? '') : value;
      } else if (name === 'row') rows.push({ number, cells });
    },
  });
  return rows;
}

/** B12 → 1; no sheet has more than 16,384 columns. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A';
  const column = [...letters].reduce((before, letter) => before * 26 + letter.charCodeAt(0) - 64, 0);
  return Math.min(column, 16_384) - 1;
}
