/** Why a sign-in failed, in the words that the page has: keys below `signIn.error`. */
export type SignInFailureReason =
  | 'cancelled'
  | 'unknownPerson'
  | 'unreachable'
  | 'expired'
  | 'other';

export interface SignInFailure {
  reason: SignInFailureReason;
  /** What the back end or the browser said. */
  technical: string;
}

const REASONS: [RegExp, SignInFailureReason][] = [
  [/access_denied|cancel|Popup/i, 'cancelled'],
  [
    /unable to resolve user identity|user not found|does not contain an email|Failed to sign-in/i,
    'unknownPerson',
  ],
  [
    /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|Failed to fetch|NetworkError|refresh request failed, TypeError|expected 200 OK|Bad Gateway|Service Unavailable|timed out/i,
    'unreachable',
  ],
  [/nonce|state mismatch|state missing|SessionNotFound|expired/i, 'expired'],
];

/** Puts the message of a failed sign-in into plain words. */
export function signInFailure(message: string): SignInFailure {
  const known = REASONS.find(([pattern]) => pattern.test(message));
  return { reason: known?.[1] ?? 'other', technical: message };
}
