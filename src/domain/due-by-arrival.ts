import { isOrdinaryDispute } from './arrival/targets.ts';
import { arrivalOf } from './care.ts';
import { addDays, compareInstants, dayOf } from './day.ts';
import type { Localised } from './documents/head.ts';
import type { DoorFacts } from './door.ts';
import { stateOn, type DueReason, type DueTime } from './due-reason.ts';

const arriveWithin = (minutes: number): Localised =>
  minutes < 60
    ? { zh: `必到，${minutes} 分钟内上门`, en: `Must arrive within ${minutes} min` }
    : { zh: `必到，${minutes / 60} 小时内上门`, en: `Must arrive within ${minutes / 60} h` };

/** Days within which an ordinary dispute is visited. Ours. */
const ordinaryDays = 7;

/** What somebody must go to at once, until a person of the household was seen. */
export function mustArriveReasons(facts: DoorFacts, { today, now }: DueTime): DueReason[] {
  const { mustArrive, visits, arrivalSteps = [], arrivalTargets: targets = [] } = facts;
  return mustArrive.flatMap((proposal) => {
    const steps = arrivalSteps.filter(({ proposalId }) => proposalId === proposal._id);
    const { dueAt, dueOn, arrivedAt, reached } = arrivalOf(proposal, visits, { steps, targets });
    if (reached) return [];
    if (isOrdinaryDispute(proposal)) {
      const by = addDays(dayOf(proposal.at), ordinaryDays);
      const cadence = { zh: '约好走访', en: 'A visit was agreed' };
      return { kind: 'policy' as const, cadence, dueOn: by, state: stateOn(by, today), subjectId: proposal._id };
    }
    const base = { kind: 'mustArrive' as const, subjectId: proposal._id, raisedAt: proposal.at };
    if (arrivedAt !== undefined || dueAt === undefined) {
      const words = steps.some(({ stage }) => stage === 'arrived')
        ? { zh: '必到，已到场，还没回访', en: 'Must arrive, came once, to follow up' }
        : { zh: '必到，还没见到人', en: 'Must arrive, nobody met yet' };
      const cadence = arrivedAt === undefined ? { zh: '必到', en: 'Must arrive' } : words;
      return { ...base, cadence, dueOn, state: stateOn(dueOn, today) };
    }
    const minutes = (Date.parse(dueAt) - Date.parse(proposal.at)) / 60_000;
    const state = compareInstants(dueAt, now) < 0 ? 'overdue' : 'clock';
    return { ...base, cadence: arriveWithin(Math.round(minutes)), dueOn, dueAt, state };
  });
}
