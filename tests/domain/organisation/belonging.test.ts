import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, documentTypes, homesOf, type DocumentType } from '../../../src/domain/catalogue.ts';
import { anchorIds, anchors, belonging, buildingsOf } from '../../../src/domain/organisation/belonging.ts';
import { anyBody } from '../../builders/any-document.ts';
import * as build from '../../builders/documents.ts';
import { building12, building13, flat1203 } from '../../builders/documents.ts';
import * as parties from '../../builders/parties.ts';
import * as services from '../../builders/services.ts';
import * as staff from '../../builders/staff.ts';

/** One document of every type, all about the flat 12-1-1203 or the building it is in. */
const home = (Object.values({ ...build, ...parties, ...services, ...staff }) as unknown[])
  .filter((make): make is () => unknown => typeof make === 'function' && make.length === 0)
  .map((make) => make())
  .filter(
    (made): made is { readonly _id: string; readonly type: string } =>
      typeof made === 'object' && made !== null && '_id' in made && 'type' in made,
  );
const known = new Map(home.map((doc) => [doc._id, doc]));
const look = (id: string): object | undefined => known.get(id);
const areas = ['area', 'care'];
const inAreas = documentTypes.filter((type) => homesOf(type).some((kind) => areas.includes(kind)));

interface Schema {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
}
const entriesOf = (schema: Schema | undefined): Readonly<Record<string, Schema>> =>
  schema?.entries ?? schema?.wrapped?.entries ?? {};

const pathsIn = (rule: (typeof anchors)[DocumentType]): readonly string[] =>
  typeof rule === 'string' ? [] : 'each' in rule ? rule.each : rule;

describe('A2: which documents go with a building', () => {
  it.each(documentTypes.map((type) => [type] as const))('says of %s by what it is found, or why it stays', (type) => {
    const rule = anchors[type];
    if (!inAreas.includes(type)) {
      expect(rule).toMatch(/^of (the community|one person|the log)$/);
      return;
    }
    if (rule === 'of the area') return;
    expect(typeof rule).toBe('object');
    // a rule that names a member that no document has finds nothing
    const top = entriesOf(catalogue[type].schema as unknown as Schema);
    const named = 'fields' in top ? entriesOf(top['fields']) : top;
    for (const path of pathsIn(rule)) expect(Object.keys(named)).toContain(path.split('.')[0]);
  });

  it.each(
    home.filter(({ type }) => typeof anchors[type as DocumentType] === 'object').map((doc) => [doc.type, doc] as const),
  )('finds the building of a %s', (_, doc) => {
    expect(buildingsOf(doc, look)).toEqual([building12]);
  });

  it('has one of every type that lies in an area to try it on', () => {
    const tried = new Set(home.map(({ type }) => type));
    expect(inAreas.filter((type) => !tried.has(type))).toEqual([]);
  });

  it('takes with it what belongs to it alone, copies what belongs to others as well, and leaves the rest', () => {
    const leaving = new Map([[building12, 'a2']]);
    expect(belonging(build.aVisit(), look, leaving)).toEqual({ to: ['a2'], stays: false });
    const round = build.aVisitRound({ buildings: [building12, building13] });
    expect(belonging(round, look, leaving)).toEqual({ to: ['a2'], stays: true });
    expect(belonging(round, look, new Map([...leaving, [building13, 'a3']]))).toEqual({
      to: ['a2', 'a3'],
      stays: false,
    });
    const elsewhere = { _id: 'resident:x', type: 'resident', fields: { householdId: { v: 'household:x' } } };
    const home13 = { _id: 'household:x', type: 'household', fields: { dwellingId: { v: 'dwelling:x' } } };
    const flat13 = { _id: 'dwelling:x', type: 'dwelling', fields: { address: { v: { buildingId: building13 } } } };
    const also = new Map([...known, ...[elsewhere, home13, flat13].map((doc) => [doc._id, doc] as const)]);
    const same = { ...build.aSamePerson(), otherId: 'resident:x' };
    expect(belonging(same, (id) => also.get(id), leaving)).toEqual({ to: ['a2'], stays: true });
    expect(belonging(build.aVisit({ dwellingId: 'dwelling:x', buildingId: building13 }), look, new Map())).toEqual({
      to: [],
      stays: true,
    });
    const { buildingId: _, ...note } = build.aNote();
    expect(belonging(note, look, leaving)).toEqual({ to: [], stays: true });
  });

  it('follows the door of a visit, not the building that was written down with it', () => {
    expect(buildingsOf(build.aVisit({ buildingId: building13 }), look)).toEqual([building12]);
    expect(buildingsOf(build.aVisit({ buildingId: building13 }), () => undefined)).toEqual([building13]);
  });

  it('ends, whatever points at whatever, and says the same whoever asks', () => {
    const bodies = fc.record(Object.fromEntries(inAreas.map((type) => [type, anyBody(type, `${type}:1`)])));
    fc.assert(
      fc.property(bodies, fc.boolean(), (all, closed) => {
        const list = Object.values(all);
        // every id leads to some document, so that circles come up
        const anyOf = (id: string): object | undefined => list[id.length % list.length];
        for (const doc of list) {
          const found = buildingsOf(doc, closed ? anyOf : () => undefined);
          expect(found.every((id) => id.startsWith('orgUnit:'))).toBe(true);
          if (!closed && found.length > 0) expect(anchorIds(doc)).toEqual(expect.arrayContaining([...found]));
          const left = new Map(found.map((id) => [id, 'a9']));
          expect(belonging(doc, closed ? anyOf : () => undefined, left).stays).toBe(found.length === 0);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('begins with the flat itself', () => {
    expect(buildingsOf(known.get(flat1203) ?? {}, look)).toEqual([building12]);
  });
});
