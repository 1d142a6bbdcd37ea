import * as v from 'valibot';
import { day, fact, idOf, line, naturalId } from './head.ts';

export const careLevels = ['high', 'key', 'general'] as const;
/** 高风险、重点、一般: words, never colours. */
export type CareLevel = (typeof careLevels)[number];

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
  kind: v.picklist(['careTag', 'mustArrive', 'serviceOrder']),
  /** care tag kind, must-arrive reason or service item */
  subject: line,
  level: v.optional(v.picklist(careLevels)),
  detail: v.optional(line),
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
});
export type Confirmation = v.InferOutput<typeof confirmation>;

/** 回执: what the relay did with one envelope; written by the relay to `own-<user>`. */
export const receipt = v.strictObject({
  ...fact('receipt', naturalId('receipt')),
  envelopeId: line,
  receivedAt: line,
  parts: v.array(v.strictObject({ db: line, id: v.pipe(v.string(), v.maxLength(160)), code: v.optional(line) })),
});
export type Receipt = v.InferOutput<typeof receipt>;
