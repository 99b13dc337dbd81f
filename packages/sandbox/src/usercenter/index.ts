export { sampleAccounts } from './organization';
export type { Person, SampleAccount } from './organization';
export { startUserCenter } from './startUserCenter';
export type { RunningUserCenter, UserCenterOptions } from './startUserCenter';
