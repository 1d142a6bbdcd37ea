import { hash32 } from './canonical.ts';

/**
 * What stands for a door in an address: a dwelling's id is an address of people, so it is replaced by a hash, and a
 * household by its ULID.
 */
export function doorPath(door: { readonly dwellingId: string; readonly householdId?: string | undefined }): string {
  if (door.householdId !== undefined) return `h-${door.householdId.slice('household:'.length)}`;
  return `d-${hash32(door.dwellingId).toString(16).padStart(8, '0')}`;
}

/** The door that such a part of an address stands for, among those that are known. */
export const doorOfPath = <T extends { readonly dwellingId: string; readonly householdId?: string | undefined }>(
  path: string,
  doors: readonly T[],
): T | undefined => doors.find((door) => doorPath(door) === path);
