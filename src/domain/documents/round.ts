import * as v from 'valibot';
import { day, fact, idOf, line, naturalId } from './head.ts';

const checklistId = v.pipe(v.string(), v.maxLength(60));

/** In which order the doors of a round are to be visited. */
export const roundOrders = ['walking', 'mostAffected'] as const;
export type RoundOrder = (typeof roundOrders)[number];

/** 集中走访: every door of some buildings is to be visited with one checklist, from one day to another (T1). */
export const visitRound = v.strictObject({
  ...fact('visitRound'),
  title: v.pipe(line, v.minLength(1)),
  buildings: v.pipe(v.array(naturalId('orgUnit')), v.minLength(1), v.maxLength(100)),
  checklistId,
  from: day,
  /** last day, included */
  to: day,
  /** none: `walking` */
  order: v.optional(v.picklist(roundOrders)),
});
export type VisitRound = v.InferOutput<typeof visitRound>;

/** 结束走访: from now on a round asks for no door; what was done counts as it is. `after` names the round. */
export const roundClosing = v.strictObject({ ...fact('roundClosing'), roundId: idOf('visitRound') });
export type RoundClosing = v.InferOutput<typeof roundClosing>;

/** 影响程度: how much a household is touched by what a round is about, as somebody judged it; the last one counts. */
export const impact = v.strictObject({
  ...fact('impact'),
  roundId: idOf('visitRound'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  /** 0 not at all … 3 most (domain.md D3) */
  score: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3)),
});
export type Impact = v.InferOutput<typeof impact>;

/** How many reasons to knock a community has (E2, 亲情六敲门). */
export const knockSlots = 6;
const slot = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(knockSlots));
const reasonName = v.strictObject({
  zh: v.pipe(v.string(), v.minLength(1), v.maxLength(20)),
  en: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
});

/** 敲门缘由: what one of the six slots is called, and the checklist that it opens. The highest version of a slot is in force. */
export const knockReason = v.strictObject({
  ...fact('knockReason'),
  slot,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  name: reasonName,
  checklistId,
});
export type KnockReason = v.InferOutput<typeof knockReason>;

/** A reason as a visit keeps it: its words as they were that day. */
export const knockReasonSaid = v.strictObject({ slot, name: reasonName });
export type KnockReasonSaid = v.InferOutput<typeof knockReasonSaid>;
