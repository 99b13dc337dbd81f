import type { AccessSource, ClusterAccess } from './ClusterAccess';
import { readConfiguredFile, readToken } from './readConfiguredFile';

export interface UrlAccessOptions {
  url: URL;
  ca?: string;
  caFile?: string;
  token?: string;
  tokenFile?: string;
  skipTlsVerify: boolean;
}

/** Access by address, CA and token; files are read again on each load, so rotation needs no restart. */
export class UrlAccess implements AccessSource {
  constructor(private readonly options: UrlAccessOptions) {}

  async load(): Promise<ClusterAccess> {
    const { url, ca, caFile, token, tokenFile, skipTlsVerify } = this.options;
    const bearer = tokenFile ? await readToken(tokenFile) : token;
    return {
      server: url,
      tls: {
        ca: caFile ? await readConfiguredFile(caFile) : ca,
        ...(skipTlsVerify && { rejectUnauthorized: false }),
      },
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
    };
  }

  forget() {}
}
