import { done } from '../domain/fault.ts';
import type { BroughtHome, Handovers, HandedWork } from '../features/review/handed-work.ts';
import type { Store } from '../store/store.ts';
import { askRelayFor } from './ask-relay.ts';

const path = '/api/handovers';

/** Asks for work of former colleagues and puts it where it belongs, online; what is brought home comes with the mail. */
export async function handoversOf(store: Store): Promise<Handovers> {
  const ask = await askRelayFor(store);
  return {
    async waiting() {
      const answer = await ask(path);
      return answer.ok ? done(answer.value['work'] as readonly HandedWork[]) : answer;
    },
    async bringHome(key) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ key });
      const answer = await ask(path, { method: 'POST', headers, body });
      return answer.ok ? done(answer.value['parts'] as readonly BroughtHome[]) : answer;
    },
  };
}
