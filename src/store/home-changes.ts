import type { VisitEffects } from '../domain/checklist/visit-effects.ts';
import { useStatuses, type Household, type Resident } from '../domain/documents/place.ts';
import type { Residency } from '../domain/documents/visit.ts';
import type { Day } from '../domain/day.ts';
import type { Door } from '../domain/door.ts';
import type { Part } from '../domain/envelope.ts';
import { familyName } from '../domain/names.ts';
import { readPhone } from '../domain/phone.ts';
import { fieldOf } from '../domain/register.ts';
import { residentsOf } from './households.ts';
import { howLeft } from './persons.ts';
import type { Shelf } from './shelf.ts';
import { changeRegister, newHead, type Store } from './store.ts';
import type { HomeChange } from './visit-draft.ts';

/** Which ticked kind of change (有变化) an entry belongs to; entries of kinds that are not ticked do not count. */
export const tickOf: Readonly<Record<HomeChange['kind'], string>> = {
  movedIn: 'in',
  movedOut: 'out',
  born: 'birth',
  died: 'death',
  phone: 'phone',
};

const gone: readonly Residency['change'][] = ['movedOut', 'died'];

/** Who lives here now: without those of whom the newest fact says that they left. */
export function livingHere(shelf: Shelf, householdId: string): readonly Resident[] {
  return residentsOf(shelf, householdId).filter(({ _id }) => howLeft(shelf, _id, householdId) === undefined);
}

export interface HomeSaying {
  readonly store: Store;
  readonly door: Door;
  readonly changes: readonly HomeChange[];
  readonly writeBacks: VisitEffects['writeBacks'];
  readonly area: string;
  readonly visitId: string;
  readonly day: Day;
  /** residency facts of an earlier version that still hold: an equal entry keeps its own */
  readonly before: readonly Residency[];
}

type Doc = Part['doc'];
const part = (db: string, unit: string, doc: object): Part => ({ db, unit, doc: doc as Doc });

/** The entry of an earlier version that says the same. */
function saidBefore({ store, before }: HomeSaying, change: HomeChange): Residency | undefined {
  return before.find((fact) => {
    if (fact.change !== change.kind) return false;
    if ('residentId' in change) return fact.residentId === change.residentId;
    const resident = store.shelf.get('resident', fact.residentId);
    return resident !== undefined && fieldOf(resident, 'name') === ('name' in change ? change.name : undefined);
  });
}

/** Who came and who left, as facts, and what the registers say of them; `dropped` are entries that no longer hold. */
export function peopleParts(saying: HomeSaying): { parts: Part[]; dropped: readonly Residency[] } {
  const { store, door, area, visitId, day, before } = saying;
  const { shelf } = store;
  const parts: Part[] = [];
  const kept = new Set<string>();
  const household = door.householdId === undefined ? undefined : shelf.get('household', door.householdId);
  let home = household?._id;
  let more = 0;
  for (const change of saying.changes) {
    if (change.kind === 'phone') {
      const resident = shelf.get('resident', change.residentId);
      const number = readPhone(change.number)?.number ?? change.number.trim().slice(0, 24);
      const known = resident && fieldOf(resident, 'phone');
      const isSaid = known?.number === number && known.verifiedOn === day;
      if (resident && number !== '' && !isSaid)
        parts.push(
          part(area, visitId, changeRegister(store, 'resident', resident, { phone: { number, verifiedOn: day } })),
        );
      continue;
    }
    const old = saidBefore(saying, change);
    if (old) {
      kept.add(old._id);
      parts.push(...mended(saying, old.residentId, change));
      continue;
    }
    let residentId: string;
    if ('residentId' in change) {
      residentId = change.residentId;
      more -= 1;
    } else {
      if (home === undefined) {
        const made = newHousehold(store, door, change.name);
        home = made._id;
        parts.push(part(area, visitId, made));
      }
      const { name, birthYear, sex } = change;
      const values = { householdId: home, name, ...(birthYear && { birthYear }), ...(sex !== undefined && { sex }) };
      const resident = changeRegister(store, 'resident', undefined, values);
      residentId = resident._id;
      parts.push(part(area, visitId, resident));
      more += 1;
    }
    if (home === undefined) continue;
    const fact: Residency = {
      ...newHead(store, 'residency'),
      residentId,
      householdId: home,
      change: change.kind,
      on: day,
      visitId,
    };
    parts.push(part(area, visitId, fact));
  }
  const dropped = before.filter((fact) => !kept.has(fact._id));
  for (const fact of dropped) more += gone.includes(fact.change) ? 1 : -1;
  if (household && more !== 0) {
    const size = Math.max(0, (fieldOf(household, 'size') ?? residentsOf(shelf, household._id).length) + more);
    parts.push(part(area, visitId, changeRegister(store, 'household', household, { size })));
  }
  return { parts, dropped };
}

/** What a correction says otherwise of somebody who came in with an earlier version. */
function mended({ store, area, visitId }: HomeSaying, residentId: string, change: HomeChange): Part[] {
  const resident = store.shelf.get('resident', residentId);
  if (!resident || (change.kind !== 'movedIn' && change.kind !== 'born')) return [];
  const { birthYear, sex } = change;
  const values = {
    ...(birthYear !== undefined && birthYear !== fieldOf(resident, 'birthYear') && { birthYear }),
    ...(sex !== undefined && sex !== fieldOf(resident, 'sex') && { sex }),
  };
  if (Object.keys(values).length === 0) return [];
  return [part(area, visitId, changeRegister(store, 'resident', resident, values))];
}

/** Somebody lives where nobody was known: a household of its own, named after the first who is written down. */
function newHousehold(store: Store, door: Door, name: string): Household {
  const kind = door.useStatus === 'rent' ? 'tenant' : door.useStatus === 'shared' ? 'group' : 'permanent';
  return changeRegister(store, 'household', undefined, {
    dwellingId: door.dwellingId,
    familyName: familyName(name),
    kind,
    size: 1,
  });
}

/** What the answers say about dwelling and people; only what is new is written. */
export function writeBackParts({ store, door, writeBacks, area, visitId, day }: HomeSaying): Part[] {
  const { shelf } = store;
  const dwelling = shelf.get('dwelling', door.dwellingId);
  const people = door.householdId === undefined ? [] : livingHere(shelf, door.householdId);
  const household = door.householdId === undefined ? undefined : shelf.get('household', door.householdId);
  const headId = household && fieldOf(household, 'headId');
  return writeBacks.flatMap(({ to, value }): Part[] => {
    if (to === 'dwelling.useStatus') {
      const useStatus = useStatuses.find((one) => one === value);
      if (!dwelling || useStatus === undefined || fieldOf(dwelling, 'useStatus') === useStatus) return [];
      return [part(area, visitId, changeRegister(store, 'dwelling', dwelling, { useStatus }))];
    }
    if (to === 'ownership.areaM2') {
      const areaM2 = typeof value === 'number' ? value : 0;
      if (!dwelling || areaM2 < 1 || areaM2 > 10_000 || fieldOf(dwelling, 'areaM2') === areaM2) return [];
      return [part(area, visitId, changeRegister(store, 'dwelling', dwelling, { areaM2 }))];
    }
    if (to === 'talent') {
      const person = people.find((one) => one._id === headId) ?? people[0];
      const talent = String(value).trim().slice(0, 200);
      if (!person || talent === '' || fieldOf(person, 'talent') === talent) return [];
      return [part(area, visitId, changeRegister(store, 'resident', person, { talent }))];
    }
    if (to === 'resident.emergencyContact.verifiedAt' && value === true) {
      return people.flatMap((person) => {
        const contact = fieldOf(person, 'emergencyContact');
        if (contact === undefined || contact.verifiedOn === day) return [];
        const emergencyContact = { ...contact, verifiedOn: day };
        return [part(area, visitId, changeRegister(store, 'resident', person, { emergencyContact }))];
      });
    }
    // measures of a household's plan (一户一策) stand with what is closed: `measureParts`
    return [];
  });
}
