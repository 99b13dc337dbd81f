import { signInFailure } from './signInFailure';

describe('signInFailure', () => {
  it.each([
    ['access_denied (sign-in was cancelled)', 'cancelled'],
    ['Failed to sign-in, unable to resolve user identity', 'unknownPerson'],
    ['Sign in failed, user profile does not contain an email', 'unknownPerson'],
    ['connect ECONNREFUSED 127.0.0.1:7008', 'unreachable'],
    ['Auth refresh request failed, TypeError: Failed to fetch', 'unreachable'],
    ['did not find expected authorization request details', 'other'],
    ['Auth response is missing cookie nonce', 'expired'],
    ['OAuth state nonce mismatch', 'expired'],
    ['', 'other'],
  ])('of "%s" is %s', (message, reason) => {
    expect(signInFailure(message)).toEqual({ reason, technical: message });
  });
});
