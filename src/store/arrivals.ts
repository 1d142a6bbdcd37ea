import { byHurry, arrivalTask, type ArrivalTask } from '../domain/arrival/arrival-task.ts';
import { rungsAbove } from '../domain/arrival/escalation.ts';
import { isOrdinaryDispute } from '../domain/arrival/targets.ts';
import { followUp, mustArriveOf } from '../domain/care.ts';
import { parseDatabaseName } from '../domain/database-name.ts';
import { dayOf } from '../domain/day.ts';
import type { Escalation } from '../domain/documents/arrival.ts';
import type { Proposal } from '../domain/documents/care.ts';
import { standing } from '../domain/visit-state.ts';
import { organisation } from './organisation.ts';
import type { Store } from './store.ts';

const readBy = [
  'proposal',
  'confirmation',
  'withdrawal',
  'arrivalStep',
  'escalation',
  'arrivalTarget',
  'visit',
  'orgUnit',
  'placement',
  'structure',
  'post',
] as const;

/** Must-arrives on this tablet that nobody has closed, those first that have to be gone to first. */
export function openArrivals(store: Store): readonly ArrivalTask[] {
  const { shelf, clock } = store;
  const now = clock.instant();
  return shelf.derive(
    'open arrivals',
    readBy,
    () =>
      standingMustArrives(store)
        .map((proposal) => taskOf(store, proposal, now))
        .filter(({ state }) => state !== 'closed')
        .sort(byHurry),
    now.slice(0, 16),
  );
}

/** Every must-arrive on this tablet, closed or not. */
export const allArrivals = (store: Store): readonly ArrivalTask[] => {
  const now = store.clock.instant();
  return store.shelf.derive(
    'all arrivals',
    readBy,
    () => standingMustArrives(store).map((proposal) => taskOf(store, proposal, now)),
    now.slice(0, 16),
  );
};

/** One must-arrive, closed or not; undefined: it is not on this tablet, or was taken back. */
export function arrivalOnTablet(store: Store, proposalId: string): ArrivalTask | undefined {
  const proposal = standingMustArrives(store).find(({ _id }) => _id === proposalId);
  return proposal && taskOf(store, proposal, store.clock.instant());
}

/** What was agreed for a day, and quarrels that can wait, are visited like any other door. */
const standingMustArrives = ({ shelf }: Store): readonly Proposal[] =>
  shelf.derive('must-arrives', ['proposal', 'confirmation', 'withdrawal'], () => {
    const raised = shelf.all('proposal').filter((one) => one.kind === 'mustArrive' && one.subject !== followUp);
    return mustArriveOf(raised, shelf.all('confirmation'), shelf.all('withdrawal')).filter(
      (one) => !isOrdinaryDispute(one),
    );
  });

function taskOf({ shelf }: Store, proposal: Proposal, now: string): ArrivalTask {
  const care = parseDatabaseName(shelf.databaseOf('proposal', proposal._id) ?? '');
  const rungs = care?.kind === 'care' ? rungsAbove(organisation(shelf), care.scope, dayOf(proposal.at)) : [];
  return arrivalTask(
    {
      proposal,
      visits: standing(shelf.by('visit', 'dwellingId', proposal.dwellingId)),
      steps: shelf.by('arrivalStep', 'proposalId', proposal._id),
      escalations: shelf.by('escalation', 'proposalId', proposal._id),
      targets: shelf.all('arrivalTarget'),
      rungs,
    },
    now,
  );
}

/** What somebody above an area was told: it went up to them. Newest first. */
export interface ToldAbove {
  readonly escalation: Escalation;
  /** taken on, or there already, as far as it was said from above */
  readonly taken: boolean;
  readonly arrived: boolean;
}

export const toldAbove = ({ shelf, user }: Store): readonly ToldAbove[] =>
  shelf.derive('told above', ['escalation', 'arrivalStep'], () =>
    shelf
      .all('escalation')
      .filter(({ _id }) => shelf.databaseOf('escalation', _id) === `own-${user}`)
      .map((escalation) => {
        const said = shelf.by('arrivalStep', 'proposalId', escalation.proposalId).map(({ stage }) => stage);
        return { escalation, taken: said.length > 0, arrived: said.includes('arrived') };
      })
      .sort((a, b) => (a.escalation.at < b.escalation.at ? 1 : -1)),
  );
