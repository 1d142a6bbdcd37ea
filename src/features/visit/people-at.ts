import { maskName } from '../../domain/masks.ts';
import { fieldOf } from '../../domain/register.ts';
import { livingHere } from '../../store/home-changes.ts';
import { residentsOf } from '../../store/households.ts';
import type { QuestionHost } from './question-host.ts';

/** Who lives behind this door, masked, told apart by the year of birth; with those whom this visit let go. */
export function peopleAt(model: Pick<QuestionHost, 'store' | 'door'>, left: ReadonlySet<string>) {
  const { shelf } = model.store;
  const household = model.door?.householdId;
  if (household === undefined) return [];
  const living = new Set(livingHere(shelf, household));
  return residentsOf(shelf, household)
    .filter((one) => left.has(one._id) || living.has(one))
    .map((one) => ({
      id: one._id,
      name: maskName(fieldOf(one, 'name') ?? ''),
      birthYear: fieldOf(one, 'birthYear'),
    }));
}
