import type { Controller } from '../../types';
import { operatorController } from '../runtime/operatorController';
import { KafkaOperator } from './KafkaOperator';
import { PodSetOperator } from './PodSetOperator';
import { TopicOperator } from './TopicOperator';
import { UserOperator } from './UserOperator';

/** Strimzi 1.2: Kafka with node pools, users and topics. */
export const strimziOperator = (): Controller =>
  operatorController('strimzi-cluster-operator', context => [
    new KafkaOperator(context),
    new PodSetOperator(context),
    new UserOperator(context),
    new TopicOperator(context),
  ]);
