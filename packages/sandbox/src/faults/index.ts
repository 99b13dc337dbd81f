export type { Fault, FaultEffect, FaultMatch, FaultSubject } from './Fault';
export { FaultBoard } from './FaultBoard';
export type { FaultPlan } from './FaultBoard';
export { startFaultServer } from './startFaultServer';
export type { FaultServer } from './startFaultServer';
