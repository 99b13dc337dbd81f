import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RunningUserCenter, startUserCenter } from '../startUserCenter';
import { Browser } from './Browser';
import { CALLBACK, Portal, PORTAL } from './Portal';

const orgFolder = resolve(__dirname, '../../../../../catalog/org');
const clientSecret = 'secret-of-the-portal';

describe('the user center', () => {
  let dataDir: string;
  let log: string[];
  let now: number;
  let center: RunningUserCenter;
  let portal: Portal;
  let browser: Browser;

  const start = async (port = 0) => {
    center = await startUserCenter({
      dataDir,
      port,
      clientSecret,
      redirectUris: [CALLBACK],
      postLogoutRedirectUris: [`${PORTAL}/`],
      orgFolder,
      log: message => log.push(message),
      now: () => now,
    });
    portal = new Portal(center.issuer, clientSecret);
  };

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'user-center-'));
    log = [];
    now = 0;
    browser = new Browser(PORTAL);
    await start();
  });

  afterEach(async () => {
    await center.stop();
    rmSync(dataDir, { recursive: true });
  });

  describe('signing in', () => {
    it('returns to the portal with who the person is', async () => {
      const { url } = await portal.signIn(browser, 'li.na', 'jimu-li');
      expect(url.origin + url.pathname).toBe(CALLBACK);
      expect(url.searchParams.get('state')).toBe('state-of-portal');

      const tokens = await (await portal.redeem(url)).json();
      const person = {
        sub: 'li.na',
        preferred_username: 'li.na',
        name: '李娜',
        email: 'li.na@yunshan.example',
        email_verified: true,
        groups: ['payments'],
      };
      expect(await portal.verifiedClaims(tokens)).toMatchObject(person);
      expect(await portal.userInfo(tokens)).toEqual(person);
      expect(log).toEqual(['li.na signed in']);
    });

    it('takes an e-mail address and any case', async () => {
      const email = 'Li.Na@Yunshan.Example';
      const { url } = await portal.signIn(browser, email, 'jimu-li');
      expect(url.searchParams.get('code')).toBeTruthy();
    });

    it('does not ask again while the session lasts', async () => {
      await portal.signIn(browser, 'li.na', 'jimu-li');
      const { url } = await browser.open(portal.signInUrl());
      expect(url.searchParams.get('code')).toBeTruthy();
    });

    it('gives a code once', async () => {
      const { url } = await portal.signIn(browser, 'li.na', 'jimu-li');
      expect((await portal.redeem(url)).status).toBe(200);
      expect((await portal.redeem(url)).status).toBe(400);
    });

    it('tells the portal when the person cancels', async () => {
      const page = await browser.open(portal.signInUrl());
      const { url } = await browser.submit(page, { cancel: 'yes' });
      expect(url.origin + url.pathname).toBe(CALLBACK);
      expect(url.searchParams.get('error')).toBe('access_denied');
    });

    it('uses cookie names that the portal does not use, out of reach of scripts', async () => {
      await portal.signIn(browser, 'li.na', 'jimu-li');
      expect(browser.cookieNames()).toEqual(
        expect.arrayContaining(['jimu_uc_session', 'jimu_uc_session.sig']),
      );
      expect(
        browser.cookieNames().every(name => name.startsWith('jimu_uc_')),
      ).toBe(true);
      const { headers } = await fetch(portal.signInUrl(), {
        redirect: 'manual',
      });
      expect(headers.getSetCookie()).not.toHaveLength(0);
      for (const cookie of headers.getSetCookie()) {
        expect(cookie).toMatch(/httponly/i);
        expect(cookie).toMatch(/samesite=lax/i);
      }
    });
  });

  describe('a wrong password', () => {
    it('is refused in the same words whether the account exists or not', async () => {
      const real = await portal.signIn(browser, 'li.na', 'jimu-wang');
      const invented = await portal.signIn(
        new Browser(PORTAL),
        'no.body',
        'jimu-wang',
      );
      expect(real.status).toBe(403);
      expect(invented.status).toBe(403);
      const alert = /<p class="alert"[^]*?<\/p>/;
      expect(real.text).toMatch(alert);
      expect(alert.exec(real.text)?.[0]).toBe(alert.exec(invented.text)?.[0]);
      expect(real.text).toContain('User name or password is wrong');
      expect(real.text).toContain('value="li.na"');
      expect(real.text).not.toContain('value="jimu-wang"');
    });

    it('leaves the way open for the right one', async () => {
      const refused = await portal.signIn(browser, 'li.na', 'nonsense');
      const { url } = await browser.submit(refused, {
        username: 'li.na',
        password: 'jimu-li',
      });
      expect(url.searchParams.get('code')).toBeTruthy();
    });

    it('is never logged, nor is a name that nobody has', async () => {
      await portal.signIn(browser, 'li.na', 'p4ssw0rd');
      await portal.signIn(browser, 'p4ssw0rd\nli.na signed in', 'x');
      expect(log).toEqual([
        'Refused a sign-in as li.na',
        'Refused a sign-in as an unknown name',
      ]);
    });

    it.each(['li.na', 'no.body'])(
      'makes %s wait after five attempts, also with the right password',
      async username => {
        const attempts = await Promise.all(
          Array.from({ length: 8 }, () =>
            portal.signIn(new Browser(PORTAL), username, 'wrong'),
          ),
        );
        expect(attempts.map(({ status }) => status).sort()).toEqual([
          403, 403, 403, 403, 403, 429, 429, 429,
        ]);
        const right = await portal.signIn(browser, username, 'jimu-li');
        expect(right.status).toBe(429);
        expect(right.headers.get('retry-after')).toBe('60');
        expect(right.text).toContain('Wait 60 seconds');

        now += 60_000;
        const after = await portal.signIn(browser, 'li.na', 'jimu-li');
        expect(after.url.searchParams.get('code')).toBeTruthy();
      },
    );

    it('is refused when a field is empty', async () => {
      const { status, text } = await portal.signIn(browser, '', '');
      expect(status).toBe(400);
      expect(text).toContain('Enter your user name and your password.');
    });
  });

  describe('a session', () => {
    it('is refreshed without the person, as often as needed', async () => {
      const tokens = await portal.tokensFor(browser, 'li.na', 'jimu-li');
      for (let i = 0; i < 3; i++) {
        const response = await portal.refresh(tokens.refresh_token);
        expect(response.status).toBe(200);
        const claims = await portal.verifiedClaims(await response.json());
        expect(claims.sub).toBe('li.na');
      }
    });

    it('outlives a restart, with its signing key', async () => {
      const tokens = await portal.tokensFor(browser, 'li.na', 'jimu-li');
      await center.stop();
      await start(Number(new URL(center.issuer).port));

      expect((await portal.verifiedClaims(tokens)).sub).toBe('li.na');
      expect((await portal.refresh(tokens.refresh_token)).status).toBe(200);
      const { url } = await browser.open(portal.signInUrl());
      expect(url.searchParams.get('code')).toBeTruthy();
    });

    it('keeps its keys out of the reach of other users', () => {
      expect(statSync(join(dataDir, 'keys.json')).mode % 0o1000).toBe(0o600);
    });

    it('ends at once for the holder of its ID token, and with it the refresh token', async () => {
      const tokens = await portal.tokensFor(browser, 'li.na', 'jimu-li');
      const leaving = await browser.open(
        portal.signOutUrl({ id_token_hint: tokens.id_token }),
      );
      expect(leaving.text).toContain('<script src="/submit.js" defer>');
      const { url } = await browser.submit(leaving, { logout: 'yes' });
      expect(url.href).toBe(`${PORTAL}/`);

      expect((await portal.refresh(tokens.refresh_token)).status).toBe(400);
      const again = await browser.open(portal.signInUrl());
      expect(again.text).toContain('name="password"');
    });

    it('ends without the ID token standing in an address', async () => {
      const tokens = await portal.tokensFor(browser, 'li.na', 'jimu-li');
      const { origin, pathname, searchParams } = portal.signOutUrl({
        id_token_hint: tokens.id_token,
      });
      const leaving = await browser.open(origin + pathname, {
        method: 'POST',
        body: searchParams,
      });
      expect(leaving.url.search).toBe('');
      const { url } = await browser.submit(leaving, { logout: 'yes' });
      expect(url.href).toBe(`${PORTAL}/`);
      const again = await browser.open(portal.signInUrl());
      expect(again.text).toContain('name="password"');
    });

    it('asks before it ends for a mere link', async () => {
      await portal.signIn(browser, 'li.na', 'jimu-li');
      const question = await browser.open(portal.signOutUrl());
      expect(question.text).toContain('李娜 is signed in here.');
      expect(question.text).not.toContain('<script');

      const forged = await browser.open(
        new URL('/session/end/confirm', center.issuer),
        {
          method: 'POST',
          body: new URLSearchParams({ xsrf: 'guess', logout: 'yes' }),
        },
      );
      expect(forged.status).toBe(400);
      const { url } = await browser.open(portal.signInUrl());
      expect(url.searchParams.get('code')).toBeTruthy();
    });

    it('asks when the ID token is another person’s', async () => {
      const other = new Browser(PORTAL);
      const theirs = await portal.tokensFor(other, 'wang.wei', 'jimu-wang');
      await portal.signIn(browser, 'li.na', 'jimu-li');
      const page = await browser.open(
        portal.signOutUrl({ id_token_hint: theirs.id_token }),
      );
      expect(page.text).not.toContain('<script');
    });
  });

  describe('hostile requests', () => {
    it.each([
      ['redirect_uri', 'https://evil.example/'],
      ['redirect_uri', `${CALLBACK}/../evil`],
      ['client_id', 'somebody-else'],
    ])('do not leave the user center by %s %s', async (name, value) => {
      const shown = await browser.open(portal.signInUrl({ [name]: value }));
      expect(shown.status).toBe(400);
      expect(shown.url.origin).toBe(center.issuer);
      expect(shown.text).toContain('The request was refused.');
      expect(shown.text).not.toContain('href="https://evil');
    });

    it('do not leave it when signing out', async () => {
      const shown = await browser.open(
        portal.signOutUrl({ post_logout_redirect_uri: 'https://evil.example' }),
      );
      expect(shown.status).toBe(400);
      expect(shown.url.origin).toBe(center.issuer);
    });

    it('send forms that are not from the page in vain', async () => {
      const page = await browser.open(portal.signInUrl());
      const good = { username: 'li.na', password: 'jimu-li' };
      const withoutToken = await browser.submit(page, { ...good, token: '' });
      expect(withoutToken.status).toBe(403);

      const action = page.url;
      const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const crossSite = await browser.open(action, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'cross-site' },
        body: new URLSearchParams({ ...good, token }),
      });
      expect(crossSite.status).toBe(403);

      const otherBrowser = await new Browser(PORTAL).open(action, {
        method: 'POST',
        body: new URLSearchParams({ ...good, token }),
      });
      expect(otherBrowser.status).toBe(400);
      expect(otherBrowser.text).toContain('another browser');
    });

    it('send forms of any size in vain', async () => {
      const page = await browser.open(portal.signInUrl());
      const shown = await browser.submit(page, {
        username: 'a'.repeat(1_000_000),
      });
      expect(shown.status).toBe(413);
    });

    it('send sign-out requests of any size in vain', async () => {
      const shown = await browser.open(`${center.issuer}/session/end`, {
        method: 'POST',
        body: new URLSearchParams({ id_token_hint: 'a'.repeat(1_000_000) }),
      });
      expect(shown.status).toBe(413);
    });

    it('cannot put markup into a page', async () => {
      const username = '"><script>alert(1)</script>';
      const { text } = await portal.signIn(browser, username, 'x');
      expect(text).toContain('&#60;script&#62;');
      expect(text).not.toContain('<script>');
    });

    it('cannot frame pages or load anything from elsewhere', async () => {
      const { headers } = await browser.open(portal.signInUrl());
      const policy = headers.get('content-security-policy');
      expect(policy).toContain(`default-src 'none'`);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(policy).toContain(`form-action 'self' ${PORTAL};`);
      expect(headers.get('cache-control')).toContain('no-store');
    });

    it('are refused under another host name', async () => {
      const { port } = new URL(center.issuer);
      const url = `http://127.0.0.1:${port}/.well-known/openid-configuration`;
      expect((await fetch(url)).status).toBe(421);
    });

    it('need the secret to redeem a code', async () => {
      const { url } = await portal.signIn(browser, 'li.na', 'jimu-li');
      const thief = new Portal(center.issuer, 'guess');
      expect((await thief.redeem(url)).status).toBe(401);
    });
  });

  describe('its pages', () => {
    it('speak the language that the browser accepts', async () => {
      const chinese = new Browser(PORTAL, {
        'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
      });
      const { text } = await chinese.open(portal.signInUrl());
      expect(text).toContain('<html lang="zh-CN">');
      expect(text).toContain('用户名或邮箱');
    });

    it('speak the portal’s language when it says one', async () => {
      const { text } = await browser.open(
        portal.signInUrl({ ui_locales: 'zh' }),
      );
      expect(text).toContain('<html lang="zh-CN">');
    });

    it('remember the language that was chosen', async () => {
      const page = await browser.open(portal.signInUrl());
      expect(page.text).toContain('<html lang="en">');
      await browser.open(`${page.url}?lang=zh`);
      const { text } = await browser.open(portal.signInUrl());
      expect(text).toContain('<html lang="zh-CN">');
    });

    it('say what now where there is none', async () => {
      const { status, text } = await browser.open(`${center.issuer}/nowhere`);
      expect(status).toBe(404);
      expect(text).toContain(`href="${PORTAL}/"`);
    });
  });

  it('says which port is taken', async () => {
    const { port } = new URL(center.issuer);
    const taken = start(Number(port));
    await expect(taken).rejects.toThrow(
      `Port ${port} of the user center is taken`,
    );
  });
});
