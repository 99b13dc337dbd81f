import type { SandboxApi } from '../../types';
import { POD } from '../model/pods';

const NETWORK_SIZE = 65_536;

/** Hands out cluster IPs of 10.244.0.0/16; a pod that asks again gets the same one. */
export class PodAddresses {
  private readonly byPod = new Map<string, string>();
  private readonly used = new Set<string>();
  private next = 0;
  private loaded = false;

  constructor(private readonly api: SandboxApi) {}

  addressOf(podUid: string): string {
    if (!this.loaded) this.load();
    const known = this.byPod.get(podUid);
    if (known) return known;
    const ip = this.free();
    this.put(podUid, ip);
    return ip;
  }

  /** The pod is gone. */
  release(podUid: string): void {
    const ip = this.byPod.get(podUid);
    if (!ip) return;
    this.byPod.delete(podUid);
    this.used.delete(ip);
  }

  private free(): string {
    for (let tries = 0; tries < NETWORK_SIZE; tries += 1) {
      this.next = (this.next + 1) % NETWORK_SIZE;
      const last = this.next % 256;
      const ip = `10.244.${Math.floor(this.next / 256)}.${last}`;
      if (last !== 0 && last !== 255 && !this.used.has(ip)) return ip;
    }
    throw new Error('All addresses of 10.244.0.0/16 are in use by pods');
  }

  private put(podUid: string, ip: string): void {
    this.byPod.set(podUid, ip);
    this.used.add(ip);
  }

  private load(): void {
    for (const { metadata, status, spec } of this.api.scan(POD)) {
      if (status?.podIP && !spec.hostNetwork) {
        this.put(metadata.uid!, status.podIP);
      }
    }
    this.loaded = true;
  }
}
