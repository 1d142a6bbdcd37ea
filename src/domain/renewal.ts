/** Who renews a session by a device's key, and when. */
export interface RenewalWords {
  readonly user: string;
  readonly device: string;
  /** the device's idea of now, corrected by the relay's time; ISO */
  readonly at: string;
  /** random, at least 128 bits in base64url; counts once */
  readonly nonce: string;
}

/** The text that a device signs for a renewal: six lines, joined by line feeds, UTF-8. */
export const renewalText = ({ user, device, at, nonce }: RenewalWords): string =>
  ['POST', '/api/sessions/renew', user, device, at, nonce].join('\n');
