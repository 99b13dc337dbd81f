/** What the browser shows after it followed all redirects. */
export interface Shown {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}

interface Cookie {
  name: string;
  value: string;
  path: string;
}

/**
 * As much of a browser as signing in without scripts needs: cookies with paths, redirects, forms. Stops in front of
 * `elsewhere`, the portal's origin, as nothing answers there.
 */
export class Browser {
  private cookies: Cookie[] = [];

  constructor(
    private readonly elsewhere: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  async open(url: string | URL, init: RequestInit = {}): Promise<Shown> {
    let next = new URL(url);
    let request = init;
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(next, {
        ...request,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          ...this.headers,
          cookie: this.cookieHeader(next),
          ...(request.headers as Record<string, string>),
        },
      });
      this.keepCookies(response, next);
      const location = response.headers.get('location');
      if (!location) {
        return {
          url: next,
          status: response.status,
          headers: response.headers,
          text: await response.text(),
        };
      }
      next = new URL(location, next);
      request = {};
      if (next.origin === this.elsewhere) {
        return { url: next, status: 0, headers: new Headers(), text: '' };
      }
    }
    throw new Error(`${next} redirects without end`);
  }

  /** Fills in the page's form and sends it; the values given win over the ones of the page. */
  submit(page: Shown, values: Record<string, string>): Promise<Shown> {
    const action = attribute(page.text, /<form[^>]*\saction="([^"]*)"/);
    const hidden = [
      ...page.text.matchAll(/<input[^>]*type="hidden"[^>]*>/g),
    ].map(([input]) => [
      attribute(input, /name="([^"]*)"/),
      attribute(input, /value="([^"]*)"/),
    ]);
    return this.open(new URL(action, page.url), {
      method: 'POST',
      body: new URLSearchParams({ ...Object.fromEntries(hidden), ...values }),
    });
  }

  cookieNames(): string[] {
    return [...new Set(this.cookies.map(({ name }) => name))];
  }

  private cookieHeader(url: URL): string {
    return this.cookies
      .filter(({ path }) => url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private keepCookies(response: Response, url: URL): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair, ...attributes] = header.split(/;\s*/);
      const [name, value] = pair.split(/=(.*)/);
      const path =
        attributes.find(a => a.toLowerCase().startsWith('path='))?.slice(5) ??
        url.pathname;
      this.cookies = this.cookies.filter(
        cookie => cookie.name !== name || cookie.path !== path,
      );
      if (value) this.cookies.push({ name, value, path });
    }
  }
}

function attribute(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${pattern} in ${text}`);
  return found.replace(/&#(\d+);/g, (_, code) =>
    String.fromCharCode(Number(code)),
  );
}
