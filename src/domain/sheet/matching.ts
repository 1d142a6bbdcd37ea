import { familyName } from '../names.ts';
import { halfWidth } from '../numerals.ts';
import type { RowFaultCode } from './row-fault.ts';

/** A person of the register, as far as a sheet is compared with them. */
export interface KnownPerson {
  readonly id: string;
  readonly householdId: string;
  readonly birthYear?: number | undefined;
  readonly number?: string | undefined;
}

export interface KnownHousehold {
  readonly id: string;
  readonly familyName: string;
}

/** Somebody in the register, nobody yet, or more than one and the sheet must say which. */
export type Match<T> =
  | { readonly kind: 'found'; readonly one: T }
  | { readonly kind: 'new' }
  | { readonly kind: 'unclear'; readonly code: RowFaultCode };

const found = <T>(one: T): Match<T> => ({ kind: 'found', one });

/** What names are compared by: spaces, dots and the width of signs do not count. */
export const plainName = (name: string): string => halfWidth(name).replace(/[\s·•・‧∙．.]/g, '');

/**
 * Whether a row's person is in the register: by number, else by name, dwelling and year of birth. A number that differs is
 * another person; a year that one side does not know does not tell them apart.
 * @param sameName those of this name in the same dwelling
 */
export function matchPerson(
  person: { readonly birthYear?: number | undefined; readonly number?: string | undefined },
  byNumber: KnownPerson | undefined,
  sameName: readonly KnownPerson[],
): Match<KnownPerson> {
  if (byNumber) return found(byNumber);
  const agree = <T>(a: T | undefined, b: T | undefined): boolean => a === undefined || b === undefined || a === b;
  const fitting = sameName.filter(
    (known) => agree(person.number, known.number) && agree(person.birthYear, known.birthYear),
  );
  const [first, ...others] = fitting;
  if (first === undefined) return { kind: 'new' };
  if (others.length === 0) return found(first);
  const exact = fitting.filter((known) => person.birthYear !== undefined && known.birthYear === person.birthYear);
  return exact.length === 1 && exact[0] ? found(exact[0]) : { kind: 'unclear', code: 'which-person' };
}

/**
 * The family of a row: that of its head where one is said, else the person's own, else the only one of the dwelling.
 * @param head the head's name, also when the row is the head's own
 */
export function matchHousehold(
  head: string | undefined,
  ownHouseholdId: string | undefined,
  inDwelling: readonly KnownHousehold[],
): Match<KnownHousehold> {
  if (head !== undefined) {
    const family = familyName(head);
    const [first, ...others] = inDwelling.filter((known) => known.familyName === family);
    if (first === undefined) return { kind: 'new' };
    const own = others.find(({ id }) => id === ownHouseholdId);
    return found(own ?? first);
  }
  const own = inDwelling.find(({ id }) => id === ownHouseholdId);
  if (own) return found(own);
  const [only, ...others] = inDwelling;
  if (only === undefined) return { kind: 'new' };
  return others.length === 0 ? found(only) : { kind: 'unclear', code: 'which-household' };
}
