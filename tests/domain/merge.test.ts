import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, canonical, hash32, sameBody } from '../../src/domain/canonical.ts';
import { catalogue, documentTypes, fits, isRegister } from '../../src/domain/catalogue.ts';
import { merge, mergeAll } from '../../src/domain/merge.ts';
import { fieldOf, membersOf, type Register } from '../../src/domain/register.ts';
import { anyBody } from '../builders/any-document.ts';
import { aHousehold, aStamp } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const runs = { numRuns: 40 };

interface Entries {
  readonly entries?: Readonly<Record<string, Entries>>;
  readonly wrapped?: Entries;
}
const entriesOf = (schema: unknown): Readonly<Record<string, Entries>> => (schema as Entries).entries ?? {};
/** The names of all members, at any depth. */
const namesIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)])
    : [];

describe.each(documentTypes)('merge of %s', (type) => {
  const body = anyBody(type, anId(type));

  it('is about bodies that fit the schema', () => {
    fc.assert(
      fc.property(body, (a) => {
        expect(fits(type, a)).toBe(true);
      }),
      runs,
    );
  });

  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(body, body, body, (a, b, c) => {
        expect(canonical(merge(a, b))).toBe(canonical(merge(b, a)));
        expect(canonical(merge(merge(a, b), c))).toBe(canonical(merge(a, merge(b, c))));
        expect(canonical(merge(a, a))).toBe(canonical(a));
        expect(canonical(merge(merge(a, b), b))).toBe(canonical(merge(a, b)));
      }),
      runs,
    );
  });

  it('gives what fits the schema, made from its inputs alone', () => {
    fc.assert(
      fc.property(body, body, (a, b) => {
        const merged = merge(a, b);
        expect(fits(type, merged)).toBe(true);
        if (!isRegister(type)) expect([canonical(a), canonical(b)]).toContain(canonical(merged));
      }),
      runs,
    );
  });

  const changes = fc.array(body as fc.Arbitrary<Register>, { minLength: 1, maxLength: 4 });
  const merges = isRegister(type) ? it : undefined;
  merges?.('takes each field and each side of a set as one, with the newest stamp of all', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const merged = mergeAll(all as [Register, ...Register[]]);
        const names = all.flatMap((one) => Object.keys(one.fields));
        expect(Object.keys(merged.fields).sort()).toEqual([...new Set(names)].sort());
        for (const [name, field] of Object.entries(merged.fields)) {
          const written = all.flatMap((one) => one.fields[name] ?? []);
          // the pair of value and stamp is one that somebody wrote: no member of a value comes from another
          expect(written.map(canonical)).toContain(canonical(field));
          expect(written.every(({ s }) => s <= field.s)).toBe(true);
        }
        for (const set of new Set(all.flatMap((one) => Object.keys(one.sets ?? {})))) {
          const given = all.flatMap((one) => Object.entries(one.sets?.[set] ?? {}));
          for (const element of new Set(given.map(([name]) => name))) {
            const sides = given.flatMap(([name, member]) => (name === element ? member : []));
            const newest = (side: 'in' | 'out') =>
              sides
                .flatMap((one) => one[side] ?? [])
                .sort()
                .at(-1);
            const [put, taken] = [newest('in'), newest('out')];
            expect(merged.sets?.[set]?.[element]).toEqual({ ...(put && { in: put }), ...(taken && { out: taken }) });
            const here = put !== undefined && (taken === undefined || put >= taken);
            expect(membersOf(merged, set).includes(element)).toBe(here);
          }
        }
      }),
      runs,
    );
  });

  it('has all fields of its schema invented, joint ones and sets among them', () => {
    const seen = new Set(fc.sample(body, { numRuns: 300, seed: 7 }).flatMap((one) => namesIn(one)));
    const { fields, ...head } = entriesOf(catalogue[type].schema);
    const wanted = isRegister(type) ? Object.keys(fields?.wrapped?.entries ?? fields?.entries ?? {}) : [];
    const missing = [...Object.keys(head), ...wanted].filter((name) => !seen.has(name));
    expect(missing).toEqual([]);
    if (isRegister(type)) expect([...seen]).toEqual(expect.arrayContaining(['in', 'out']));
  });

  it('is the same in every order of leaves, with what a storage added left out', () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 5 }), fc.nat(), (leaves, turn) => {
        const stored = leaves.map((leaf, n) => ({ ...leaf, _rev: `1-${n}` }));
        const turned = [...stored.slice(turn % stored.length), ...stored.slice(0, turn % stored.length)].reverse();
        const whole = (all: typeof stored) => canonical(mergeAll(all as [(typeof all)[0], ...typeof all]));
        expect(whole(turned)).toBe(whole(stored));
        expect(whole(stored)).not.toContain('_rev');
      }),
      runs,
    );
  });
});

describe('a register', () => {
  const [early, late] = [aStamp(0), aStamp(1)];

  it('keeps what each of two people wrote', () => {
    const one = aHousehold({ values: { doorNote: '门口有狗' }, stamp: early });
    const other = aHousehold({ values: { size: 4 }, stamp: late });
    const merged = merge(one, other);
    expect([fieldOf(merged, 'doorNote'), fieldOf(merged, 'size')]).toEqual(['门口有狗', 4]);
    expect(merged.at).toBe(other.at);
  });

  it('takes the newest stamp, not the newest arrival', () => {
    const older = aHousehold({ values: { size: 3 }, stamp: early });
    const newer = aHousehold({ values: { size: 5 }, stamp: late });
    expect(fieldOf(merge(newer, older), 'size')).toBe(5);
  });

  it('decides equal stamps with unequal values by the values', () => {
    const [a, b] = [aHousehold({ values: { size: 3 } }), aHousehold({ values: { size: 5 } })];
    expect(fieldOf(merge(a, b), 'size')).toBe(5);
    expect(fieldOf(merge(b, a), 'size')).toBe(5);
  });

  it('ranks heads by stamps alone, also when a change holds none, or one replica id begins like another', () => {
    const head = { ...(aHousehold() as Register), fields: {} };
    const heads: readonly [Register, Register, Register] = [
      head,
      { ...head, fields: { size: { v: 3, s: aStamp(0, 'tablet') } }, by: 'b' },
      { ...head, fields: { size: { v: 3, s: aStamp(0, 'tablet0') } }, by: 'a' },
    ];
    const [a, b, c] = heads;
    expect(merge(merge(a, b), c).by).toBe('a');
    expect(merge(a, merge(b, c)).by).toBe('a');
    expect(merge(merge(c, a), b).by).toBe('a');
  });

  it('keeps a member that was put in and taken out at one stamp', () => {
    const given = (sets: Register['sets']): Register => ({ ...(aHousehold() as Register), ...(sets && { sets }) });
    const put = given({ tags: { x: { in: early }, y: { in: early } } });
    const taken = given({ tags: { x: { out: early }, y: { out: late } } });
    expect(membersOf(merge(put, taken), 'tags')).toEqual(['x']);
    expect(membersOf(merge(taken, put), 'tags')).toEqual(['x']);
    expect(membersOf(given(undefined), 'tags')).toEqual([]);
  });
});

describe('canonical text', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !canonical(value).includes('__proto__'));

  it('says the same value, whatever the order of its members', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, member]) => [key, turned(member)]),
            )
          : value;
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(turned(value))).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not tell a missing member from an undefined one', () => {
    expect(canonical({ a: 1, b: undefined })).toBe(canonical({ a: 1 }));
    expect(canonical({ a: null })).not.toBe(canonical({}));
  });

  it('leaves out what a storage adds, and nothing else', () => {
    expect(bodyOf({ _id: 'x', _rev: '1-a', _conflicts: [], type: 'note' })).toEqual({ _id: 'x', type: 'note' });
    expect(sameBody({ _id: 'x', _rev: '1-a', a: 1 }, { a: 1, _id: 'x' })).toBe(true);
    expect(sameBody({ _id: 'x', a: 1 }, { _id: 'x', a: 2 })).toBe(false);
  });

  it('hashes as FNV-1a does', () => {
    expect([hash32(''), hash32('a'), hash32('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });
});
