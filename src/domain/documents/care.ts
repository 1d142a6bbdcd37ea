import * as v from 'valibot';
import { day, fact, idOf, line, naturalId, text } from './head.ts';
import { severities } from './visit.ts';

export const careLevels = ['high', 'key', 'general'] as const;
/** 高风险、重点、一般: words, never colours; where a community says red, yellow and green, these are they. */
export type CareLevel = (typeof careLevels)[number];

export const careBases = ['consent', 'duty', 'emergency'] as const;
/** On what ground a tag may be kept (个人信息保护法 art. 13): they agreed, a rule asks for it, or there is danger. */
export type CareBasis = (typeof careBases)[number];

/** 同意: what a household agreed to have recorded, how it was asked, under which notice. */
export const consent = v.strictObject({
  ...fact('consent'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  visitId: idOf('visit'),
  given: v.picklist(['yes', 'partial', 'no']),
  scope: v.array(line),
  how: v.picklist(['oral', 'signature', 'guardian']),
  noticeVersion: line,
});
export type Consent = v.InferOutput<typeof consent>;

/** 提议: what a checklist raises; takes effect when somebody else confirms it. */
export const proposal = v.strictObject({
  ...fact('proposal'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  visitId: v.optional(idOf('visit')),
  checklistId: v.optional(v.pipe(v.string(), v.maxLength(60))),
  kind: v.picklist(['careTag', 'mustArrive', 'serviceOrder', 'tagReview']),
  /** care tag kind, must-arrive reason or service item */
  subject: line,
  /** of a request for review: the level that is wished; without one the tag is to end */
  level: v.optional(v.picklist(careLevels)),
  /** of a request for review: the proposal of the tag; `after` names the confirmation in force */
  tagId: v.optional(idOf('proposal')),
  basis: v.optional(v.picklist(careBases)),
  /** the rule that a duty rests on */
  rule: v.optional(line),
  detail: v.optional(line),
  /** how grave it is, where the reason has degrees: a family dispute */
  severity: v.optional(v.picklist(severities)),
  /** the matter that it was raised from */
  matterId: v.optional(idOf('matter')),
  /** question and choice that raised it: a correction finds it again by this key */
  key: v.optional(line),
  reviewOn: v.optional(day),
});
export type Proposal = v.InferOutput<typeof proposal>;

/** 确认: another person's decision on a proposal; `after` names the proposal or the confirmation it changes. */
export const confirmation = v.strictObject({
  ...fact('confirmation'),
  proposalId: idOf('proposal'),
  decision: v.picklist(['confirmed', 'declined', 'ended']),
  level: v.optional(v.picklist(careLevels)),
  /** by when a care tag is looked at again */
  reviewOn: v.optional(day),
  /** why it was declined or ended; required where a care tag ends */
  reason: v.optional(text),
});
export type Confirmation = v.InferOutput<typeof confirmation>;

/** 取消一次走访: the visit that a care tag asked for on that day is not made; the next one is an interval later. */
export const planCancellation = v.strictObject({
  ...fact('planCancellation'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  tagId: idOf('proposal'),
  dueOn: day,
  reason: v.pipe(text, v.minLength(1)),
});
export type PlanCancellation = v.InferOutput<typeof planCancellation>;

/** 回执: what the relay did with one envelope; written by the relay to `own-<user>`. */
export const receipt = v.strictObject({
  ...fact('receipt', naturalId('receipt')),
  envelopeId: line,
  receivedAt: line,
  parts: v.array(v.strictObject({ db: line, id: v.pipe(v.string(), v.maxLength(160)), code: v.optional(line) })),
});
export type Receipt = v.InferOutput<typeof receipt>;
