import type { ServerResponse } from 'node:http';
import type { FaultPlan } from '../../faults';

/** Makes the answer break off as the plan wants: nothing of it arrives, or only its first bytes. */
export function breakAnswer(response: ServerResponse, plan: FaultPlan): void {
  if (plan.isLostAnswer) {
    response.write = () => true;
    response.writeHead = () => response;
    response.end = () => {
      response.socket?.destroy();
      return response;
    };
    return;
  }
  if (plan.truncateAfterBytes === undefined) return;
  let left = plan.truncateAfterBytes;
  const write = response.write.bind(response) as (
    chunk: Buffer,
    done?: () => void,
  ) => boolean;
  const send = (chunk: unknown, last: boolean) => {
    const bytes = Buffer.from((chunk as Buffer | string | undefined) ?? '');
    const part = bytes.subarray(0, left);
    left -= part.length;
    if (left > 0 && !last) return write(part);
    response.flushHeaders();
    if (part.length) write(part, () => response.destroy());
    else response.destroy();
    return true;
  };
  response.write = ((chunk: unknown) =>
    send(chunk, false)) as typeof response.write;
  response.end = ((chunk: unknown) => {
    send(chunk, true);
    return response;
  }) as typeof response.end;
}
