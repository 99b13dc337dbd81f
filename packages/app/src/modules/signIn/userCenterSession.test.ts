import { mockApis } from '@backstage/frontend-test-utils';
import type { OidcAuthApi } from './oidcAuthApi';
import {
  endingUserCenterSession,
  userCenterSignOut,
} from './userCenterSession';

const target = {
  endSessionUrl: 'http://localhost:7008/session/end',
  clientId: 'jimu',
  returnTo: 'http://localhost:7007/',
  language: 'zh',
};

describe('signing out', () => {
  const steps: string[] = [];
  const identity = {
    ...mockApis.identity(),
    signOut: async () => {
      steps.push('portal');
    },
  };
  const authApi = (getIdToken: OidcAuthApi['getIdToken']) =>
    ({ getIdToken } as OidcAuthApi);

  beforeEach(() => {
    steps.length = 0;
  });

  it('ends the session of the portal, then the one of the user center', async () => {
    const form = await new Promise<unknown>(resolve => {
      const leaving = endingUserCenterSession(
        identity,
        authApi(async () => 'the-id-token'),
        () => target,
        (url, fields) => {
          steps.push('user center');
          resolve({ url, fields });
        },
      );
      leaving.signOut();
    });
    expect(steps).toEqual(['portal', 'user center']);
    expect(form).toEqual({
      url: 'http://localhost:7008/session/end',
      fields: {
        id_token_hint: 'the-id-token',
        client_id: 'jimu',
        post_logout_redirect_uri: 'http://localhost:7007/',
        ui_locales: 'zh',
      },
    });
  });

  it('works without an ID token', async () => {
    const fields = await new Promise<Record<string, string>>(resolve => {
      endingUserCenterSession(
        identity,
        authApi(async () => {
          throw new Error('Auth refresh request failed');
        }),
        () => target,
        (_url, sent) => resolve(sent),
      ).signOut();
    });
    expect(fields).not.toHaveProperty('id_token_hint');
    expect(steps).toEqual(['portal']);
  });

  it('ends the portal’s session only where no address is configured', async () => {
    const sendForm = jest.fn();
    const leaving = endingUserCenterSession(
      identity,
      authApi(async () => ''),
      () => undefined,
      sendForm,
    );
    await leaving.signOut();
    expect(steps).toEqual(['portal']);
    expect(sendForm).not.toHaveBeenCalled();
  });
});

describe('userCenterSignOut', () => {
  it('is read from the configuration', () => {
    const config = mockApis.config({
      data: {
        app: { baseUrl: 'http://localhost:7007' },
        jimu: {
          userCenter: { endSessionUrl: 'http://localhost:7008/session/end' },
        },
      },
    });
    expect(userCenterSignOut(config, 'zh')).toEqual(target);
  });

  it('is nothing where no address is configured', () => {
    const config = mockApis.config({ data: {} });
    expect(userCenterSignOut(config, 'zh')).toBeUndefined();
  });
});
