import type { SandboxApi } from '../../types';
import { POD } from '../model/pods';

/** Hands out cluster IPs of 10.244.0.0/16 that no pod has. */
export class PodAddresses {
  private readonly used = new Set<string>();
  private next = 2;
  private loaded = false;

  constructor(private readonly api: SandboxApi) {}

  allocate(): string {
    if (!this.loaded) this.load();
    for (let tries = 0; tries < 65_000; tries += 1) {
      const ip = `10.244.${(this.next >> 8) & 255}.${this.next & 255}`;
      this.next = (this.next + 1) % 65_534 || 2;
      if (!this.used.has(ip) && !/\.(0|255)$/.test(ip)) {
        this.used.add(ip);
        return ip;
      }
    }
    throw new Error('All addresses of 10.244.0.0/16 are in use by pods');
  }

  release(ip: string): void {
    this.used.delete(ip);
  }

  private load(): void {
    for (const pod of this.api.scan(POD)) {
      if (pod.status?.podIP) this.used.add(pod.status.podIP);
    }
    this.loaded = true;
  }
}
