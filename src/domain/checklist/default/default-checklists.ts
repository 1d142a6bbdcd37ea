import { readChecklist } from '../read-checklist.ts';
import type { Checklist } from '../checklist.ts';
import dispute from './dispute.json' with { type: 'json' };
import elderlyAlone from './elderly-alone.json' with { type: 'json' };
import hardship from './hardship.json' with { type: 'json' };
import hospitalised from './hospitalised.json' with { type: 'json' };
import incident from './incident.json' with { type: 'json' };
import reintegration from './reintegration.json' with { type: 'json' };
import renovationOpinion from './renovation-opinion.json' with { type: 'json' };
import returnVisit from './return-visit.json' with { type: 'json' };
import routine from './routine.json' with { type: 'json' };
import satisfaction from './satisfaction.json' with { type: 'json' };
import unemployed from './unemployed.json' with { type: 'json' };

/**
 * The eleven lists a community starts with. The relay seeds them as documents; the app never bundles them, because it
 * reads lists from its store.
 */
export const defaultChecklists = (): readonly Checklist[] =>
  [
    routine,
    elderlyAlone,
    hardship,
    hospitalised,
    unemployed,
    reintegration,
    dispute,
    incident,
    renovationOpinion,
    satisfaction,
    returnVisit,
  ].map(readChecklist);
