import { createHash } from 'node:crypto';
import { dwellingId } from '../../src/domain/address.ts';
import { areaOf, careOf } from '../../src/domain/database-name.ts';
import type { Residency } from '../../src/domain/documents/visit.ts';
import { familyName } from '../../src/domain/names.ts';
import type { Head, Register } from '../../src/domain/register.ts';
import { changeAgainst } from '../../src/domain/sheet/change-against.ts';
import { matchHousehold, matchPerson, type KnownPerson } from '../../src/domain/sheet/matching.ts';
import type { RegisterRow } from '../../src/domain/sheet/read-row.ts';
import type { RowFault, RowFaultCode } from '../../src/domain/sheet/row-fault.ts';
import type { Stamp } from '../../src/domain/stamp.ts';
import type { Building } from './buildings.ts';
import type { KnownArea } from './known-area.ts';

/** What every document of one import bears. */
export interface Signature extends Pick<Head, 'by' | 'deviceId' | 'at'> {
  readonly importId: string;
  readonly community: string;
  readonly stamp: Stamp;
}

export interface RowPart {
  readonly db: string;
  readonly doc: Head;
}

/** Ids that a row means; those that the register does not know yet are made from the import and the row. */
export interface RowSubjects {
  readonly dwellingId: string;
  readonly householdId?: string;
  readonly residentId?: string;
  readonly newHousehold: boolean;
  readonly newPerson: boolean;
  readonly newDwelling: boolean;
  /** whether the row may change anything of these: what it says nothing of need not be looked up */
  readonly touchesDwelling: boolean;
  readonly touchesHousehold: boolean;
  readonly touchesPaper: boolean;
  /** the person is not known yet as the household's head */
  readonly heads: boolean;
}

export type Resolved =
  { readonly ok: true; readonly subjects: RowSubjects } | { readonly ok: false; readonly fault: RowFault };

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** An id of the usual form, the same however often it is made: a row that is done again after a kill meets itself. */
export function idFrom(type: string, ...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\u0000')).digest();
  let signs = '';
  for (let place = 0; place < 26; place += 1) signs += crockford[(bytes[place] ?? 0) & 31] ?? '';
  return `${type}:${signs}`;
}

/** Ids of what a row brings, made when they are asked for; they differ by type alone. */
export function idsOfRow(importId: string, row: number): (type: string) => string {
  let made: string | undefined;
  return (type) => `${type}${(made ??= idFrom('', importId, String(row)))}`;
}

/** Where a row's door is, by what its estate was called when that was asked. */
export interface Placed {
  readonly place: RegisterRow['place'];
  readonly dwellingId: string;
}

/** One estate has one name: that of its dwellings, else what the sheet says, else the unit above the area. */
export function placedAt(
  { place: said }: Pick<RegisterRow, 'place'>,
  { unitId, name, above }: Building,
  known: KnownArea,
  community: string,
  before?: Placed,
): Placed {
  const estate = known.estates.get(unitId) ?? (said.estate || (above[1] ?? ''));
  if (before?.place.estate === estate) return before;
  const place = { ...said, estate, building: name };
  return { place, dwellingId: dwellingId(community, place) };
}

/** Whom a row means: dwelling, family, person. */
export function subjectsOf(
  row: RegisterRow,
  dwelling: string,
  known: KnownArea,
  elsewhere: (number: string) => boolean,
  newId: (type: string) => string,
): Resolved {
  const { person, paper, headName } = row;
  const number = paper?.number;
  const byNumber = number === undefined ? undefined : known.byNumber(number);
  if (number !== undefined && !byNumber && elsewhere(number)) return refused('idNumber', 'lives-elsewhere');
  const match =
    person && matchPerson({ birthYear: person.birthYear, number }, byNumber, known.peopleIn(dwelling, person.name));
  if (match?.kind === 'unclear') return refused('name', match.code);
  const found = match?.kind === 'found' ? match.one : undefined;
  const wantsHousehold = person !== undefined || headName !== undefined || Object.keys(row.household).length > 0;
  const head = headName ?? (person?.relationToHead === 0 ? person.name : undefined);
  const family = wantsHousehold ? matchHousehold(head, found?.householdId, known.householdsIn(dwelling)) : undefined;
  if (family?.kind === 'unclear') return refused('headName', family.code);
  if (family?.kind === 'new' && head === undefined && !person) return refused('headName', 'missing');
  const householdId = family && (family.kind === 'found' ? family.one.id : newId('household'));
  const residentId = person && (found?.id ?? newId('resident'));
  const newDwelling = !known.dwellings.has(dwelling);
  const newHousehold = family?.kind === 'new';
  const heads =
    person?.relationToHead === 0 &&
    !row.leaving &&
    householdId !== undefined &&
    known.heads.get(householdId) !== residentId;
  return {
    ok: true,
    subjects: {
      dwellingId: dwelling,
      ...(householdId !== undefined && { householdId }),
      ...(residentId !== undefined && { residentId }),
      newHousehold,
      newPerson: person !== undefined && !found,
      newDwelling,
      touchesDwelling: newDwelling || Object.keys(row.dwelling).length > 0,
      touchesHousehold: newHousehold || heads || Object.keys(row.household).length > 0,
      touchesPaper: number !== undefined && found?.number !== number,
      heads,
    },
  };
}

const refused = (column: RowFault['column'], code: RowFaultCode): Resolved => ({ ok: false, fault: { column, code } });

export const identityIdOf = (residentId: string): string => `identity:${residentId.slice('resident:'.length)}`;
export const residencyIdOf = (residentId: string, { leaving }: RegisterRow): string | undefined =>
  leaving && idFrom('residency', residentId, leaving.change, leaving.on);

export interface RowChange {
  readonly parts: readonly RowPart[];
  /** fields left as they are, because somebody wrote them after the sheet was made */
  readonly newer: number;
  readonly fault?: RowFault;
}

/**
 * What a row changes of what is stored; nothing where it says the same.
 * @param at what is stored, or was just made by an earlier row
 */
export function changesOf(
  row: RegisterRow,
  place: RegisterRow['place'],
  { unitId, areaKey }: Building,
  subjects: RowSubjects,
  { by, deviceId, at: when, stamp }: Signature,
  at: (db: string, id: string) => Head | undefined,
): RowChange {
  const [area, care] = [areaOf(areaKey), careOf(areaKey)];
  const { dwellingId: dwelling, householdId, residentId } = subjects;
  const parts: RowPart[] = [];
  let newer = 0;
  let twice = false;
  const change = (db: string, type: string, id: string, values: Readonly<Record<string, unknown>>): boolean => {
    const head = { _id: id, type, schema: 1, by, deviceId, at: when } as const;
    const found = changeAgainst(at(db, id) as Register | undefined, head, values, stamp);
    newer += found.newer;
    if (found.doc) parts.push({ db, doc: found.doc });
    return found.twice;
  };
  const isNew = (db: string, id: string): boolean => at(db, id) === undefined;
  const { person, paper, leaving, headName } = row;

  if (subjects.touchesDwelling) {
    const address = isNew(area, dwelling) ? { address: { buildingId: unitId, ...place } } : {};
    change(area, 'dwelling', dwelling, { ...address, ...row.dwelling });
  }
  if (householdId !== undefined && subjects.touchesHousehold) {
    const tenant = row.dwelling.useStatus === 'rent' || person?.kind === 'floating';
    const made = isNew(area, householdId)
      ? {
          dwellingId: dwelling,
          familyName: familyName(headName ?? person?.name ?? ''),
          kind: tenant ? 'tenant' : 'permanent',
        }
      : {};
    const headed = subjects.heads ? { headId: residentId } : {};
    change(area, 'household', householdId, { ...made, ...row.household, ...headed });
  }
  if (person && residentId !== undefined) {
    twice = change(area, 'resident', residentId, { householdId, ...person });
    if (paper && subjects.touchesPaper)
      twice = change(care, 'identity', identityIdOf(residentId), { residentId, paper }) || twice;
    const residencyId = residencyIdOf(residentId, row);
    if (leaving && residencyId !== undefined && householdId !== undefined && isNew(area, residencyId)) {
      const head = { _id: residencyId, type: 'residency', schema: 1, by, deviceId, at: when } as const;
      const fact: Residency = { ...head, residentId, householdId, ...leaving };
      parts.push({ db: area, doc: fact });
    }
  }
  return { parts, newer, ...(twice && { fault: { column: 'name', code: 'twice' } }) };
}

/** What the register knows once a row came in. */
export function learn(
  known: KnownArea,
  row: RegisterRow,
  subjects: RowSubjects,
  estateOf: readonly [string, string],
): void {
  const { dwellingId: dwelling, householdId, residentId, newHousehold } = subjects;
  known.dwellings.add(dwelling);
  if (estateOf[1] !== '') known.estates.set(...estateOf);
  if (householdId !== undefined && newHousehold)
    known.addHousehold(dwelling, { id: householdId, familyName: familyName(row.headName ?? row.person?.name ?? '') });
  if (!row.person || residentId === undefined || householdId === undefined) return;
  if (subjects.heads) known.heads.set(householdId, residentId);
  const before = known.peopleIn(dwelling, row.person.name).find(({ id }) => id === residentId);
  const number = row.paper?.number ?? before?.number;
  const birthYear = row.person.birthYear ?? before?.birthYear;
  const person: KnownPerson = { id: residentId, householdId, birthYear, number };
  known.addPerson(dwelling, row.person.name, person);
}
