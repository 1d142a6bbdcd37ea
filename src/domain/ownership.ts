import type { Dwelling } from './documents/place.ts';
import { membersOf } from './register.ts';

/** The set of a dwelling in which its owners stand, by the ids of residents; they may live elsewhere. */
export const owners = 'owners';

/** Ids of those who own a dwelling. */
export const ownersOf = (dwelling: Dwelling): string[] => membersOf(dwelling, owners);

/** Every dwelling that somebody owns: one owner may have several, and a dwelling several owners. @param records ids of the person */
export const ownedBy = (dwellings: readonly Dwelling[], records: readonly string[]): Dwelling[] =>
  dwellings.filter((dwelling) => ownersOf(dwelling).some((id) => records.includes(id)));
