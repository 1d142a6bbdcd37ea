import type { Door } from '../../domain/door.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Store } from '../../store/store.ts';

/** The number to call for a door: that of the head, else of anybody at home. It is dialled, never shown here. */
export function phoneOf({ shelf }: Store, door: Door): string | undefined {
  if (door.householdId === undefined) return undefined;
  const household = shelf.get('household', door.householdId);
  const headId = household && fieldOf(household, 'headId');
  const people = shelf.by('resident', 'householdId', door.householdId);
  const ordered = [...people].sort((a, b) => Number(b._id === headId) - Number(a._id === headId));
  return ordered.flatMap((one) => fieldOf(one, 'phone')?.number ?? [])[0];
}
