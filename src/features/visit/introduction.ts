import { doorKey } from '../../domain/door.ts';
import { fieldOf } from '../../domain/register.ts';
import { dueOfDoorOnTablet } from '../../store/due-doors.ts';
import { unitPath } from '../../store/organisation.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import type { VisitModel } from './visit.svelte.ts';

/** The sentence to say at the door: who, from where, what for, how long. Cadence only, never a reason. */
export function introduction(model: VisitModel, words: Words): string {
  const { store, me, door, checklist } = model;
  const t = words.visit;
  const path = door ? unitPath(store, door.buildingId) : [];
  const community = path.find((unit) => fieldOf(unit, 'level') === 'community');
  const name = community && fieldOf(community, 'name');
  const role = me.holder.grants[0]?.role ?? 'gridWorker';
  const reasons = door ? (dueOfDoorOnTablet(store, doorKey(door))?.reasons ?? []) : [];
  const planned = reasons.find(
    ({ kind, checklistId }) => (kind === 'policy' || kind === 'retry') && checklistId === checklist?.id,
  );
  const purpose = planned ? t.purpose(planned.cadence[words.language]) : t.purposePlain;
  return t.say(name ?? '', words.me.roles[role], me.name, purpose, checklist?.targetMinutes ?? 3);
}
