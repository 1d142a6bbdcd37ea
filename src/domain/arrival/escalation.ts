import { addMinutes, compareInstants, type Day } from '../day.ts';
import type { ArrivalTarget, Escalation } from '../documents/arrival.ts';
import type { Proposal } from '../documents/care.ts';
import type { OrgUnit, Post } from '../documents/organisation.ts';
import { answeringAt, pathOn, structureOn, type Organisation } from '../organisation/organisation.ts';
import { fieldOf } from '../register.ts';
import { arrivalTermsOf } from './targets.ts';

/** Somebody above the worker to whom a must-arrive goes when nobody came. */
export interface Rung {
  readonly level: string;
  readonly unitId: string;
  /** who answers there; undefined only where nobody does on the whole way up */
  readonly post: Post | undefined;
}

/**
 * The way up from an area, the area itself first. A level at which nobody answers is passed over: what waits there would wait
 * for nobody. If nobody answers anywhere, every level keeps its place.
 * @param area database key
 */
export function rungsAbove(organisation: Organisation, area: string, day: Day): readonly Rung[] {
  const isArea = (unit: OrgUnit): boolean => fieldOf(unit, 'level') === 'area' && fieldOf(unit, 'key') === area;
  const unit = [...organisation.units.values()].find(isArea);
  if (!unit) return [];
  const levels = new Map(structureOn(organisation, day).map((level) => [level.key, level]));
  const rungs = pathOn(organisation, unit._id, day).flatMap(({ _id, fields }): Rung[] => {
    const level = levels.get(fields.level?.v ?? '');
    if (!level) return [];
    return [{ level: level.key, unitId: _id, post: answeringAt(organisation, _id, level.responsible, day) }];
  });
  const answered = rungs.filter(({ post }) => post !== undefined);
  return answered.length > 0 ? answered : rungs;
}

/** A must-arrive that went up: to whom, when, and whether the relay has written it down. */
export interface Escalated {
  readonly level: string;
  readonly unitId: string;
  readonly at: string;
  readonly written: boolean;
  /** somebody had come in time after all; the relay heard of it too late */
  readonly overtaken: boolean;
}

export interface EscalationQuestion {
  readonly proposal: Proposal;
  readonly rungs: readonly Rung[];
  readonly targets?: readonly ArrivalTarget[];
  /** when somebody first stood there; the clock stops */
  readonly arrivedAt?: string | undefined;
  /** instant */
  readonly now: string;
  /** of this proposal */
  readonly written: readonly Escalation[];
}

/** When each level has it if nobody came before, the nearest first. */
export function escalationTimes({
  proposal,
  rungs,
  targets,
}: Pick<EscalationQuestion, 'proposal' | 'rungs' | 'targets'>): (Rung & { readonly at: string })[] {
  const terms = arrivalTermsOf(proposal, targets);
  if (!terms) return [];
  const { minutes, thenMinutes } = terms;
  return rungs.map((rung, index) => ({ ...rung, at: addMinutes(proposal.at, minutes + index * thenMinutes) }));
}

/**
 * To which levels a must-arrive has gone by now: the same on every device, whether or not the relay has written it, and the
 * relay's own rule for what it writes. What is written stands, also when the organisation is another by now.
 */
export function escalated(question: EscalationQuestion): Escalated[] {
  const { arrivedAt, now, written } = question;
  const until = arrivedAt !== undefined && compareInstants(arrivedAt, now) < 0 ? arrivedAt : now;
  const told = new Set(written.map(({ level }) => level));
  const came = (at: string): boolean => arrivedAt !== undefined && compareInstants(arrivedAt, at) <= 0;
  const stand = written.map(({ level, unitId, at }) => ({ level, unitId, at, written: true, overtaken: came(at) }));
  const due = escalationTimes(question)
    .filter(({ level, at }) => !told.has(level) && compareInstants(at, until) < 0)
    .map(({ level, unitId, at }) => ({ level, unitId, at, written: false, overtaken: false }));
  return [...stand, ...due].sort((a, b) => compareInstants(a.at, b.at));
}

const ulidOf = (id: string): string => id.slice(id.indexOf(':') + 1);

/** One document for a must-arrive and a level, whoever writes it and however often. */
export const escalationId = (proposalId: string, level: string): string => `escalation:${ulidOf(proposalId)}-${level}`;

/** That the relay has a must-arrive and told those who answer; one for each. */
export const notifiedId = (proposalId: string): string => `arrivalStep:${ulidOf(proposalId)}-notified`;
