import type { MediaReference } from '../../domain/documents/media.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { fitted, jpegMetadata, largestMedia, longestEdge } from '../../domain/media.ts';

export interface SmallPicture extends Pick<MediaReference, 'type' | 'width' | 'height'> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a photograph should stay below (bytes), and how it is tried: longest edge and quality. */
const wanted = 400_000;
const tries = [
  [longestEdge, 0.8],
  [longestEdge, 0.6],
  [1_200, 0.6],
  [900, 0.5],
] as const;

async function drawn(bitmap: ImageBitmap, longest: number, type: 'image/jpeg' | 'image/png', quality?: number) {
  const size = fitted(bitmap.width, bitmap.height, longest);
  const canvas = new OffscreenCanvas(size.width, size.height);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, size.width, size.height);
  const blob = await canvas.convertToBlob({ type, ...(quality !== undefined && { quality }) });
  return { ...size, type, bytes: new Uint8Array(await blob.arrayBuffer()) } as const;
}

/**
 * A picture as it is kept: upright, at most 1600 pixels long, and drawn anew from its pixels, so that nothing of what the
 * camera wrote beside them (place, time, device) can come along. Faults: `invalid` (no picture), `too-large`.
 */
export async function smallPicture(file: Blob, kind: 'photo' | 'signature'): Promise<Result<SmallPicture>> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return failed('invalid');
  }
  try {
    if (kind === 'signature') {
      const picture = await drawn(bitmap, 1_000, 'image/png');
      return picture.bytes.length > largestMedia ? failed('too-large') : done(picture);
    }
    for (const [longest, quality] of tries) {
      const picture = await drawn(bitmap, longest, 'image/jpeg', quality);
      const last = longest === tries.at(-1)?.[0];
      if (picture.bytes.length > (last ? largestMedia : wanted)) continue;
      if (jpegMetadata(picture.bytes).length > 0) throw new Error('a drawn picture with metadata');
      return done(picture);
    }
    return failed('too-large');
  } finally {
    bitmap.close();
  }
}
