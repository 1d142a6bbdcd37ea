import { Buffer } from 'node:buffer';
import type { Page } from 'playwright-core';
import { withPlace } from '../../builders/jpeg.ts';

/** A photograph as a telephone gives it: large, and telling where and with what it was taken. */
export async function aPhotograph(page: Page, width = 2400, height = 1800): Promise<Buffer> {
  const text = await page.evaluate(
    async ([w, h]) => {
      const canvas = new OffscreenCanvas(w, h);
      const pen = canvas.getContext('2d');
      if (!pen) throw new Error('no canvas');
      const sky = pen.createLinearGradient(0, 0, w, h);
      sky.addColorStop(0, '#c7d8e8');
      sky.addColorStop(1, '#6d5a44');
      pen.fillStyle = sky;
      pen.fillRect(0, 0, w, h);
      pen.fillStyle = '#303a46';
      for (let at = 0; at < 60; at += 1) pen.fillRect((at * 397) % w, (at * 211) % h, 90, 60);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      let bytes = '';
      for (const byte of new Uint8Array(await blob.arrayBuffer())) bytes += String.fromCharCode(byte);
      return btoa(bytes);
    },
    [width, height] as const,
  );
  return Buffer.from(withPlace(new Uint8Array(Buffer.from(text, 'base64'))));
}

/** Takes a photograph of what an answer raised, or of what a photo question asks for. */
export async function photograph(page: Page, slot: RegExp, picture: Buffer, name = 'IMG_0001.jpg'): Promise<void> {
  const slots = page.locator('[data-slot]');
  const found = await slots.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['slot'] ?? ''));
  const at = found.findIndex((one) => slot.test(one));
  await slots.nth(at).locator('input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer: picture });
}
