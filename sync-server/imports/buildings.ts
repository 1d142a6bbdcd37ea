import { buildingNumber } from '../../src/domain/address.ts';
import { refOf } from '../../src/domain/database-name.ts';
import type { Day } from '../../src/domain/day.ts';
import type { OrgUnit, Placement } from '../../src/domain/documents/organisation.ts';
import { groupBy } from '../../src/domain/group.ts';
import { organisationOf, pathOn } from '../../src/domain/organisation/organisation.ts';
import { fieldOf } from '../../src/domain/register.ts';
import type { RegisterRow } from '../../src/domain/sheet/read-row.ts';
import type { RowFault } from '../../src/domain/sheet/row-fault.ts';
import { documentsOf, type ImportStorage } from './known-area.ts';

/** A building of the organisation, as addresses name it. */
export interface Building {
  readonly unitId: string;
  readonly name: string;
  readonly areaKey: string;
  readonly areaName: string;
  /** names of the units above it, the nearest first */
  readonly above: readonly string[];
}

export type FoundBuilding =
  { readonly ok: true; readonly building: Building } | { readonly ok: false; readonly fault: RowFault };

export interface Buildings {
  find(row: {
    readonly place: Pick<RegisterRow['place'], 'estate' | 'building'>;
    readonly areaName?: string;
  }): FoundBuilding;
  /** The key of an area by its name; undefined: none of theirs, or of several. */
  areaNamed(name: string): string | undefined;
}

/** Ways of writing a building whose answer is remembered. */
const mostRemembered = 2000;
const refused = (code: RowFault['code']): FoundBuilding => ({ ok: false, fault: { column: 'building', code } });
const plain = (text: string): string => text.replace(/\s/g, '').replace(/小区$/, '');

/** Buildings of some areas on a day. A row's building is found by its number, or by estate and building as one name. */
export async function buildingsOf(
  storage: ImportStorage,
  community: string,
  areas: readonly string[],
  day: Day,
): Promise<Buildings> {
  const units: OrgUnit[] = [];
  const placements: Placement[] = [];
  for await (const doc of documentsOf<OrgUnit>(storage, refOf(community), 'orgUnit')) units.push(doc);
  for await (const doc of documentsOf<Placement>(storage, refOf(community), 'placement')) placements.push(doc);
  const organisation = organisationOf({ units, placements, posts: [], structures: [] });
  const all = units.flatMap((unit): Building[] => {
    if (fieldOf(unit, 'level') !== 'building') return [];
    const above = pathOn(organisation, unit._id, day).slice(1);
    const area = above.find((one) => fieldOf(one, 'level') === 'area');
    const areaKey = area && fieldOf(area, 'key');
    if (!area || areaKey === undefined || !areas.includes(areaKey)) return [];
    const names = above.map((one) => fieldOf(one, 'name') ?? '');
    const name = fieldOf(unit, 'name') ?? '';
    return [{ unitId: unit._id, name, areaKey, areaName: fieldOf(area, 'name') ?? '', above: names }];
  });
  const keyed = units.flatMap((unit) => {
    const key = fieldOf(unit, 'level') === 'area' ? fieldOf(unit, 'key') : undefined;
    return key !== undefined && areas.includes(key) ? [{ key, name: plain(fieldOf(unit, 'name') ?? '') }] : [];
  });
  const byName = groupBy(all, ({ name }) => plain(name));
  const byNumber = groupBy(all, ({ name }) => buildingNumber(name));

  function look({ place: { estate, building }, areaName }: Parameters<Buildings['find']>[0]): FoundBuilding {
    const named = byName.get(plain(`${estate}${building}`)) ?? byName.get(plain(building));
    const found = named ?? byNumber.get(buildingNumber(building)) ?? [];
    const inArea = areaName === undefined ? found : found.filter((one) => plain(one.areaName) === plain(areaName));
    const [only, ...others] = inArea;
    if (!only) return refused('building-unknown');
    if (others.length === 0) return { ok: true, building: only };
    const inEstate = inArea.filter(({ above }) => above.some((name) => plain(name) === plain(estate)));
    const [one, ...more] = inEstate;
    return one && more.length === 0 ? { ok: true, building: one } : refused('building-ambiguous');
  }

  // neighbours stand below one another in a sheet
  const lately = new Map<string, FoundBuilding>();
  return {
    areaNamed(name) {
      const [only, ...others] = keyed.filter((area) => area.name === plain(name));
      return others.length === 0 ? only?.key : undefined;
    },
    find(row) {
      const written = [row.place.estate, row.place.building, row.areaName].join('\u0000');
      const found = lately.get(written) ?? look(row);
      if (lately.size >= mostRemembered) lately.clear();
      lately.set(written, found);
      return found;
    },
  };
}
