import type { PartnerKind } from '../documents/nearby.ts';
import type { PartySide } from '../documents/three-party.ts';

/** What a side is called in the catalogue of organisations. */
export const partnerKindOf: Readonly<Record<PartySide, PartnerKind>> = {
  residentsGroup: 'residentsGroup',
  ownersCommittee: 'ownersCommittee',
  propertyCompany: 'property',
};
