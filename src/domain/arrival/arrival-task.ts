import { byHash } from '../canonical.ts';
import { arrivalOf } from '../care.ts';
import { compareInstants, type Day } from '../day.ts';
import { arrivalStages, type ArrivalStage, type ArrivalStep, type ArrivalTarget } from '../documents/arrival.ts';
import type { Escalation } from '../documents/arrival.ts';
import type { Proposal } from '../documents/care.ts';
import type { Visit } from '../documents/visit.ts';
import { escalated, type Escalated, type Rung } from './escalation.ts';

export type ArrivalState = 'created' | ArrivalStage;

/** Everything that one must-arrive is folded from. */
export interface ArrivalFacts {
  readonly proposal: Proposal;
  /** to that door, versions that no correction replaced */
  readonly visits: readonly Visit[];
  readonly steps: readonly ArrivalStep[];
  readonly escalations: readonly Escalation[];
  readonly targets: readonly ArrivalTarget[];
  /** the way up from its area, on the day it was raised */
  readonly rungs: readonly Rung[];
}

/** 三必到: where a must-arrive stands, folded from facts alone; only what is overdue reads the time. */
export interface ArrivalTask {
  readonly proposal: Proposal;
  readonly state: ArrivalState;
  /** end of the clock; a must-arrive without one has a day */
  readonly dueAt?: string;
  readonly dueOn: Day;
  readonly arrivedAt?: string;
  /** the clock ran out and nobody had come */
  readonly late: boolean;
  /** oldest first */
  readonly steps: readonly ArrivalStep[];
  /** the levels that have it, the nearest first */
  readonly escalated: readonly Escalated[];
}

const furthest = (stages: readonly ArrivalStage[]): ArrivalState =>
  [...arrivalStages].reverse().find((stage) => stages.includes(stage)) ?? 'created';

/** @param now instant */
export function arrivalTask(facts: ArrivalFacts, now: string): ArrivalTask {
  const { proposal, visits, targets, rungs, escalations } = facts;
  const steps = [...facts.steps].sort((a, b) => compareInstants(a.at, b.at) || byHash(a._id, b._id));
  const { dueAt, dueOn, arrivedAt } = arrivalOf(proposal, visits, { steps, targets });
  const stages = [...steps.map(({ stage }) => stage), ...(arrivedAt === undefined ? [] : (['arrived'] as const))];
  const up = escalated({ proposal, rungs, targets, arrivedAt, now, written: escalations });
  return {
    proposal,
    state: furthest(stages),
    dueOn,
    late: dueAt !== undefined && compareInstants(dueAt, arrivedAt ?? now) < 0,
    steps,
    escalated: up,
    ...(dueAt !== undefined && { dueAt }),
    ...(arrivedAt !== undefined && { arrivedAt }),
  };
}

/** What has to be gone to first: running clocks by their end, then what somebody has yet to come back to. */
export function byHurry(a: ArrivalTask, b: ArrivalTask): number {
  const waits = ({ arrivedAt }: ArrivalTask): number => (arrivedAt === undefined ? 0 : 1);
  const end = ({ dueAt, dueOn }: ArrivalTask): number => Date.parse(dueAt ?? `${dueOn}T23:59:59Z`);
  return waits(a) - waits(b) || end(a) - end(b) || byHash(a.proposal._id, b.proposal._id);
}
