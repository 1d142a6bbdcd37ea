import * as v from 'valibot';
import { largestBlob } from '../../src/domain/media.ts';

const revisionId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const base64 = v.pipe(v.string(), v.maxLength(Math.ceil(largestBlob / 3) * 4), v.base64());

/** Noise with a random id: one attachment, nothing else, and only ever a first revision. */
const blobSchema = v.strictObject({
  _id: v.pipe(v.string(), v.regex(/^media:[0-9A-Za-z_-]{22,64}$/)),
  _rev: v.pipe(v.string(), v.regex(/^1-[0-9a-f]{32}$/)),
  _revisions: v.strictObject({ start: v.literal(1), ids: v.tuple([revisionId]) }),
  _attachments: v.strictObject({
    blob: v.looseObject({ content_type: v.literal('application/octet-stream'), data: base64 }),
  }),
});

/** Whether a document is a blob that may come in. */
export function isMediaBlob(handedIn: unknown): handedIn is v.InferOutput<typeof blobSchema> {
  if (!v.is(blobSchema, handedIn)) return false;
  const { _rev, _revisions, _attachments } = handedIn;
  return _rev === `1-${_revisions.ids[0]}` && Buffer.byteLength(_attachments.blob.data, 'base64') <= largestBlob;
}
