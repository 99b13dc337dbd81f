import type { SandboxObject } from '../../types';
import type { ContainerStatus, Terminated } from './containers';
import { lastWords, startupLines } from './startupLines';

/** One line of a log and when it was written (milliseconds since 1970). */
export interface LogLine {
  at: number;
  text: string;
}

/** Who reads a log as it is written. */
export interface LogFollower {
  line(line: LogLine): void;
  /** The container has ended, or its pod is gone. */
  end(): void;
}

interface Ring {
  lines: LogLine[];
  followers: Set<LogFollower>;
}

const CAPACITY = 1000;
const LINE_SPACING_MS = 40;

const ringId = (pod: SandboxObject, container: string) =>
  `${pod.metadata.uid}/${container}`;

const statusOf = (
  pod: SandboxObject,
  container: string,
): ContainerStatus | undefined =>
  [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ].find((s: ContainerStatus) => s.name === container);

/**
 * What containers of simulated pods print. Start-up lines follow from the pod's status and take no memory until they are
 * read; lines that were really printed (of Jobs, of commands) are kept in a ring per container until the pod is gone.
 */
export class ContainerLogs {
  private readonly rings = new Map<string, Ring>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Adds text, one line or many, to a container's log. */
  append(pod: SandboxObject, container: string, text: string): void {
    const ring = this.ring(ringId(pod, container));
    for (const part of text.replace(/\n$/, '').split('\n')) {
      const line = { at: this.now(), text: part };
      ring.lines.push(line);
      ring.followers.forEach(follower => follower.line(line));
    }
    ring.lines.splice(0, ring.lines.length - CAPACITY);
  }

  /** A container has started: who follows its log sees the start-up lines. */
  started(pod: SandboxObject, container: string): void {
    const ring = this.rings.get(ringId(pod, container));
    if (!ring?.followers.size) return;
    const image = [
      ...pod.spec.containers,
      ...(pod.spec.initContainers ?? []),
    ].find(c => c.name === container)?.image;
    for (const text of startupLines(image ?? '')) {
      const line = { at: this.now(), text };
      ring.followers.forEach(follower => follower.line(line));
    }
  }

  /** All lines of the running container, or of the one before it; `undefined` when there is or was none. */
  read(
    pod: SandboxObject,
    container: string,
    previous = false,
  ): LogLine[] | undefined {
    const status = statusOf(pod, container);
    if (previous) {
      const ended = status?.lastState.terminated;
      return ended && this.endedLines(status!.image, ended);
    }
    if (!status) return undefined;
    const { running, terminated } = status.state;
    const ended = terminated ?? status.lastState.terminated;
    const kept = this.rings.get(ringId(pod, container))?.lines ?? [];
    if (running) {
      return [...this.startLines(status.image, running.startedAt), ...kept];
    }
    if (!ended) return undefined;
    // What really ran says itself what it did.
    return kept.length ? [...kept] : this.endedLines(status.image, ended);
  }

  /** A container has ended: so do the logs of those who follow it. */
  ended(pod: SandboxObject, container: string): void {
    this.endFollowers(this.rings.get(ringId(pod, container)));
  }

  /** Answers a function that ends it. */
  follow(
    pod: SandboxObject,
    container: string,
    follower: LogFollower,
  ): () => void {
    const id = ringId(pod, container);
    const ring = this.ring(id);
    ring.followers.add(follower);
    return () => {
      ring.followers.delete(follower);
      const isIdle = !ring.followers.size && !ring.lines.length;
      if (isIdle && this.rings.get(id) === ring) this.rings.delete(id);
    };
  }

  /** The pod is gone. */
  drop(podUid: string): void {
    for (const [id, ring] of this.rings) {
      if (!id.startsWith(`${podUid}/`)) continue;
      this.rings.delete(id);
      this.endFollowers(ring);
    }
  }

  private endFollowers(ring: Ring | undefined): void {
    for (const follower of [...(ring?.followers ?? [])]) follower.end();
  }

  private ring(id: string): Ring {
    let ring = this.rings.get(id);
    if (!ring) {
      ring = { lines: [], followers: new Set() };
      this.rings.set(id, ring);
    }
    return ring;
  }

  private startLines(image: string, startedAt: string): LogLine[] {
    const start = Date.parse(startedAt);
    return startupLines(image).map((text, i) => ({
      at: start + i * LINE_SPACING_MS,
      text,
    }));
  }

  private endedLines(image: string, ended: Terminated): LogLine[] {
    const lines = this.startLines(image, ended.startedAt);
    const at = Date.parse(ended.finishedAt);
    return [
      ...lines.slice(0, ended.exitCode === 0 ? undefined : 1),
      ...lastWords(ended.reason).map(text => ({ at, text })),
    ];
  }
}
