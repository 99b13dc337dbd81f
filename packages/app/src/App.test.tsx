import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { openApp } from './__testUtils__/openApp';
import { PortalBackend } from './__testUtils__/PortalBackend';
import { setScreenWidth } from './__testUtils__/screen';

describe('the app', () => {
  let backend: PortalBackend;

  const speak = (...languages: string[]) =>
    jest.spyOn(window.navigator, 'languages', 'get').mockReturnValue(languages);

  beforeEach(() => {
    window.localStorage.clear();
    backend = new PortalBackend();
    jest
      .spyOn(global, 'fetch')
      .mockImplementation((input, init) => backend.answer(input, init));
    speak('en-US');
    setScreenWidth(1440);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  describe('without a session', () => {
    it('offers one way to sign in and says that this is a sandbox', async () => {
      openApp();
      expect(
        await screen.findByRole('heading', { name: 'Sign in to Jimu' }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('button', { name: 'Sign in with the user center' }),
      ).toBeEnabled();
      expect(
        screen.getByRole('complementary', { name: 'Sandbox' }),
      ).toHaveTextContent('stand-in');
      expect(document.documentElement.lang).toBe('en');
    });

    it('speaks the browser’s language, until another is chosen', async () => {
      speak('zh-CN', 'en');
      openApp();
      expect(
        await screen.findByRole('heading', { name: '登录积木' }),
      ).toBeInTheDocument();
      await waitFor(() => expect(document.documentElement.lang).toBe('zh-CN'));

      await userEvent.click(screen.getByRole('button', { name: 'English' }));
      expect(
        await screen.findByRole('heading', { name: 'Sign in to Jimu' }),
      ).toBeInTheDocument();
      expect(document.documentElement.lang).toBe('en');
    });

    it('says in plain words why a sign-in failed, once', async () => {
      openApp(
        '/market?error=Failed%20to%20sign-in%2C%20unable%20to%20resolve%20user%20identity&tab=1',
      );
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'The user center knows you, but the portal does not.',
      );
      expect(window.location.search).toBe('?tab=1');
      expect(backend.requests).not.toContain('GET /api/auth/oidc/refresh');
    });

    it('does not leave for a user center that is down', async () => {
      backend.userCenterIsDown = true;
      openApp();
      const button = await screen.findByRole('button', {
        name: 'Sign in with the user center',
      });
      await waitFor(() => expect(button).toBeEnabled());
      await userEvent.click(button);
      expect(await screen.findByRole('alert')).toHaveTextContent(
        'The user center does not answer.',
      );
      expect(screen.getByText(/ECONNREFUSED/)).toBeInTheDocument();
      await waitFor(() => expect(button).toBeEnabled());
    });
  });

  describe('with a session', () => {
    beforeEach(() => {
      backend.signedInAs = { username: 'li.na', displayName: '李娜' };
    });

    const navigation = async () =>
      within(await screen.findByRole('navigation', { name: 'Main' }));

    it('greets and shows what one has', async () => {
      backend.tenants = [
        {
          name: 'pay',
          title: '支付',
          owner: 'group:default/payments',
          roles: [],
          environments: ['dev', 'prod'],
          role: 'developer',
        },
      ];
      openApp();
      expect(
        await screen.findByRole('heading', { name: /, 李娜$/ }),
      ).toBeInTheDocument();
      expect(await screen.findByText('支付')).toBeInTheDocument();
      expect(screen.getByText('Developer')).toBeInTheDocument();
      expect(
        screen.getByRole('complementary', { name: 'Sandbox' }),
      ).toBeInTheDocument();
    });

    it('teaches who is in no tenant what to do', async () => {
      openApp();
      expect(
        await screen.findByText('You are in no tenant yet'),
      ).toBeInTheDocument();
    });

    it('navigates by task and shows no platform pages to developers', async () => {
      openApp();
      const nav = await navigation();
      const links = nav.getAllByRole('link').map(link => link.textContent);
      expect(links).toEqual([
        'Jimu',
        'Home',
        'Market',
        'Instances',
        'Catalog',
        'Tenants',
        'Settings',
      ]);
    });

    it('navigates in Chinese, too', async () => {
      speak('zh-CN');
      openApp();
      const nav = within(
        await screen.findByRole('navigation', { name: '主导航' }),
      );
      const links = nav.getAllByRole('link').map(link => link.textContent);
      expect(links).toEqual([
        '积木',
        '首页',
        '服务市场',
        '实例',
        '目录',
        '租户',
        '设置',
      ]);
    });

    it('keeps everything within reach on a small screen', async () => {
      setScreenWidth(390);
      openApp();
      const nav = await navigation();
      const links = nav.getAllByRole('link').map(link => link.textContent);
      expect(links).toEqual(['Home', 'Market', 'Instances', 'Catalog']);
      await userEvent.click(nav.getByRole('button', { name: 'More' }));
      const entries = await screen.findAllByRole('menuitem');
      expect(entries.map(entry => entry.textContent)).toEqual([
        'Tenants',
        'Settings',
        'Profile and groups',
        'Dark theme',
        '中文',
        'Sign out',
      ]);
    });

    it('says what now where there is no page', async () => {
      openApp('/nowhere');
      expect(
        await screen.findByRole('heading', { name: 'There is no such page' }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('link', { name: 'Go to the home page' }),
      ).toHaveAttribute('href', '/');
    });

    it('signs out of the portal and of the user center', async () => {
      const submit = jest
        .spyOn(HTMLFormElement.prototype, 'submit')
        .mockReturnValue();
      openApp();
      const nav = await navigation();
      await userEvent.click(
        await nav.findByRole('button', { name: 'Account of 李娜' }),
      );
      await userEvent.click(
        await screen.findByRole('menuitem', { name: 'Sign out' }),
      );
      await waitFor(() => expect(submit).toHaveBeenCalled());
      expect(backend.requests).toContain('POST /api/auth/oidc/logout');
      const [form] = submit.mock.contexts as HTMLFormElement[];
      expect(form.action).toBe('http://localhost:7008/session/end');
      expect(form.querySelector('[name=id_token_hint]')).toHaveValue(
        'id-token',
      );
      form.remove();
    });
  });
});
