import { describe, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { emergencyCards, type EmergencyFacts } from '../../src/domain/emergency.ts';
import {
  aConfirmation,
  aDwelling,
  aHousehold,
  anOpening,
  aProposal,
  aResidency,
  aResident,
  aWithdrawal,
  building12,
  flat1203,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const family = anId('household');
const elder = aResident({
  _id: anId('resident', 1),
  values: {
    householdId: family,
    name: '陈秀英',
    birthYear: 1944,
    emergencyContact: { name: '外甥', phone: '13900000009' },
  },
});
const grandson = aResident({
  _id: anId('resident', 2),
  values: { householdId: family, name: '陈小宝', birthYear: 2010 },
});
const tag = aProposal({
  householdId: family,
  kind: 'careTag',
  subject: 'livesAlone',
  level: 'key',
  checklistId: undefined,
});
const confirmed = aConfirmation({ proposalId: tag._id, after: tag._id, decision: 'confirmed', level: 'high' });
const facts: EmergencyFacts = {
  proposals: [tag],
  confirmations: [confirmed],
  withdrawals: [],
  dwellings: [aDwelling()],
  households: [aHousehold({ _id: family, values: { doorNote: '老人耳背，多等一会儿' } })],
  residents: [elder, grandson],
  residencies: [],
};
const named = (given: Partial<EmergencyFacts>, year = 2026) =>
  [...emergencyCards({ ...facts, ...given }, year).values()].flat().map(({ name }) => name);

describe('B9: emergency cards', () => {
  it('B9: hold a contact and what to know at the door, and nothing else of the elder', () => {
    expect([...emergencyCards(facts, 2026)]).toEqual([
      [
        building12,
        [
          {
            ...{ residentId: elder._id, dwellingId: flat1203, name: '陈秀英', note: '老人耳背，多等一会儿' },
            emergencyContact: { name: '外甥', phone: '13900000009' },
          },
        ],
      ],
    ]);
  });

  it.each([
    ['a tag of another level', { confirmations: [{ ...confirmed, level: 'key' as const }] }],
    ['a tag that nobody confirmed', { confirmations: [] }],
    ['a tag of another kind', { proposals: [{ ...tag, subject: 'hardship' }] }],
    ['a tag that a correction took back', { withdrawals: [aWithdrawal({ subjectId: tag._id })] }],
    [
      'somebody who moved out',
      { residencies: [aResidency({ residentId: elder._id, householdId: family, change: 'movedOut' as const })] },
    ],
    ['somebody who is younger', { residents: [grandson] }],
  ])('B9: there is none for %s', (_, given) => {
    expect(named(given)).toEqual([]);
  });

  it('B9: there is one for whoever turns sixty, or whose age nobody wrote down', () => {
    const born = (birthYear: number | undefined) =>
      aResident({ _id: elder._id, values: { householdId: family, name: '王一', birthYear } });
    expect(named({ residents: [born(1967)] })).toEqual([]);
    expect(named({ residents: [born(1967)] }, 2027)).toEqual(['王一']);
    expect(named({ residents: [born(undefined)] })).toEqual(['王一']);
    // where somebody is known to be old, the card is of them alone
    const other = aResident({ _id: anId('resident', 3), values: { householdId: family, name: '王二' } });
    expect(named({ residents: [other, elder] })).toEqual(['陈秀英']);
  });

  it('B9: a log entry names a reason from the list, never free words', () => {
    expect(fits('opening', anOpening({ emergency: 'noAnswer', buildingId: building12 }))).toBe(true);
    expect(fits('opening', anOpening({ emergency: '老人摔倒了' as never }))).toBe(false);
  });
});
