import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { BrokenOffering } from '@jimu/plugin-service-broker-common';
import { loadOfferings, Offering } from '@jimu/plugin-service-broker-node';

/** The offerings that can be used now, and the files that are broken. */
export interface OfferingCatalog {
  offerings(): Offering[];
  offering(name: string): Offering | undefined;
  broken(): BrokenOffering[];
  /** Why an offering of that name cannot be used; undefined when no file has the name. */
  brokenReason(name: string): string | undefined;
}

export interface FolderOfferingCatalogOptions {
  folder: string;
  logger: LoggerService;
  /** Called after the files were read anew. */
  changed?: () => void;
  /** How often the folder is looked at. */
  pollMs?: number;
}

/**
 * Offerings of a folder, read anew when a file in it changes. The folder is looked at instead of watched: it may be a mounted
 * ConfigMap, whose files are links that change in one go and raise no event.
 */
export class FolderOfferingCatalog implements OfferingCatalog {
  private loaded: Offering[] = [];
  private brokenFiles: BrokenOffering[] = [];
  private fingerprint = '';
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly options: FolderOfferingCatalogOptions) {}

  /** Reads the folder and goes on to look at it. A folder that cannot be read counts as one broken file. */
  async start(): Promise<void> {
    await this.refresh();
    this.again();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  offerings(): Offering[] {
    return this.loaded;
  }

  offering(name: string): Offering | undefined {
    return this.loaded.find(offering => offering.name === name);
  }

  broken(): BrokenOffering[] {
    return this.brokenFiles;
  }

  brokenReason(name: string): string | undefined {
    const found = this.brokenFiles.find(b => b.name === name);
    const first = found?.problems[0];
    return first && `${first.field ?? found.file}: ${first.message}`;
  }

  /** Reads the files anew if any has changed. */
  async refresh(): Promise<void> {
    const { folder, logger, changed } = this.options;
    try {
      const fingerprint = await fingerprintOf(folder);
      if (fingerprint === this.fingerprint) return;
      const results = await loadOfferings(folder);
      this.loaded = results.flatMap(r => (r.offering ? [r.offering] : []));
      this.brokenFiles = results
        .filter(r => !r.offering)
        .map(({ file, name, problems }) => ({ file, name, problems }));
      this.fingerprint = fingerprint;
      logger.info(
        `Offerings: ${this.loaded.map(o => o.name).join(', ') || 'none'}`,
      );
      for (const { file, problems } of this.brokenFiles) {
        const words = problems.map(p => `${p.field ?? ''}: ${p.message}`);
        logger.warn(`Offering ${file} is broken: ${words.join('; ')}`);
      }
    } catch (error) {
      const message = `The folder of offerings cannot be read: ${
        (error as Error).message
      }`;
      if (this.fingerprint !== message) logger.warn(message);
      this.fingerprint = message;
      this.loaded = [];
      this.brokenFiles = [
        {
          file: folder,
          problems: [{ code: 'folder-unreadable', message }],
        },
      ];
    }
    changed?.();
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(async () => {
      await this.refresh();
      this.again();
    }, this.options.pollMs ?? 5000);
    this.timer.unref();
  }
}

/** Changes when a file of the folder is added, removed or written. */
async function fingerprintOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const parts = await Promise.all(
    names.sort().map(async name => {
      const { mtimeMs, size } = await stat(path.join(folder, name));
      return `${name}:${mtimeMs}:${size}`;
    }),
  );
  return `${names.length}\n${parts.join('\n')}`;
}
