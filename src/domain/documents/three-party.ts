import * as v from 'valibot';
import { day, fact, idOf, line, naturalId, text } from './head.ts';

export const partySides = ['residentsGroup', 'ownersCommittee', 'propertyCompany'] as const;
/** 居民小组、业委会、物业: the three who keep what is common of an estate (domain.md A5). */
export type PartySide = (typeof partySides)[number];

/**
 * 联动规则: whose replies a matter of a type needs before it is closed (T0); without sides the type needs none. A version is a
 * fact; it counts for what is raised from its day on.
 */
export const partyRule = v.strictObject({
  ...fact('partyRule', naturalId('partyRule')),
  matterType: v.pipe(line, v.minLength(1)),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  from: day,
  sides: v.pipe(v.array(v.picklist(partySides)), v.maxLength(partySides.length)),
});
export type PartyRule = v.InferOutput<typeof partyRule>;

const party = v.strictObject({
  side: v.picklist(partySides),
  /** of the organisation */
  name: v.pipe(line, v.minLength(1)),
  /** where the organisation stands in the catalogue */
  partnerId: v.optional(idOf('partner')),
});
export type Party = v.InferOutput<typeof party>;

/** 三方联动: a matter goes to these parties; `after` names the matter. */
export const taskGroup = v.strictObject({
  ...fact('taskGroup'),
  matterId: idOf('matter'),
  /** the rule that it was opened by; none: the one that holds where a community laid down nothing */
  ruleId: v.optional(naturalId('partyRule')),
  parties: v.pipe(v.array(party), v.minLength(1), v.maxLength(partySides.length)),
});
export type TaskGroup = v.InferOutput<typeof taskGroup>;

/** 一方的答复: what a party said, or why its reply is not waited for; `after` names the group. */
export const partyAnswer = v.strictObject({
  ...fact('partyAnswer'),
  matterId: idOf('matter'),
  side: v.picklist(partySides),
  answer: v.picklist(['replied', 'waived']),
  /** the reply, or the reason */
  text: v.pipe(text, v.minLength(1)),
  /** who spoke for the party */
  spokenBy: v.optional(line),
});
export type PartyAnswer = v.InferOutput<typeof partyAnswer>;

/** 办结: the matter is closed, on the ground of these answers, one or more of each party; `after` names the group. */
export const matterClosing = v.strictObject({
  ...fact('matterClosing'),
  matterId: idOf('matter'),
  answers: v.pipe(v.array(idOf('partyAnswer')), v.maxLength(20)),
  /** how it ended */
  text: v.optional(text),
});
export type MatterClosing = v.InferOutput<typeof matterClosing>;
