import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeTags } from '../../src/domain/care-tags.ts';
import { mustArriveOf, pendingProposals } from '../../src/domain/care.ts';
import type { Confirmation } from '../../src/domain/documents/care.ts';
import { aConfirmation, aProposal, aWithdrawal } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const proposal = aProposal({ subject: 'livesAlone', level: 'key', householdId: anId('household') });
const decided = (decision: Confirmation['decision'], given: Partial<Confirmation> = {}) =>
  aConfirmation({ _id: anId('confirmation', decision.length), decision, ...given });

describe('a care tag', () => {
  it('is a proposal that another person confirmed', () => {
    expect(activeTags([proposal], [])).toEqual([]);
    expect(activeTags([proposal], [decided('confirmed')])).toEqual([
      {
        proposalId: proposal._id,
        confirmationId: anId('confirmation', 9),
        dwellingId: proposal.dwellingId,
        householdId: proposal.householdId,
        kind: 'livesAlone',
        level: 'key',
        from: '2026-11-23',
        since: '2026-11-23',
        reviewOn: '2027-05-24',
      },
    ]);
  });

  it('takes the level of the confirmation, which may differ from the proposed one', () => {
    expect(activeTags([proposal], [decided('confirmed', { level: 'high' })])[0]?.level).toBe('high');
  });

  it('is none when its proposer confirmed it', () => {
    expect(activeTags([proposal], [decided('confirmed', { by: proposal.by })])).toEqual([]);
  });

  it.each(['declined', 'ended'] as const)('is none when it was also %s, whichever came first', (decision) => {
    const made = [decided('confirmed'), decided(decision)];
    expect(activeTags([proposal], made)).toEqual([]);
    expect(activeTags([proposal], [...made].reverse())).toEqual([]);
  });

  it('is none when its proposal was withdrawn or replaced', () => {
    const confirmed = [decided('confirmed')];
    expect(activeTags([proposal], confirmed, [aWithdrawal({ subjectId: proposal._id })])).toEqual([]);
    const newer = aProposal({ _id: anId('proposal', 2), supersedes: proposal._id });
    expect(activeTags([proposal, newer], confirmed)).toEqual([]);
  });

  it('is the same in whatever order facts came', () => {
    const decision = fc.constantFrom<Confirmation['decision']>('confirmed', 'declined', 'ended');
    const level = fc.constantFrom('high' as const, 'key' as const, undefined);
    const made = fc.array(fc.tuple(fc.nat(2), decision, level), { maxLength: 6 });
    fc.assert(
      fc.property(made, fc.nat(), (decisions, by) => {
        const proposals = [0, 1, 2].map((n) => aProposal({ _id: anId('proposal', n), subject: `kind${n}` }));
        const confirmations = decisions.map(([n, what, which], place) =>
          aConfirmation({
            _id: anId('confirmation', place),
            proposalId: anId('proposal', n),
            decision: what,
            level: which,
          }),
        );
        const at = by % (confirmations.length + 1);
        const turned = [...confirmations.slice(at), ...confirmations.slice(0, at).reverse()];
        const tags = activeTags(proposals, confirmations);
        expect(activeTags(proposals, turned)).toEqual(tags);
        for (const tag of tags) {
          const said = confirmations.filter((one) => one.proposalId === tag.proposalId).map((one) => one.decision);
          expect(new Set(said)).toEqual(new Set(['confirmed']));
        }
      }),
    );
  });
});

describe('proposals that wait', () => {
  it('are those nobody else decided on, oldest first, and say who may not confirm', () => {
    const older = aProposal({ _id: anId('proposal', 2), at: '2026-11-01T09:00:00+08:00', by: 'grid2' });
    const decided2 = aProposal({ _id: anId('proposal', 3) });
    const waiting = pendingProposals(
      [proposal, older, decided2],
      [decided('declined', { proposalId: decided2._id }), decided('confirmed', { by: proposal.by })],
    );
    expect(waiting.map((one) => one.proposal._id)).toEqual([older._id, proposal._id]);
    expect(waiting.map((one) => one.needsOther('grid1'))).toEqual([false, true]);
  });
});

describe('a must-arrive', () => {
  const raised = aProposal({ kind: 'mustArrive', subject: 'dissatisfaction' });

  it('holds without anybody confirming it, until it is declined, ended or withdrawn', () => {
    expect(mustArriveOf([raised, { ...proposal, _id: anId('proposal', 2) }], [])).toEqual([raised]);
    expect(mustArriveOf([raised], [decided('confirmed')])).toEqual([raised]);
    expect(mustArriveOf([raised], [decided('declined')])).toEqual([]);
    expect(mustArriveOf([raised], [decided('ended')])).toEqual([]);
    expect(mustArriveOf([raised], [], [aWithdrawal({ subjectId: raised._id })])).toEqual([]);
  });
});
