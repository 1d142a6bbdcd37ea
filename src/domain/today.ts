import { dayOf, type Day } from './day.ts';
import type { DueDoor } from './due.ts';
import { dueStates, type DueReason, type DueState } from './due-reason.ts';
import { countOfBuilding, inStairwells } from './walking-order.ts';

/** 先办: what stands above the walk. A must-arrive or promise belongs to its door, a draft to whoever wrote it. */
export type First<D> =
  | { readonly kind: 'mustArrive' | 'promise'; readonly due: DueDoor; readonly reason: DueReason }
  | { readonly kind: 'draft'; readonly draft: D };

/** 楼栋 and 单元: doors from the top floor down. */
export interface Stairwell {
  readonly key: string;
  readonly buildingId: string;
  readonly building: string;
  /** '0' where the building has no entrances: 不分单元 */
  readonly entrance: string;
  readonly state: DueState;
  readonly doors: readonly DueDoor[];
}

export interface Today<D> {
  /** at most three */
  readonly first: readonly First<D>[];
  /** 还有 n 件 */
  readonly more: readonly First<D>[];
  readonly stairwells: readonly Stairwell[];
  /** doors left in the stairwells */
  readonly left: number;
  /** doors visited today by this person, newest first */
  readonly done: readonly DueDoor[];
  /** doors held back because they had two knocks in thirty days */
  readonly capped: readonly DueDoor[];
}

export interface TodayQuestion<D> {
  readonly doors: readonly DueDoor[];
  /** instant with the offset of the place */
  readonly now: string;
  readonly userId: string;
  /** visits that were begun; newest first when they are told apart by `savedAt` */
  readonly drafts?: readonly D[];
  /** building in which the walk begins, as people say it (12栋); else that with the smallest number */
  readonly from?: string;
}

/** How many things stand under 先办 before the rest is counted. */
export const mostFirst = 3;

const shown = ({ state }: DueReason): boolean => state !== 'later';
/** What was promised or must be gone to does not wait for a cap or for tomorrow. */
const waits = ({ kind }: DueReason): boolean => kind === 'policy' || kind === 'retry' || kind === 'round';

function firstOf<D extends { readonly savedAt: string }>(doors: readonly DueDoor[], drafts: readonly D[]): First<D>[] {
  const of = (kind: 'mustArrive' | 'promise', wanted: (reason: DueReason) => boolean): First<D>[] =>
    doors
      .flatMap((due) => due.reasons.map((reason) => ({ kind, due, reason })))
      .filter(({ reason }) => reason.kind === kind && wanted(reason))
      .sort((a, b) => (whenOf(a.reason) < whenOf(b.reason) ? -1 : 1));
  const open = [...drafts].sort((a, b) => (a.savedAt > b.savedAt ? -1 : 1));
  return [
    ...of('mustArrive', shown),
    ...of('promise', (reason) => reason.state === 'overdue'),
    ...open.map((draft) => ({ kind: 'draft' as const, draft })),
  ];
}

const whenOf = (reason: DueReason): number => Date.parse(reason.dueAt ?? `${reason.dueOn}T23:59:59Z`);

function isToKnock(due: DueDoor, today: Day, userId: string): boolean {
  if (due.assignee !== undefined && due.assignee !== userId) return false;
  const held = due.notBefore !== undefined && due.notBefore > today;
  return due.reasons.some((reason) => reason.kind !== 'mustArrive' && shown(reason) && !(held && waits(reason)));
}

/** The state by which a stairwell is placed: that of its most urgent door, a must-arrive aside, which stands above. */
function stateOf(due: DueDoor): DueState {
  return due.reasons.find((reason) => reason.kind !== 'mustArrive')?.state ?? 'later';
}

const rank = (state: DueState): number => dueStates.indexOf(state);

/** Where one stands while a walk is laid out. */
interface Stand {
  readonly building: string;
  readonly count: number | undefined;
}

/** How far two buildings lie apart, by their numbers; far when one has none. */
const distance = (a: Stand, b: Stand): number =>
  a.count === undefined || b.count === undefined
    ? a.building === b.building
      ? 0
      : 10_000
    : Math.abs(a.count - b.count);

/** The most urgent stairwells first; among equals always the one nearest to where the walk stands. */
function nearestFirst(stairwells: readonly Stairwell[], from: string | undefined): Stairwell[] {
  const stand = (building: string): Stand => ({ building, count: countOfBuilding(building) });
  const waiting = stairwells.map((stairwell) => ({ stairwell, ...stand(stairwell.building) }));
  const walk: Stairwell[] = [];
  let here = from === undefined ? undefined : stand(from);
  for (const state of dueStates) {
    const equals = waiting.filter(({ stairwell }) => stairwell.state === state);
    while (equals.length > 0) {
      const away = equals.map((one) => (here === undefined ? 0 : distance(here, one)));
      const [next] = equals.splice(away.indexOf(Math.min(...away)), 1);
      if (!next) break;
      walk.push(next.stairwell);
      here = next;
    }
  }
  return walk;
}

/**
 * The day's work: first what cannot wait, then doors due up to Sunday, by stairwell, each strictly from the top floor down.
 * Urgency places a stairwell, it never reorders one. What was knocked on today is done or rests, and is gone from the list.
 */
export function todayList<D extends { readonly savedAt: string }>(question: TodayQuestion<D>): Today<D> {
  const { doors, now, userId, drafts = [], from } = question;
  const today = dayOf(now);
  const first = firstOf(doors, drafts);
  const toKnock = doors.filter((due) => isToKnock(due, today, userId));
  const byStair = inStairwells(toKnock, (due) => due.door.address);
  const stairwells = [...byStair].flatMap(([key, group]): Stairwell[] => {
    const address = group[0]?.door.address;
    if (!address) return [];
    const state = group.map(stateOf).reduce((a, b) => (rank(a) <= rank(b) ? a : b));
    const { buildingId, building, entrance } = address;
    return [{ key, buildingId, building, entrance, state, doors: group }];
  });
  const visitedToday = ({ lastVisit }: DueDoor): boolean =>
    lastVisit?.by === userId && dayOf(lastVisit.startedAt) === today;
  return {
    first: first.slice(0, mostFirst),
    more: first.slice(mostFirst),
    stairwells: nearestFirst(stairwells, from),
    left: toKnock.length,
    done: doors
      .filter(visitedToday)
      .sort((a, b) => ((a.lastVisit?.startedAt ?? '') > (b.lastVisit?.startedAt ?? '') ? -1 : 1)),
    capped: doors.filter((due) => due.capped && due.reasons.some((reason) => shown(reason))),
  };
}
