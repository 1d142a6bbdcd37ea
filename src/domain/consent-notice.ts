/** Version of what is told before recording (告知要点); a consent names the one that was told. */
export const consentNoticeVersion = '1';
