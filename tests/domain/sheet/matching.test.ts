import { describe, expect, it } from 'vitest';
import { changeAgainst } from '../../../src/domain/sheet/change-against.ts';
import { matchHousehold, matchPerson, plainName } from '../../../src/domain/sheet/matching.ts';
import type { Register } from '../../../src/domain/register.ts';
import { makeStamp } from '../../../src/domain/stamp.ts';

const one = { id: 'r1', householdId: 'h1', birthYear: 1950, number: '999999195001010018' };
const other = { id: 'r2', householdId: 'h1', birthYear: 1980 };

describe('persons match', () => {
  it('by number before anything else', () => {
    expect(matchPerson({ number: one.number, birthYear: 1999 }, one, [other])).toEqual({ kind: 'found', one });
  });
  it('else by name, dwelling and year of birth', () => {
    expect(matchPerson({ birthYear: 1980 }, undefined, [one, other])).toEqual({ kind: 'found', one: other });
    expect(matchPerson({ birthYear: 1970 }, undefined, [one, other])).toEqual({ kind: 'new' });
    expect(matchPerson({ birthYear: 1950, number: '999999195001010026' }, undefined, [one])).toEqual({ kind: 'new' });
  });
  it('not by a guess', () => {
    expect(matchPerson({}, undefined, [one, other])).toEqual({ kind: 'unclear', code: 'which-person' });
    expect(matchPerson({}, undefined, [one])).toEqual({ kind: 'found', one });
  });
  it('whatever dots and spaces a name has', () => {
    expect(plainName('阿依古丽 · 买买提')).toBe(plainName('阿依古丽•买买提'));
  });
});

describe('families match', () => {
  const wang = { id: 'h1', familyName: '王' };
  const li = { id: 'h2', familyName: '李' };
  it('by their head, by the person, or because there is only one', () => {
    expect(matchHousehold('李四', undefined, [wang, li])).toEqual({ kind: 'found', one: li });
    expect(matchHousehold(undefined, 'h2', [wang, li])).toEqual({ kind: 'found', one: li });
    expect(matchHousehold(undefined, undefined, [wang])).toEqual({ kind: 'found', one: wang });
  });
  it('or are new, or unclear', () => {
    expect(matchHousehold('赵六', undefined, [wang])).toEqual({ kind: 'new' });
    expect(matchHousehold(undefined, undefined, [])).toEqual({ kind: 'new' });
    expect(matchHousehold(undefined, undefined, [wang, li])).toEqual({ kind: 'unclear', code: 'which-household' });
  });
});

describe('a sheet', () => {
  const head = {
    _id: 'resident:1',
    type: 'resident',
    schema: 1,
    by: 'area1',
    deviceId: 'desk',
    at: '2026-11-01T00:00:00Z',
  } as const;
  const sheet = makeStamp(Date.parse('2026-11-01'), 0, 'desk');
  const stored = (days: string, v: unknown): Register => ({
    ...head,
    fields: { phone: { v, s: makeStamp(Date.parse(days), 0, 'tablet') } },
  });
  const phone = { number: '19900000001' };

  it('writes what nobody wrote, and what is older', () => {
    expect(changeAgainst(undefined, head, { phone }, sheet).doc?.fields).toEqual({ phone: { v: phone, s: sheet } });
    expect(changeAgainst(stored('2026-10-01', { number: '1' }), head, { phone }, sheet).doc).toBeDefined();
  });
  it('never beats a newer edit', () => {
    expect(changeAgainst(stored('2026-11-02', { number: '1' }), head, { phone }, sheet)).toEqual({
      ...{ doc: undefined, newer: 1, twice: false },
    });
  });
  it('writes nothing where it says the same, and keeps what was verified', () => {
    const verified = { ...phone, verifiedOn: '2026-01-01' };
    expect(changeAgainst(stored('2026-01-01', verified), head, { phone }, sheet).doc).toBe(undefined);
  });
  it('that says two things of one field says so', () => {
    const first = { ...head, fields: { phone: { v: { number: '1' }, s: sheet } } };
    expect(changeAgainst(first, head, { phone }, sheet)).toEqual({ doc: undefined, newer: 0, twice: true });
  });
});
