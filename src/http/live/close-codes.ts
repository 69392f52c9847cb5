/** With what a socket is closed, and what it means; 4000 and above are ours. */
export const CLOSE_CODES = {
  ends: { code: 1001, means: 'The server ends. Connect again, and resume.' },
  tooLarge: { code: 1009, means: 'A message was larger than 16 KiB.' },
  broken: { code: 1011, means: 'Something went wrong here; the log of the server says what.' },
  tokenOver: { code: 4401, means: 'The token behind the ticket was revoked, or is over.' },
  tooSlow: { code: 4408, means: 'What was sent was not read in time. Connect again, and resume.' },
  tooMany: { code: 4429, means: 'Too many messages came in a short time.' },
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;
