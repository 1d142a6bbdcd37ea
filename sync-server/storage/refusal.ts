import type { ReadAnswer } from './port.ts';
import type { BoundedRead, Refusal } from './read-query.ts';

export function isRefusal(bounded: BoundedRead | Refusal): bounded is Refusal {
  return 'status' in bounded;
}

/** A refusal as CouchDB words it. */
export function refuse(status: number, error: string, reason: string): ReadAnswer {
  return answer({ error, reason }, status);
}

/** A JSON answer. */
export function answer(body: object, status = 200): ReadAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}
