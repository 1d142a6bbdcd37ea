/** One picture, voice or signature, as it can be shown now. */
export interface PictureTile {
  readonly id: string;
  readonly kind: 'photo' | 'voice' | 'signature';
  readonly state: 'coming' | 'here' | 'later' | 'away' | 'broken';
  readonly url?: string;
  readonly seconds?: number;
}

export interface PictureWords {
  readonly label: string;
  readonly photo: (nth: number) => string;
  readonly voice: (seconds: number) => string;
  readonly signature: string;
  readonly coming: string;
  readonly later: string;
  readonly away: string;
  readonly broken: string;
  readonly here?: string;
  readonly again: string;
  readonly remove: string;
  readonly open: string;
}
