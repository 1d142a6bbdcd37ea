import type { DatabaseName } from '../database-name.ts';
import type { RefusalCode } from '../fault.ts';

type Members = Readonly<Record<string, unknown>>;

/** What somebody above an area may say of a must-arrive there: nothing closed. */
const openStages: readonly unknown[] = ['acknowledged', 'arrived'];

/**
 * Whether a step of a must-arrive is one that a person may take, by the fact that it names in `after`: the proposal, an earlier
 * step or an escalation of the same must-arrive. Those above the area name the escalation that they were told. What was found is
 * said in words, and somebody else than who followed up closes.
 */
export function arrivalStepFault(
  home: DatabaseName | undefined,
  step: object,
  after: object | undefined,
): RefusalCode | undefined {
  const { proposalId, stage, found, next, by } = step as Members;
  if (after === undefined) return (step as Members)['after'] === undefined ? 'illegal-step' : 'not-yet';
  const seen = after as Members;
  const same = seen['type'] === 'proposal' ? seen['_id'] === proposalId : seen['proposalId'] === proposalId;
  const known = ['proposal', 'arrivalStep', 'escalation'].includes(String(seen['type']));
  const aside = seen['type'] === 'proposal' && seen['kind'] !== 'mustArrive';
  if (!same || !known || aside || stage === 'notified') return 'illegal-step';
  if (home?.kind === 'area') {
    const told = seen['type'] === 'escalation' && seen['area'] === home.scope;
    const closed = found !== undefined || next !== undefined;
    return told && openStages.includes(stage) && !closed ? undefined : 'illegal-step';
  }
  if (stage === 'followedUp') return typeof found === 'string' && found.trim() !== '' ? undefined : 'invalid';
  if (stage !== 'closed') return undefined;
  const lookedAfter = seen['type'] === 'arrivalStep' && seen['stage'] === 'followedUp';
  return lookedAfter && seen['by'] !== by ? undefined : 'illegal-step';
}
