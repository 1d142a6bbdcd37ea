import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelySame, type Compared } from '../../src/domain/likely-same.ts';
import { mayWrite } from '../../src/domain/may-write.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { decidedOn, mergedPersons, pairOf, partingOf, toAnswer } from '../../src/domain/same-person.ts';
import { aResident, aSamePerson, aStamp } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

const [one, two, three] = [1, 2, 3].map((n) => anId('resident', n)) as [string, string, string];
const written = [
  aResident({
    _id: one,
    values: { name: '王秀英', birthYear: 1950, phone: { number: '13900000001' } },
    stamp: aStamp(1),
  }),
  aResident({ _id: two, values: { name: '王秀瑛', phone: { number: '13900000002' } }, stamp: aStamp(2) }),
  aResident({ _id: three, values: { name: '王绣英', talent: '会修灯' }, stamp: aStamp(3) }),
];
const said = (n: number, given: Parameters<typeof aSamePerson>[0] = {}) =>
  aSamePerson({ _id: anId('samePerson', n), ...given });

describe('records of one person', () => {
  it('tells each field as it was written last, and keeps both records', () => {
    const [person, ...others] = mergedPersons(written, [said(1)]);
    expect(others).toEqual([]);
    expect(person?.id).toBe(one);
    expect(person?.records.map(({ _id }) => _id)).toEqual([one, two]);
    expect(person?.records).toEqual(written.slice(0, 2));
    expect(fieldOf(person!.resident, 'name')).toBe('王秀瑛');
    expect(fieldOf(person!.resident, 'birthYear')).toBe(1950);
  });

  it('are taken apart by an answer, and joined again by another', () => {
    const joined = said(1);
    const parted = said(2, { same: false, after: joined._id });
    expect(mergedPersons(written, [joined, parted])).toEqual([]);
    expect(decidedOn([joined, parted], [one, two])).toBe(false);
    const again = said(3, { after: parted._id });
    expect(mergedPersons(written, [joined, parted, again])).toHaveLength(1);
  });

  it('are taken apart on both tablets when both had joined them without a signal', () => {
    const [here, there] = [said(1), said(2, { residentId: two, otherId: one, by: 'area1' })];
    expect(toAnswer([here, there], [one, two], false)).toHaveLength(2);
    const parted = said(3, { same: false, after: here._id });
    expect(decidedOn([here, there, parted], [two, one])).toBe(false);
  });

  it('stay apart while one tablet joins and another parts', () => {
    expect(decidedOn([said(1), said(2, { same: false })], [one, two])).toBe(false);
    expect(decidedOn([], [one, two])).toBeUndefined();
  });

  it('are one person whichever pair is joined first, in any order of arrival', () => {
    const facts = [
      said(1),
      said(2, { residentId: three, otherId: two }),
      said(3, { residentId: three, otherId: two, same: false, after: anId('samePerson', 2) }),
      said(4, { residentId: one, otherId: three }),
    ];
    const wanted = mergedPersons(written, facts);
    expect(wanted.map(({ records }) => records.length)).toEqual([3]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.shuffledSubarray(written, { minLength: written.length }),
        (arrived, records) => {
          expect(mergedPersons(records, arrived)).toEqual(wanted);
        },
      ),
    );
  });

  it('lets a record go from a person of three', () => {
    const facts = [said(1), said(2, { residentId: two, otherId: three })];
    expect(partingOf(facts, two)).toEqual([pairOf(one, two), pairOf(two, three)]);
    expect(partingOf(facts, three)).toEqual([pairOf(two, three)]);
    const parted = said(3, { residentId: two, otherId: three, same: false, after: anId('samePerson', 2) });
    expect(mergedPersons(written, [...facts, parted]).map(({ records }) => records.length)).toEqual([2]);
  });

  it('waits for a record that has not come yet', () => {
    expect(mergedPersons(written.slice(0, 1), [said(1)])).toEqual([]);
  });
});

describe('who may say it', () => {
  const area = 'area-a1';
  const asked = (
    document: ReturnType<typeof said>,
    after?: object,
    role: 'gridWorker' | 'buildingLeader' = 'gridWorker',
  ) => mayWrite(aHolder(role), area, document, { after, deviceId: 'tablet-1' });

  it('is who works in the area', () => {
    expect(asked(said(1))).toBeUndefined();
    expect(asked(said(1), undefined, 'buildingLeader')).toBe('not-yours');
  });
  it('names what it answers, of the same pair', () => {
    const answer = said(2, { same: false, after: anId('samePerson', 1) });
    expect(asked(answer)).toBe('not-yet');
    expect(asked(answer, said(1))).toBeUndefined();
    expect(asked(answer, said(1, { otherId: three }))).toBe('illegal-step');
    expect(asked(said(1, { otherId: one }))).toBe('invalid');
  });
});

describe('records that may be of one person', () => {
  const record = (id: string, given: Partial<Compared> = {}): Compared => ({
    ...{ id, name: '王秀英', dwellingId: 'dwelling:c:1', birthYear: 1950 },
    ...given,
  });
  const undecided = (): boolean => false;
  const [a, b] = ['resident:a', 'resident:b'];

  it.each([
    [
      'the same number, elsewhere and misspelt',
      { number: '999999195001010018' },
      { number: ' 999999195001010018', name: '王秀瑛', dwellingId: 'x' },
      ['number'],
    ],
    ['the same name, dwelling and year', {}, {}, ['name']],
    ['a year that one side does not know', {}, { birthYear: undefined }, ['name']],
    ['a dot written otherwise', { name: '阿依古丽·买买提' }, { name: '阿依古丽 买买提' }, ['name']],
    ['another year', {}, { birthYear: 1951 }, []],
    ['another dwelling', {}, { dwellingId: 'dwelling:c:2' }, []],
    ['numbers that differ', { number: '999999195001010018' }, { number: '999999195001010026' }, []],
    ['no number at all', { number: '' }, { number: '', name: '李四' }, []],
  ] as const)('%s', (_, mine, theirs, expected) => {
    const found = likelySame([record(a, mine), record(b, theirs)], undecided);
    expect(found.map(({ by }) => by)).toEqual(expected);
    if (found[0]) expect(found[0].pair).toEqual([a, b]);
  });

  it('says nothing of a pair that somebody decided on', () => {
    expect(likelySame([record(a), record(b)], (pair) => pair.join() === `${a},${b}`)).toEqual([]);
  });

  it('E9: 3,800 rows with 40 brought twice are reported as 40', () => {
    const rows = Array.from({ length: 3_800 }, (_, n) => {
      const person = n < 3_760 ? n : n - 3_760;
      return record(`resident:${String(n)}`, { name: `党员${String(person)}`, number: `9999991950${String(person)}` });
    });
    expect(likelySame(rows, undecided)).toHaveLength(40);
  });
});
