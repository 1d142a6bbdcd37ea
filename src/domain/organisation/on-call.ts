import type { Day } from '../day.ts';
import type { OrgUnit, Post } from '../documents/organisation.ts';
import { groupBy } from '../group.ts';
import { heldOn, postsOn, type Organisation } from './organisation.ts';

/** Who leads the party group of a building on a day: it bears their name, and a record that of its own day (domain.md B1). */
export const groupLeaderOn = (organisation: Organisation, unitId: string, day: Day): string | undefined =>
  heldOn(organisation, { unitId, kind: 'partyGroupLeader' }, day)?.holderName;

/** Somebody who may be rung at any hour. */
export interface OnCall {
  readonly unitId: string;
  readonly post: Post;
}

/**
 * Who may be rung at any hour at these units on a day, in their order. While nobody holds a post that is on call, whoever
 * stands in for it is.
 */
export function onCallOn(organisation: Organisation, units: readonly Pick<OrgUnit, '_id'>[], day: Day): OnCall[] {
  return units.flatMap(({ _id: unitId }) => {
    const seats = groupBy(postsOn(organisation, unitId, day), ({ kind, seat }) => `${kind} ${seat ?? ''}`);
    return [...seats.values()].flatMap((here): OnCall[] => {
      const holder = here.find(({ as }) => as === undefined);
      const rung = holder ?? here.find(({ as }) => as === 'substitute');
      if (!rung) return [];
      const taken = holder === undefined && wasOnCall(organisation, rung, day);
      return rung.onCall === true || taken ? [{ unitId, post: rung }] : [];
    });
  });
}

/** Whether the last who held the post that somebody stands in for could be rung at any hour. */
function wasOnCall({ posts }: Organisation, { unitId, kind, seat }: Post, day: Day): boolean {
  const held = (posts.get(unitId) ?? []).filter(
    (one) =>
      one.kind === kind && one.seat === seat && one.as === undefined && one.from <= day && one.holderName !== undefined,
  );
  return held.reduce<Post | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined)?.onCall === true;
}
