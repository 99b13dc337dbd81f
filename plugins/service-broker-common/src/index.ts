export * from './conditions';
export * from './types';
export * from './permissions';
export * from './ServiceBrokerClient';
export * from './ProblemError';
