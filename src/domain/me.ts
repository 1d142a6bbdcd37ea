import type { Holder, Role } from './rights.ts';

/** Who works with this tablet now: as the relay's session told, kept for days without a signal. */
export interface Me {
  /** as colleagues call the person */
  readonly name: string;
  readonly holder: Holder;
}

const desk: readonly Role[] = ['areaSecretary', 'gardenSecretary', 'communitySecretary'];

/** Whether this person has a review desk rather than a round of doors. */
export const isSupervisor = (me: Me): boolean => me.holder.grants.some((grant) => desk.includes(grant.role));

/** Areas whose doors this person knocks on, or supervises with a copy of their own. */
export const areasOf = (me: Me): string[] => [
  ...new Set([
    ...me.holder.grants
      .filter((grant) => ['gridWorker', 'areaSecretary'].includes(grant.role))
      .flatMap((grant) => grant.areas),
    ...me.holder.pinned,
  ]),
];
