import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../src/domain/catalogue.ts';
import type { DocumentOf } from '../../../src/domain/document.ts';
import { merge } from '../../../src/domain/merge.ts';
import { blankSpots } from '../../../src/domain/organisation/blank-spots.ts';
import {
  changesBy,
  faultsIn,
  organisationFile,
  type OrganisationFile,
} from '../../../src/domain/organisation/organisation-file.ts';
import { answeringAt, organisationOf, pathOn, structureOn } from '../../../src/domain/organisation/organisation.ts';
import { fieldOf } from '../../../src/domain/register.ts';
import { smallTowns, today, towns, type Town } from '../../builders/a-town.ts';
import { aStamp, monday } from '../../builders/documents.ts';

/** The file from which a town would be made. */
const fileOf = ({ levels, units, posts }: Town): OrganisationFile => ({
  from: '2020-01-01',
  levels: [...levels],
  units: units.map((unit) => {
    const [parent, key] = [fieldOf(unit, 'parentId'), fieldOf(unit, 'key')];
    return {
      id: unit._id.slice('orgUnit:'.length),
      level: fieldOf(unit, 'level') ?? '',
      name: fieldOf(unit, 'name') ?? '',
      ...(parent !== undefined && { parent: parent.slice('orgUnit:'.length) }),
      ...(key !== undefined && { key }),
    };
  }),
  posts: posts.map(({ unitId, kind, seat, holderName, publicPhone }) => ({
    ...{ unit: unitId.slice('orgUnit:'.length), kind, name: holderName ?? '', phone: publicPhone ?? '' },
    ...(seat !== undefined && { seat }),
  })),
});

type Loaded = ReturnType<typeof changesBy>[number];
/** What a relay would hold after these changes. */
class Held {
  readonly #docs = new Map<string, Loaded>();

  load(file: OrganisationFile): Loaded[] {
    const head = { by: 'operator', deviceId: 'relay', at: monday };
    const changes = changesBy(file, this.known, 'c1', head, aStamp(this.#docs.size));
    for (const change of changes) {
      const before = this.#docs.get(change._id);
      this.#docs.set(change._id, before ? merge<Loaded>(before, change) : change);
    }
    return changes;
  }
  get known() {
    const of = <T extends keyof DocumentOf>(type: T) =>
      [...this.#docs.values()].filter((doc) => doc.type === type) as unknown as DocumentOf[T][];
    return organisationOf({
      units: of('orgUnit'),
      placements: of('placement'),
      posts: of('post'),
      structures: of('structure'),
    });
  }
}
const loaded = (file: OrganisationFile): Held => {
  const held = new Held();
  held.load(file);
  return held;
};

describe.each(towns)('C5: a file of %s (A2)', (_, made) => {
  const town = made();
  const file = fileOf(town);

  it('loads as it is, and somebody answers for every household', () => {
    expect(v.is(organisationFile, JSON.parse(JSON.stringify(file)))).toBe(true);
    expect(faultsIn(file)).toEqual([]);
    const held = new Held();
    const changes = held.load(file);
    for (const change of changes) expect(fits(change.type, JSON.parse(JSON.stringify(change)))).toBe(true);
    expect(structureOn(held.known, today)).toEqual(town.levels);
    expect(blankSpots(held.known, town.homes, today)).toMatchObject({ households: town.homes.length, blank: 0 });
  });

  it('changes nothing the second time', () => {
    expect(loaded(file).load({ ...file, from: today })).toEqual([]);
  });
});

describe.each(smallTowns)('C5: a file of %s that changed (A2)', (_, made) => {
  const file = fileOf(made());
  const building = 'building-1';
  const unit = (id: string, change: object) => file.units.map((one) => (one.id === id ? { ...one, ...change } : one));

  it('moves a building from its day on, and old visits keep the old path', () => {
    const held = loaded(file);
    const changes = held.load({ ...file, from: '2026-07-01', units: unit(building, { parent: 'area-4' }) });
    expect(changes.filter(({ type }) => type === 'placement')).toHaveLength(1);
    const area = (day: string) => pathOn(held.known, `orgUnit:${building}`, day)[1]?._id;
    expect([area('2026-06-30'), area('2026-07-01')]).toEqual(['orgUnit:area-1', 'orgUnit:area-4']);
  });

  it('renames a unit by a change of one field, and keeps where it stood', () => {
    const held = loaded(file);
    const [change, ...more] = held.load({ ...file, units: unit(building, { name: '一号楼' }) });
    expect(more).toEqual([]);
    expect(Object.keys((change as DocumentOf['orgUnit']).fields)).toEqual(['name']);
    const now = held.known.units.get(`orgUnit:${building}`);
    expect(now && [fieldOf(now, 'name'), fieldOf(now, 'parentId')]).toEqual(['一号楼', 'orgUnit:area-1']);
  });

  it('gives a post to somebody else from its day on, and empties it', () => {
    const held = loaded(file);
    const seat = { unit: building, kind: 'buildingLeader' as const };
    held.load({ ...file, from: '2026-07-01', posts: [{ ...seat, name: '新楼栋长' }] });
    held.load({ ...file, from: '2026-10-01', posts: [seat] });
    const who = (day: string) => answeringAt(held.known, `orgUnit:${building}`, 'buildingLeader', day)?.holderName;
    expect(['2026-06-30', '2026-09-30', '2026-10-01'].map(who)).toEqual(['buildingLeader的人', '新楼栋长', undefined]);
  });

  it('is not taken at all with anything wrong in it', () => {
    const wrong = (change: Partial<OrganisationFile>): string[] =>
      faultsIn({ ...file, ...change }).map(({ fault, id }) => `${fault} ${id}`);
    expect(wrong({ units: [...file.units, file.units[0]!] })).toEqual([`twice ${file.units[0]!.id}`]);
    expect(wrong({ units: unit(building, { parent: 'nowhere' }) })).toEqual([`unknown-parent ${building}`]);
    expect(wrong({ units: unit(building, { level: 'lane' }) })).toEqual([`unknown-level ${building}`]);
    expect(wrong({ units: unit('area-1', { key: undefined }) })).toEqual(['area-without-key area-1']);
    expect(wrong({ units: unit('area-1', { key: 'a2' }) })).toEqual(['key-twice a2']);
    expect(wrong({ units: unit('community-1', { parent: 'community-1' }) })).toContain('circle community-1');
    expect(wrong({ posts: [{ unit: 'nowhere', kind: 'volunteer' }] })).toEqual(['unknown-unit nowhere']);
    const post = { unit: building, kind: 'volunteer' as const };
    expect(wrong({ posts: [post, post] })).toHaveLength(1);
  });
});
