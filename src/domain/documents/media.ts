import * as v from 'valibot';
import { largestMedia, mostMedia } from '../media.ts';

export const mediaKinds = ['photo', 'voice', 'signature'] as const;
/** 照片、录音、签名. */
export type MediaKind = (typeof mediaKinds)[number];

const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_096));

/**
 * One picture, voice or signature of a document. The bytes lie in `media-<area>`, encrypted with `key`, which stands here
 * and nowhere else: who may read the document may see the picture, and without the document it is noise.
 */
export const mediaReference = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^media:[0-9A-Za-z_-]{22,64}$/)),
  /** AES-256-GCM, base64url */
  key: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{43}$/)),
  /** key of the area whose media database holds it */
  area: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/)),
  kind: v.picklist(mediaKinds),
  type: v.picklist(['image/jpeg', 'image/png', 'audio/webm', 'audio/mp4', 'audio/ogg']),
  /** before encryption */
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestMedia)),
  width: v.optional(pixels),
  height: v.optional(pixels),
  seconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600))),
});
export type MediaReference = v.InferOutput<typeof mediaReference>;

/** What a document owns; absent where there is nothing. */
export const ownedMedia = v.optional(v.pipe(v.array(mediaReference), v.minLength(1), v.maxLength(mostMedia)));
