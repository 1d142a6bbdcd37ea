import { activeTags } from '../../domain/care-tags.ts';
import type { UseStatus } from '../../domain/documents/place.ts';
import type { Door } from '../../domain/door.ts';
import { storyOf, type StoryRow } from '../../domain/household-story.ts';
import { maskName } from '../../domain/masks.ts';
import { fieldOf } from '../../domain/register.ts';
import { householdFile } from '../../store/households.ts';
import type { Store } from '../../store/store.ts';

/** What stands beside a visit: the household in short, masked. */
export interface Home {
  readonly size: number | undefined;
  /** 王** */
  readonly head: string;
  readonly use: UseStatus | undefined;
  readonly areaM2: number | undefined;
  /** matters taken back with a promise */
  readonly open: number;
  /** care tags in force; undefined: not this person's to see */
  readonly care: number | undefined;
  /** newest first */
  readonly story: readonly StoryRow[];
}

const storyRows = 6;

export function homeOf(store: Store, userId: string, door: Door, holdsCare: boolean): Home | undefined {
  const { shelf } = store;
  const file = householdFile(shelf, door.dwellingId);
  if (!file) return undefined;
  const household = file.households.find((one) => one._id === door.householdId);
  const headId = household && fieldOf(household, 'headId');
  const people = door.householdId === undefined ? [] : file.residentsOf(door.householdId);
  const head = people.find((one) => one._id === headId || fieldOf(one, 'relationToHead') === 0);
  const name = head && fieldOf(head, 'name');
  const here = (one: { readonly householdId?: string | undefined }): boolean =>
    one.householdId === undefined || one.householdId === door.householdId;
  const facts = {
    visits: shelf.by('visit', 'dwellingId', door.dwellingId),
    reviews: shelf.all('review'),
    notes: file.notes,
    matters: file.matters,
    withdrawals: shelf.all('withdrawal'),
  };
  return {
    size: door.size,
    head: name === undefined ? '' : maskName(name),
    use: door.useStatus,
    areaM2: fieldOf(file.dwelling, 'areaM2'),
    open: file.matters.filter((one) => here(one) && one.resolution === 'taken').length,
    care: holdsCare ? activeTags(file.proposals, file.confirmations, facts.withdrawals).filter(here).length : undefined,
    story: storyOf(door, facts, { userId, today: store.clock.today() }).rows.slice(0, storyRows),
  };
}
