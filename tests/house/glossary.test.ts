import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentTypes } from '../../src/domain/catalogue.ts';
import { databaseKinds, sealedKinds } from '../../src/domain/database-name.ts';
import { careLevels } from '../../src/domain/documents/care.ts';
import { mediaKinds } from '../../src/domain/documents/media.ts';
import { knownLevels, postKinds, standings } from '../../src/domain/documents/organisation.ts';
import { outcomes, resolutions } from '../../src/domain/documents/visit.ts';
import { roles } from '../../src/domain/rights.ts';

interface Row {
  readonly zh: string;
  readonly identifier: string;
  /** undefined where the concept is computed, or part of another document */
  readonly documentType: string | undefined;
  readonly meaning: string;
  readonly notToBeConfusedWith: string;
}

const rows = readFileSync('docs/glossary.md', 'utf8').split('\n').flatMap(toRow);
const identifiers = rows.map(({ identifier }) => identifier);

test('every document type of the catalogue has a row, and every document type of a row is in the catalogue', () => {
  const named = rows.flatMap(({ documentType }) => documentType ?? []);
  expect(named.sort()).toEqual([...documentTypes].sort());
});

test('a stored concept is called what its document is called', () => {
  const stored = rows.filter(({ documentType }) => documentType !== undefined);
  expect(stored.filter(({ identifier, documentType }) => identifier !== documentType)).toEqual([]);
});

test('one name for each thing, one thing for each name', () => {
  expect(repeated(identifiers)).toEqual([]);
  expect(repeated(rows.map(({ zh }) => zh))).toEqual([]);
});

test.each(
  Object.entries({
    outcomes,
    resolutions,
    careLevels,
    knownLevels,
    postKinds,
    standings,
    roles,
    databaseKinds,
    sealedKinds,
    mediaKinds,
  }),
)('each of the %s has a row', (_, words) => {
  expect(identifiers).toEqual(expect.arrayContaining([...words]));
});

test('every row says what the thing is and what it is not', () => {
  expect(rows.length).toBeGreaterThan(60);
  for (const { zh, meaning, notToBeConfusedWith } of rows) {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(meaning, zh).toMatch(/\.$/);
    expect(notToBeConfusedWith, zh).not.toBe('');
  }
});

test('what a row warns of has a row too', () => {
  const warned = rows.flatMap(({ notToBeConfusedWith }) =>
    [...notToBeConfusedWith.matchAll(/`([^`]+)`/g)].map((m) => m[1]),
  );
  expect(warned.filter((name) => !identifiers.includes(name ?? ''))).toEqual([]);
});

function toRow(line: string): Row[] {
  const [, zh = '', identifier = '', stored = '', meaning = '', notToBeConfusedWith = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  const name = bare(identifier);
  return name === undefined ? [] : [{ zh, identifier: name, documentType: bare(stored), meaning, notToBeConfusedWith }];
}

/** The name between backticks, if that is what the cell holds. */
function bare(cell: string): string | undefined {
  return /^`([^`]+)`$/.exec(cell)?.[1];
}

function repeated(words: readonly string[]): string[] {
  return words.filter((word, index) => words.indexOf(word) !== index);
}
