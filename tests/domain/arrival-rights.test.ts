import { describe, expect, it } from 'vitest';
import type { AnyDocument } from '../../src/domain/document.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { mayWrite, type WriteState } from '../../src/domain/may-write.ts';
import type { Role } from '../../src/domain/rights.ts';
import { anArrivalStep, anArrivalTarget, anEscalation, aProposal } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

const raised = aProposal({ kind: 'mustArrive', subject: 'incident', level: undefined });
const told = anEscalation({ level: 'garden', unitId: 'orgUnit:g1' });
const step = (more: Parameters<typeof anArrivalStep>[0] = {}) => anArrivalStep(more);
const followed = step({ _id: anId('arrivalStep', 2), stage: 'followedUp', found: '说开了' });
const seen: WriteState = { after: raised };

type Row = readonly [Role, string, AnyDocument, RefusalCode | undefined, WriteState?];
const rows: readonly Row[] = [
  ['gridWorker', 'care-a1', step(), undefined, seen],
  ['gridWorker', 'care-a1', step({ stage: 'arrived' }), undefined, seen],
  ['gridWorker', 'care-a2', step(), 'not-yours', seen],
  ['gridWorker', 'ref-c1', step(), 'wrong-tier', seen],
  ['gridWorker', 'care-a1', step(), 'not-yet'],
  ['gridWorker', 'care-a1', { ...step(), after: undefined }, 'illegal-step'],
  ['gridWorker', 'care-a1', step({ stage: 'notified' }), 'illegal-step', seen],
  ['gridWorker', 'care-a1', step({ proposalId: anId('proposal', 2) }), 'illegal-step', seen],
  ['gridWorker', 'care-a1', step(), 'illegal-step', { after: { ...raised, kind: 'careTag' } }],
  ['gridWorker', 'care-a1', step({ stage: 'followedUp' }), 'invalid', seen],
  ['gridWorker', 'care-a1', step({ stage: 'closed' }), 'illegal-step', seen],
  ['gridWorker', 'care-a1', step({ stage: 'closed' }), 'illegal-step', { after: followed }],
  ['areaSecretary', 'care-a1', step({ stage: 'closed' }), undefined, { after: followed }],
  ['gridWorker', 'area-a1', step(), 'illegal-step', seen],
  ['gardenSecretary', 'area-a1', step(), undefined, { after: told }],
  ['gardenSecretary', 'area-a2', step(), 'illegal-step', { after: told }],
  ['gardenSecretary', 'area-a1', step({ stage: 'arrived' }), undefined, { after: told }],
  ['gardenSecretary', 'area-a1', step({ stage: 'arrived', found: '吵架' }), 'illegal-step', { after: told }],
  ['gardenSecretary', 'area-a1', step({ stage: 'followedUp', found: '好' }), 'illegal-step', { after: told }],
  ['gardenSecretary', 'care-a1', step(), 'not-yours', { after: told }],
  ['buildingLeader', 'area-a1', step(), 'not-yours', { after: told }],
  ['gridWorker', 'care-a1', anEscalation(), 'not-yours'],
  ['communitySecretary', 'own-secretary', anEscalation(), 'not-yours'],
  ['communitySecretary', 'ref-c1', anArrivalTarget(), undefined],
  ['admin', 'ref-c1', anArrivalTarget(), undefined],
  ['gardenSecretary', 'ref-c1', anArrivalTarget(), 'not-yours'],
];

describe('who may write what of a must-arrive', () => {
  it.each(rows.map((row) => [`${row[0]} ${row[2].type} in ${row[1]}: ${row[3] ?? 'yes'}`, row] as const))(
    '%s',
    (_, [role, database, document, verdict, state = {}]) => {
      const holder = aHolder(role);
      expect(mayWrite(holder, database, { ...document, by: holder.userId }, state)).toBe(verdict);
    },
  );
});
