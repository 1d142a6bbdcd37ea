import { describe, expect, it } from 'vitest';
import { dwellingId } from '../../src/domain/address.ts';
import { doorsOfDwelling } from '../../src/domain/door.ts';
import { ownedBy, ownersOf } from '../../src/domain/ownership.ts';
import { fieldOf, mergeRegisters } from '../../src/domain/register.ts';
import { leftBy } from '../../src/domain/residence.ts';
import { aDwelling, aHousehold, aResidency, aResident, aStamp, aWithdrawal, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const home = anId('household');
const said = (n: number, given: Parameters<typeof aResidency>[0]) =>
  aResidency({ _id: anId('residency', n), householdId: home, ...given });

describe('who lives where', () => {
  const movedOut = said(1, { change: 'movedOut', on: '2026-11-01' });
  const back = said(2, { change: 'movedIn', on: '2026-11-09' });
  const died = said(3, { change: 'died', on: '2026-11-20', householdId: anId('household', 2) });

  it('tells who moved out, came back, or died, wherever that was said', () => {
    expect(leftBy(home, [])).toBeUndefined();
    expect(leftBy(home, [movedOut])).toBe('movedOut');
    expect(leftBy(home, [back, movedOut])).toBeUndefined();
    expect(leftBy(home, [movedOut, back, died])).toBe('died');
    expect(leftBy(home, [died], [aWithdrawal({ subjectId: died._id })])).toBeUndefined();
  });

  it('keeps relation to the head, and where the papers are, with the resident', () => {
    const son = aResident({ values: { relationToHead: 2, residenceMismatch: true } });
    expect([fieldOf(son, 'relationToHead'), fieldOf(son, 'residenceMismatch')]).toEqual([2, true]);
  });

  it('is two doors where two households share a dwelling', () => {
    const families = [aHousehold(), aHousehold({ _id: anId('household', 2), values: { familyName: '王' } })];
    expect(doorsOfDwelling(aDwelling(), families).map(({ familyName }) => familyName)).toEqual(['欧阳', '王']);
  });

  it('is one dwelling where two tablets without a signal add the same flat', () => {
    const typed = { estate: '景兰苑', building: '12栋', entrance: '1单元', floor: '12', room: '1203' };
    const otherwise = { estate: '景兰苑', building: '１２幢', entrance: '一单元', floor: '12层', room: '1203室' };
    const [mine, theirs] = [dwellingId('c1', typed), dwellingId('c1', otherwise)];
    expect(mine).toBe(theirs);
    const [a, b] = [
      aDwelling({ _id: mine, values: { useStatus: 'rent' }, stamp: aStamp(1) }),
      aDwelling({ _id: theirs, values: { areaM2: 90 }, stamp: aStamp(2, 'grid2tablet') }),
    ];
    const merged = mergeRegisters(a, b);
    expect(merged).toEqual(mergeRegisters(b, a));
    expect(fieldOf(merged, 'areaM2')).toBe(90);
  });
});

describe('who owns what', () => {
  const owner = anId('resident', 1);
  const withOwner = (_id: string, id: string, member: { in?: string; out?: string }) => ({
    ...aDwelling({ _id }),
    sets: { owners: { [id]: member } },
  });

  it('is one owner of several dwellings, and several of one', () => {
    const [a, b] = [withOwner(flat1203, owner, { in: aStamp(1) }), withOwner('dwelling:c:2', owner, { in: aStamp(1) })];
    const sold = withOwner('dwelling:c:3', owner, { in: aStamp(1), out: aStamp(2) });
    expect(ownedBy([a, b, sold, aDwelling()], [owner]).map(({ _id }) => _id)).toEqual([flat1203, 'dwelling:c:2']);
    const other = withOwner(flat1203, anId('resident', 2), { in: aStamp(3) });
    expect(ownersOf(mergeRegisters(a, other))).toEqual([owner, anId('resident', 2)]);
  });
});
