import { dayOf, roundOf } from '../domain/day.ts';
import { inForce } from '../domain/in-force.ts';
import { besideOn, hundredSteps, type HundredSteps } from '../domain/organisation/hundred-steps.ts';
import { pathOn } from '../domain/organisation/organisation.ts';
import { answeringForBuilding } from '../domain/organisation/responsibility.ts';
import { fieldOf } from '../domain/register.ts';
import type { ThreeParty } from '../domain/three-party/three-party.ts';
import { standing } from '../domain/visit-state.ts';
import { allArrivals } from './arrivals.ts';
import { countedHomesHere, organisation } from './organisation.ts';
import type { Store } from './store.ts';
import { commonMatters } from './three-party.ts';

const readBy = [
  ...(['orgUnit', 'placement', 'structure', 'post', 'dwelling', 'household', 'charge'] as const),
  ...(['visit', 'matter', 'withdrawal', 'proposal', 'confirmation', 'arrivalStep', 'escalation'] as const),
  ...(['partyRule', 'taskGroup', 'partyAnswer', 'matterClosing'] as const),
] as const;

/** The indicators of the buildings beneath a unit (its own if it is one) for this half year, of the areas on this tablet. */
export function hundredStepsHere(store: Store, unitId: string): HundredSteps {
  const { shelf, clock } = store;
  const now = clock.instant();
  return shelf.derive(`hundred steps ${unitId}`, readBy, () => made(store, unitId), now.slice(0, 16));
}

function made(store: Store, unitId: string): HundredSteps {
  const { shelf, clock } = store;
  const [known, today] = [organisation(shelf), clock.today()];
  const { from } = roundOf(today);
  const beneath = new Map<string, boolean>();
  const isHere = (buildingId: string | undefined): boolean => {
    if (buildingId === undefined) return false;
    const asked = beneath.get(buildingId);
    if (asked !== undefined) return asked;
    const here = pathOn(known, buildingId, today).some(({ _id }) => _id === unitId);
    beneath.set(buildingId, here);
    return here;
  };
  const buildingOf = (dwellingId: string | undefined): string | undefined => {
    const dwelling = shelf.get('dwelling', dwellingId ?? '');
    return dwelling && fieldOf(dwelling, 'address')?.buildingId;
  };
  const ofRound = ({ at }: { readonly at: string }): boolean => dayOf(at) >= from;
  const withdrawals = shelf.all('withdrawal');
  const parties = new Map<string, ThreeParty | undefined>(
    commonMatters(shelf).map((one) => [one.matter._id, one.standing]),
  );
  return hundredSteps(
    known,
    {
      homes: countedHomesHere(shelf).filter(({ buildingId }) => isHere(buildingId)),
      matters: inForce(shelf.all('matter'), withdrawals).filter(
        (one) => ofRound(one) && isHere(buildingOf(one.dwellingId) ?? one.buildingId),
      ),
      visitsAt: (dwellingId) => standing(shelf.by('visit', 'dwellingId', dwellingId)),
      orders: inForce(shelf.all('proposal'), withdrawals).filter(
        (one) => one.kind === 'serviceOrder' && ofRound(one) && isHere(buildingOf(one.dwellingId)),
      ),
      decisions: shelf.all('confirmation'),
      partiesOf: (matterId) => parties.get(matterId),
      arrivals: allArrivals(store).filter(
        ({ proposal }) => ofRound(proposal) && isHere(buildingOf(proposal.dwellingId)),
      ),
    },
    today,
  );
}

/** Who answers for the buildings beside one today, where somebody does. */
export function besideHere(
  { shelf, clock }: Store,
  buildingId: string,
): readonly { readonly unitId: string; readonly name: string }[] {
  const [known, today] = [organisation(shelf), clock.today()];
  return besideOn(known, buildingId, today).flatMap(({ _id }) => {
    const own = answeringForBuilding(known, _id, today).find(({ unitId }) => unitId === _id);
    return own?.post?.holderName === undefined ? [] : [{ unitId: _id, name: own.post.holderName }];
  });
}
