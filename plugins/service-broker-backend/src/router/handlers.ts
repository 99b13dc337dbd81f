import type { Request, Response } from 'express';
import type { Caller } from '../service/Broker';
import type { EndpointId } from './endpoints';

/** Answers one endpoint for a caller that is known. Throws what it refuses. */
export type Handler = (
  req: Request,
  res: Response,
  caller: Caller,
) => Promise<void>;

/** A group of endpoints. */
export type Handlers<Id extends EndpointId> = Record<Id, Handler>;
