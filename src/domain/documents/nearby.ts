import * as v from 'valibot';
import { idOf, line, register, text } from './head.ts';

export const servicePointKinds = [
  'repair',
  'housekeeping',
  'parcel',
  'shop',
  'finance',
  'medical',
  'meals',
  'elderCare',
  'childCare',
  'government',
  'other',
] as const;
export type ServicePointKind = (typeof servicePointKinds)[number];

/** 服务点: a place of daily life near the homes, to answer residents at the door (T0). */
export const servicePoint = register('servicePoint', idOf('servicePoint'), {
  kind: v.picklist(servicePointKinds),
  name: line,
  address: line,
  /** as it hangs on the door: 周一到周六 8:30–17:30 */
  hours: line,
  phone: line,
  /** not there any more */
  ended: v.boolean(),
});
export type ServicePoint = v.InferOutput<typeof servicePoint>;

/** 代办事项: an errand with an office that staff may run for a resident, and what is needed for it (T0). */
export const agentService = register('agentService', idOf('agentService'), {
  name: line,
  /** other words that people say for it, one after the other: 老年证 老年优待证 */
  alsoCalled: line,
  /** papers that have to be brought, in the order in which they are asked for */
  papers: v.pipe(v.array(line), v.maxLength(30)),
  steps: text,
  /** which office, where */
  office: line,
  phone: line,
  /** staff may go for the resident; else the resident has to come */
  byAgent: v.boolean(),
  ended: v.boolean(),
});
export type AgentService = v.InferOutput<typeof agentService>;

export const partnerKinds = [
  'school',
  'hospital',
  'company',
  'bank',
  'police',
  'property',
  'socialOrganisation',
  'ownersCommittee',
  'residentsGroup',
  'other',
] as const;
export type PartnerKind = (typeof partnerKinds)[number];

/** 辖区单位: an organisation in the community that works with it; its part-time committee member may take on projects (T0). */
export const partner = register('partner', idOf('partner'), {
  name: line,
  kind: v.picklist(partnerKinds),
  contact: line,
  phone: line,
  /** 兼职委员 */
  partTimeMember: v.boolean(),
  /** 专委 */
  committee: line,
  /** what it can lend or do */
  offers: line,
  ended: v.boolean(),
});
export type Partner = v.InferOutput<typeof partner>;
