import { describe, expect, it } from 'vitest';
import { fits, isDocumentType, isWhole } from '../../src/domain/catalogue.ts';
import * as build from '../builders/documents.ts';
import * as parties from '../builders/parties.ts';
import { aServiceAssignment } from '../builders/services.ts';
import * as staff from '../builders/staff.ts';

const built = [
  build.aVisit(),
  build.someAnswers(),
  build.aNote(),
  build.aMatter(),
  build.aReview(),
  build.aRefusal(),
  build.aPostponement(),
  build.anAssignment(),
  build.aWithdrawal(),
  build.aResidency(),
  build.aConsent(),
  build.aProposal(),
  build.aConfirmation(),
  build.aPlanCancellation(),
  build.anOpening(),
  build.aPolicy(),
  build.aDwelling(),
  build.aHousehold(),
  build.aResident(),
  build.anIdentity(),
  build.aPlan(),
  build.aMeasure(),
  build.anOrgUnit(),
  build.aStructure(),
  build.aPlacement(),
  build.aRelocation(),
  build.aPost(),
  build.aCharge(),
  build.aSamePerson(),
  build.aMemberRegistration(),
  build.aServicePoint(),
  build.anAgentService(),
  build.aPartner(),
  build.anArrivalStep(),
  build.anEscalation(),
  build.anArrivalTarget(),
  staff.aStaffMember(),
  staff.aGridAssignment(),
  aServiceAssignment(),
  parties.aPartyRule(),
  parties.aTaskGroup(),
  parties.aPartyAnswer(),
  parties.aMatterClosing(),
];

describe('documents that tests speak of', () => {
  it.each(built.map((document) => [document.type, document] as const))('%s fits its schema', (type, document) => {
    expect(isDocumentType(type) && fits(type, document)).toBe(true);
    expect(isWhole(type, document as Parameters<typeof isWhole>[1])).toBe(true);
  });
});
