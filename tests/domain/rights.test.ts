import { describe, expect, it } from 'vitest';
import { parseDatabaseName } from '../../src/domain/database-name.ts';
import { databasesOf, formerly, handoverHome, mayRead, roles, type Holder } from '../../src/domain/rights.ts';
import { aHolder } from '../builders/people.ts';

/** `r` a copy of all of it, `w` may add to it; a database that is not named is neither. */
const table: readonly (readonly [string, Holder, Readonly<Record<string, string>>])[] = [
  [
    'grid worker',
    aHolder('gridWorker'),
    {
      'area-a1': 'rw',
      'care-a1': 'rw',
      'log-c1': 'w',
      'media-a1': 'rw',
      'own-grid1': 'rw',
      'ref-c1': 'r',
      'sealed-minors-c1': 'w',
      'sealed-reintegration-c1': 'w',
      'sealed-violence-c1': 'w',
    },
  ],
  [
    'grid worker who was granted a kind',
    aHolder('gridWorker', { sealed: ['reintegration'] }),
    {
      'area-a1': 'rw',
      'care-a1': 'rw',
      'log-c1': 'w',
      'media-a1': 'rw',
      'own-grid1': 'rw',
      'ref-c1': 'r',
      'sealed-minors-c1': 'w',
      'sealed-reintegration-c1': 'rw',
      'sealed-violence-c1': 'w',
    },
  ],
  [
    'building leader',
    aHolder('buildingLeader'),
    { 'area-a1': 'w', 'log-c1': 'w', 'own-building1': 'rw', 'ref-c1': 'r' },
  ],
  ['deployed member', aHolder('deployedMember'), { 'area-a1': 'w', 'own-deployed1': 'rw', 'ref-c1': 'r' }],
  ['provider', aHolder('serviceProvider'), { 'area-a1': 'w', 'care-a1': 'w', 'own-provider1': 'rw' }],
  [
    'area secretary',
    aHolder('areaSecretary'),
    {
      'area-a1': 'rw',
      'care-a1': 'rw',
      'handover-c1': 'r',
      'handover-care-a1': 'r',
      'log-c1': 'w',
      'media-a1': 'rw',
      'own-area1': 'rw',
      'ref-c1': 'r',
      'rollup-c1': 'r',
      'sealed-minors-c1': 'w',
      'sealed-reintegration-c1': 'w',
      'sealed-violence-c1': 'w',
    },
  ],
  [
    'garden secretary who pins one area of two',
    aHolder('gardenSecretary', { pinned: ['a1'] }),
    {
      'area-a1': 'rw',
      'area-a2': 'w',
      'handover-c1': 'r',
      'log-c1': 'w',
      'own-garden1': 'rw',
      'ref-c1': 'r',
      'rollup-c1': 'r',
    },
  ],
  [
    'community secretary who pins four areas where three are allowed',
    aHolder('communitySecretary', { areas: ['a1', 'a2', 'a3', 'a4'], pinned: ['a1', 'a2', 'a3', 'a4'] }),
    {
      'area-a1': 'rw',
      'area-a2': 'rw',
      'area-a3': 'rw',
      'area-a4': 'w',
      'handover-c1': 'r',
      'log-c1': 'w',
      'own-secretary': 'rw',
      'ref-c1': 'rw',
      'rollup-c1': 'r',
    },
  ],
  [
    'somebody who pins an area that is not beneath him',
    aHolder('gardenSecretary', { areas: ['a1'], pinned: ['a9'] }),
    { 'area-a1': 'w', 'handover-c1': 'r', 'log-c1': 'w', 'own-garden1': 'rw', 'ref-c1': 'r', 'rollup-c1': 'r' },
  ],
  ['privacy officer', aHolder('privacyOfficer'), { 'log-c1': 'r', 'own-privacy': 'rw', 'ref-c1': 'r' }],
  ['admin', aHolder('admin'), { 'own-admin': 'rw', 'ref-c1': 'rw' }],
  ['somebody without any grant', aHolder('gridWorker', { grants: [] }), {}],
];

describe('databases of', () => {
  it.each(table)('%s', (_, holder, expected) => {
    const given = databasesOf(holder).map(({ name, read, write }) => [name, `${read ? 'r' : ''}${write ? 'w' : ''}`]);
    expect(Object.fromEntries(given)).toEqual(expected);
    expect(given.map(([name]) => name)).toEqual(Object.keys(expected));
  });

  it.each(roles)('%s: never what only the relay holds', (role) => {
    const holder = aHolder(role, { sealed: ['violence'], pinned: ['a1'] });
    for (const { name } of databasesOf(holder)) {
      expect(parseDatabaseName(name)?.kind).toBeDefined();
      expect(name).not.toMatch(/^(auth|ledger|extract-)/);
    }
  });

  it('tells reading from adding', () => {
    expect(mayRead(aHolder('buildingLeader'), 'area-a1')).toBe(false);
    expect(mayRead(aHolder('gridWorker'), 'area-a1')).toBe(true);
    expect(mayRead(aHolder('gridWorker'), 'area-a2')).toBe(false);
  });
});

describe('somebody who lost a right', () => {
  const now = Date.parse('2026-11-23T00:00:00Z');
  const ended = (until: string): Holder => ({
    ...aHolder('gridWorker', { areas: ['a2'] }),
    ended: [{ role: 'gridWorker', unitId: 'orgUnit:a1', areas: ['a1'], until }],
  });
  it.each([
    ['yesterday', '2026-11-22T00:00:00Z', true],
    ['90 days ago', '2026-08-25T00:00:00Z', true],
    ['91 days ago', '2026-08-24T00:00:00Z', false],
  ])('%s', (_, until, held) => {
    expect(mayRead(formerly(ended(until), now), 'area-a1')).toBe(held);
    expect(mayRead(ended(until), 'area-a1')).toBe(false);
  });

  it.each([
    ['area-a1', 'handover-c1'],
    ['care-a1', 'handover-care-a1'],
    ['sealed-violence-c1', 'sealed-violence-c1'],
    ['log-c1', 'log-c1'],
    ['ref-c1', undefined],
    ['own-grid1', undefined],
    ['../etc', undefined],
  ])('hands over %s to %s', (database, home) => {
    expect(handoverHome(database, 'c1')).toBe(home);
  });
});
