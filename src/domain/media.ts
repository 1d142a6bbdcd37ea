import type { AnyDocument } from './document.ts';
import type { MediaReference } from './documents/media.ts';

/** AES-GCM: 12 bytes of nonce before the noise, 16 bytes of tag behind it. */
export const sealedExtra = 28;
/** A picture, voice or signature as it travels: at most this many bytes, encrypted. */
export const largestBlob = 1_048_576;
/** The same before it was encrypted. */
export const largestMedia = largestBlob - sealedExtra;
/** Longest edge of a photograph, in pixels: a meter can be read, a file stays small. */
export const longestEdge = 1_600;
/** Longest voice, in seconds: at 32 kbit/s three quarters of a megabyte. */
export const longestVoice = 180;
/** Pictures of one document at most. */
export const mostMedia = 12;

/** What was drawn on glass says so by its id; a tick on paper by this word. */
export const signedOnPaper = 'paper';

/** Pictures, voice and signatures that a document owns, in its order. */
export const mediaIn = (doc: Pick<AnyDocument, 'type'> | object): readonly MediaReference[] =>
  'media' in doc && Array.isArray(doc.media) ? (doc.media as MediaReference[]) : [];

const size = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/**
 * Width and height that a JPEG says it has, from its frame header; undefined where it has none. A picture is decoded only
 * when these are as small as its reference promises.
 */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (size(bytes, 0) !== 0xff_d8) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: size(bytes, at + 5), width: size(bytes, at + 7) };
    at += 2 + size(bytes, at + 2);
  }
  return undefined;
}

/** Names of the segments of a JPEG that tell about camera, place or author: all but those a decoder needs. */
export function jpegMetadata(bytes: Uint8Array): readonly string[] {
  const found: string[] = [];
  if (size(bytes, 0) !== 0xff_d8) return found;
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) break;
    // a colour profile (APP2 beginning ICC_) and Adobe's colour transform (APP14) are for the decoder
    const isColour = marker === 0xee || (marker === 0xe2 && size(bytes, at + 4) === 0x49_43);
    const isApp = marker >= 0xe1 && marker <= 0xef && !isColour;
    if (isApp || marker === 0xfe) found.push(isApp ? `APP${String(marker - 0xe0)}` : 'comment');
    at += 2 + size(bytes, at + 2);
  }
  return found;
}

/** Keeps what fits inside a square of `longest` pixels, in proportion; never larger than it was. */
export function fitted(width: number, height: number, longest = longestEdge): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
