import * as v from 'valibot';
import { count, day, fact, idOf, instant, line, naturalId, text } from './head.ts';
import { ownedMedia } from './media.ts';
import { knockReasonSaid } from './round.ts';

export const outcomes = ['met', 'phone', 'not_home', 'refused', 'vacant', 'moved', 'no_access'] as const;
/** 走访结果. `refused` is what a family answers (婉拒), never what a secretary or the relay does. */
export type Outcome = (typeof outcomes)[number];

export const retrySlots = ['weekday_day', 'weekday_eve', 'weekend', 'phone_first'] as const;
export type RetrySlot = (typeof retrySlots)[number];

/** Where a fact belongs: a door is a dwelling and the household behind it, if any. */
const door = {
  dwellingId: naturalId('dwelling'),
  buildingId: naturalId('orgUnit'),
  householdId: v.optional(idOf('household')),
};

/** 入户走访, the shell (T1): that somebody knocked, when, and what came of it; never what was asked. */
export const visit = v.strictObject({
  ...fact('visit'),
  ...door,
  outcome: v.picklist(outcomes),
  startedAt: instant,
  endedAt: instant,
  companions: v.optional(line),
  /** why this version replaces another, in words; asked of a correcting role */
  correction: v.optional(text),
});
export type Visit = v.InferOutput<typeof visit>;

const answer = v.union([v.pipe(v.string(), v.maxLength(4000)), v.number(), v.boolean(), v.array(line)]);

/** 走访答案, the body: T3 in `care-…`, or T4 in `sealed-…`; points at the shell, never the reverse. */
export const visitAnswers = v.strictObject({
  ...fact('visitAnswers'),
  visitId: idOf('visit'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  checklistId: v.pipe(v.string(), v.maxLength(60)),
  checklistVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  answers: v.record(v.pipe(v.string(), v.maxLength(60)), answer),
  /** 看到、想到、托给谁 (three diligent, one idle): all optional */
  summary: v.optional(v.strictObject({ seen: v.optional(text), thought: v.optional(text), nearer: v.optional(line) })),
  /** why one knocked, in the words of that day; not in the shell, because a reason may tell a trouble */
  knockReason: v.optional(knockReasonSaid),
  /** pictures and signatures; answers name them by their ids */
  media: ownedMedia,
});
export type VisitAnswers = v.InferOutput<typeof visitAnswers>;

/** 民情记录, the notebook entry: text, and where it hangs. */
export const note = v.strictObject({
  ...fact('note'),
  text,
  dwellingId: v.optional(naturalId('dwelling')),
  buildingId: v.optional(naturalId('orgUnit')),
  householdId: v.optional(idOf('household')),
  visitId: v.optional(idOf('visit')),
  /** 只给自己看: stands in `own-<user>` and nowhere else */
  private: v.optional(v.boolean()),
  media: ownedMedia,
});
export type Note = v.InferOutput<typeof note>;

export const severities = ['ordinary', 'latent', 'general', 'escalating', 'serious', 'emergency'] as const;
export type Severity = (typeof severities)[number];
export const resolutions = ['done', 'explained', 'taken'] as const;
/** 当场解决、解释清楚、带回办理. */
export type Resolution = (typeof resolutions)[number];

/** 事项 as raised: what people say, done now, explained, or taken back with a promised day. */
export const matter = v.strictObject({
  ...fact('matter'),
  buildingId: v.optional(naturalId('orgUnit')),
  dwellingId: v.optional(naturalId('dwelling')),
  householdId: v.optional(idOf('household')),
  visitId: v.optional(idOf('visit')),
  /** the notebook entry that became it, unless that one is private */
  noteId: v.optional(idOf('note')),
  matterType: line,
  text,
  severity: v.picklist(severities),
  resolution: v.picklist(resolutions),
  /** required when taken back */
  promisedReplyOn: v.optional(day),
  source: v.picklist(['visit', 'inspection', 'mailbox', 'wechat', 'phone', 'window', 'meeting']),
  media: ownedMedia,
});
export type Matter = v.InferOutput<typeof matter>;

/** 审核: a secretary's verdict on a submitted visit; `after` names the visit it saw. */
export const review = v.strictObject({
  ...fact('review'),
  visitId: idOf('visit'),
  verdict: v.picklist(['accepted', 'returned']),
  /** required when returned; own words and chosen phrases */
  reason: v.optional(text),
});
export type Review = v.InferOutput<typeof review>;

/** 婉拒后的安排: what the family wishes; `doNotAskUntil` closes every non-emergency list to this door. */
export const refusal = v.strictObject({
  ...fact('refusal'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  visitId: idOf('visit'),
  choice: v.picklist(['later', 'paper', 'no_more']),
  doNotAskUntil: v.optional(day),
});
export type Refusal = v.InferOutput<typeof refusal>;

export const postponeReasons = ['asked', 'away', 'weather', 'worker'] as const;
/** Why a visit is put off, in words that tell nothing of the family: it stands in the area (T1). */
export type PostponeReason = (typeof postponeReasons)[number];

/** 改约: the door is due, but not before a day, or in a slot the family prefers. */
export const postponement = v.strictObject({
  ...fact('postponement'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  visitId: v.optional(idOf('visit')),
  until: v.optional(day),
  reason: v.optional(v.picklist(postponeReasons)),
  slot: v.optional(v.picklist(retrySlots)),
});
export type Postponement = v.InferOutput<typeof postponement>;

/** 指派: who shall knock on this door; by a secretary. */
export const assignment = v.strictObject({
  ...fact('assignment'),
  dwellingId: naturalId('dwelling'),
  householdId: v.optional(idOf('household')),
  assignee: v.pipe(v.string(), v.maxLength(41)),
});
export type Assignment = v.InferOutput<typeof assignment>;

/** 撤下: what the first version of a visit raised and its correction no longer does. */
export const withdrawal = v.strictObject({
  ...fact('withdrawal'),
  /** the fact that no longer holds; `after` names it too */
  subjectId: v.pipe(v.string(), v.maxLength(160)),
  visitId: idOf('visit'),
});
export type Withdrawal = v.InferOutput<typeof withdrawal>;

/** 居住变动: moved in, moved out, born, died. Rights read it, so it is a fact. */
export const residency = v.strictObject({
  ...fact('residency'),
  residentId: idOf('resident'),
  householdId: idOf('household'),
  change: v.picklist(['movedIn', 'movedOut', 'born', 'died']),
  on: day,
  visitId: v.optional(idOf('visit')),
});
export type Residency = v.InferOutput<typeof residency>;

export const openingPurposes = ['prepare', 'help', 'correct', 'review'] as const;
export const emergencyReasons = ['noAnswer', 'unwell', 'asked', 'hazard'] as const;
/** Why a neighbour opens an emergency card, in words that tell nothing of the person. */
export type EmergencyReason = (typeof emergencyReasons)[number];

/** 查看记录: who opened closed information, of which subject, for what; written to the log by device or relay. */
export const opening = v.strictObject({
  ...fact('opening'),
  db: v.pipe(v.string(), v.maxLength(81)),
  subjectId: v.pipe(v.string(), v.maxLength(160)),
  purpose: v.picklist(openingPurposes),
  /** of an emergency card: why, and in which building */
  emergency: v.optional(v.picklist(emergencyReasons)),
  buildingId: v.optional(naturalId('orgUnit')),
  /** how many records were shown */
  shown: v.optional(count),
});
export type Opening = v.InferOutput<typeof opening>;
