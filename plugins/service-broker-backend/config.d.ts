export interface Config {
  jimu?: {
    serviceBroker?: {
      /**
       * Folder with the offerings, each in `<name>/offering.yaml`; relative to the working directory. Read anew within
       * seconds of a change. Default `catalog/offerings`.
       */
      offerings?: string;
      /** Instances that one process works on at a time, 1 to 64. Default 8. */
      concurrency?: number;
      /**
       * For how many seconds a worker has an instance to itself, 15 to 300; it renews in time. After a process has died,
       * others take over its work this much later. Default 30.
       */
      leaseSeconds?: number;
    };
  };
}
