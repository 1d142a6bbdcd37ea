import { arrivalOf } from './care.ts';
import { compareInstants } from './day.ts';
import type { Localised } from './documents/head.ts';
import type { DoorFacts } from './door.ts';
import { stateOn, type DueReason, type DueTime } from './due-reason.ts';

const arriveWithin = (minutes: number): Localised =>
  minutes < 60
    ? { zh: `必到，${minutes} 分钟内上门`, en: `Must arrive within ${minutes} min` }
    : { zh: `必到，${minutes / 60} 小时内上门`, en: `Must arrive within ${minutes / 60} h` };

/** What somebody must go to at once, until a person of the household was seen. */
export function mustArriveReasons({ mustArrive, visits }: DoorFacts, { today, now }: DueTime): DueReason[] {
  return mustArrive.flatMap((proposal) => {
    const { dueAt, dueOn, arrivedAt, reached } = arrivalOf(proposal, visits);
    if (reached) return [];
    const base = { kind: 'mustArrive' as const, subjectId: proposal._id, raisedAt: proposal.at };
    if (arrivedAt !== undefined || dueAt === undefined) {
      const words = { zh: '必到，还没见到人', en: 'Must arrive, nobody met yet' };
      const cadence = arrivedAt === undefined ? { zh: '必到', en: 'Must arrive' } : words;
      return { ...base, cadence, dueOn, state: stateOn(dueOn, today) };
    }
    const minutes = (Date.parse(dueAt) - Date.parse(proposal.at)) / 60_000;
    const state = compareInstants(dueAt, now) < 0 ? 'overdue' : 'clock';
    return { ...base, cadence: arriveWithin(Math.round(minutes)), dueOn, dueAt, state };
  });
}
