import type { Dwelling, Resident } from '../domain/documents/place.ts';
import { failed, type Result } from '../domain/fault.ts';
import { ownedBy, owners, ownersOf } from '../domain/ownership.ts';
import { personOf, recordsOf } from './persons.ts';
import { saveAction, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { newHead, nextStamp, type Store } from './store.ts';

export interface Owner {
  readonly resident: Resident;
  /** what else they own, as far as this tablet knows */
  readonly others: readonly Dwelling[];
}

/** Who owns a dwelling; an owner of whom there are several records stands once. */
export function ownersHere(shelf: Shelf, dwelling: Dwelling): Owner[] {
  const seen = new Set<string>();
  return ownersOf(dwelling).flatMap((id) => {
    const resident = personOf(shelf, id)?.resident ?? shelf.get('resident', id);
    if (!resident || seen.has(resident._id)) return [];
    seen.add(resident._id);
    const all = ownedBy(shelf.all('dwelling'), recordsOf(shelf, id));
    return { resident, others: all.filter(({ _id }) => _id !== dwelling._id) };
  });
}

/** Says that somebody owns a dwelling, or does not any more. Two who say so without a signal do not undo each other. */
export function sayOwner(store: Store, dwelling: Dwelling, residentId: string, owns: boolean): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('dwelling', dwelling._id);
  if (db === undefined) return Promise.resolve(failed('not-found'));
  const stamp = nextStamp(store, dwelling);
  const said = recordsOf(store.shelf, residentId).filter((id) => id === residentId || !owns);
  const members = Object.fromEntries(said.map((id) => [id, owns ? { in: stamp } : { out: stamp }]));
  const doc = { ...newHead(store, 'dwelling', dwelling._id), fields: {}, sets: { [owners]: members } };
  return saveAction(store, { parts: [{ db, doc }] });
}
