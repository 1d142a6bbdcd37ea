import type { BlankReport, FetchBlankReport } from '../features/organisation/blank-report.ts';
import type { Store } from '../store/store.ts';
import { askRelayFor } from './ask-relay.ts';

/** Asks the relay for the report on blank spots, online. */
export async function blankReportOf(store: Store): Promise<FetchBlankReport> {
  const ask = await askRelayFor(store);
  return async (day, unitId) => {
    const answer = await ask(`/api/blank-spots?day=${day}&unit=${encodeURIComponent(unitId)}`);
    return answer.ok ? { ok: true, value: answer.value as unknown as BlankReport } : answer;
  };
}
